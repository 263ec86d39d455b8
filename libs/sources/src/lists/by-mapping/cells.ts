import { comparableText } from '#domain';
import type { RowContent } from '../../list-source.ts';
import { isNoDate, withCentury, type Century } from '../../mapping/dates.ts';
import { text, texts } from '../../mapping/parts.ts';
import { collapse, memberName } from '../../reading/text.ts';
import type { TableMapping } from './table-mapping.ts';

interface Column {
  column: string;
  split?: readonly string[];
  century?: Century;
}
/** Columns that are one value together: street and town, day and month and year. */
interface Joined {
  joined: readonly string[];
  by: string;
  century?: Century;
}

const plain = (printed: string) => comparableText(printed).toLowerCase();
const memberOf = (column: string) => memberName(collapse(column));

/** Reads the cells of a row by what a mapping says of its columns. */
export function cellReader(mapping: TableMapping) {
  const none = new Set(mapping.none.map(plain));
  const isNone = (value: string) => value === '' || isNoDate(value) || (none.size > 0 && none.has(plain(value)));
  const silent = new Set([...mapping.ignored, mapping.heading ?? ''].map(memberOf));

  /** The values of a column: of a list all, of a text what its separators part. */
  const valuesIn = (cells: RowContent, { column, split }: Column): string[] =>
    texts(cells, memberOf(column))
      .filter((value) => !isNone(value))
      .flatMap((value) => (split ? parted(value, split) : [value]))
      .map(collapse)
      .filter((value) => !isNone(value));
  /**
   * The values of columns that are one together. Where each has several, the first go together, and so on; where one has
   * fewer than another, nobody knows which go together, and the last column speaks alone.
   */
  const joinedIn = (cells: RowContent, { joined, by }: Joined): string[] => {
    const filled = joined.map((column) => valuesIn(cells, { column })).filter((values) => values.length > 0);
    const last = filled.at(-1) ?? [];
    if (filled.some((values) => values.length !== last.length)) return last;
    return last.map((_, i) => filled.map((values) => values[i]!).join(by));
  };
  const severalIn = (cells: RowContent, what: Column | Joined): string[] =>
    'joined' in what ? joinedIn(cells, what) : valuesIn(cells, what);
  const valueIn = (cells: RowContent, column: string): string | undefined => valuesIn(cells, { column })[0];

  return {
    valuesIn,
    severalIn,
    valueIn,
    /** Whether a row is filled in no column that is read. */
    isSilent: (cells: RowContent) => Object.keys(cells).every((column) => silent.has(column)),
  };
}
export type CellReader = ReturnType<typeof cellReader>;

/** Reads dates too, with all figures of their years as the day of the publication means them. */
export function datedCellReader(read: CellReader, mapping: TableMapping, publishedOn: string) {
  const dated = (printed: readonly string[], { century = mapping.century }: { century?: Century }): string[] =>
    printed
      .filter((each) => each !== '-')
      .map((each) => (century === undefined ? each : withCentury(each, century, publishedOn)));
  return {
    ...read,
    /** Dates of birth with their centuries. */
    datesIn: (cells: RowContent, what: Column | Joined) => dated(read.severalIn(cells, what), what),
    /** The first date of a column, as it is printed but for its century. */
    dateIn: (cells: RowContent, what: Column | undefined): string | undefined =>
      what && dated(read.valuesIn(cells, what).slice(0, 1), what)[0],
  };
}
export type DatedCellReader = ReturnType<typeof datedCellReader>;

const parted = (value: string, separators: readonly string[]): string[] =>
  separators.reduce((values, by) => values.flatMap((each) => each.split(by)), [value]);

/** What a column's value means; one that the mapping does not name is counted. */
export function meaningIn<Value>(
  cells: RowContent,
  what: { column: string; values: Record<string, Value>; other?: Value } | undefined,
  read: CellReader,
  unread: string[],
): Value | undefined {
  const printed = what && read.valueIn(cells, what.column);
  if (!what || printed === undefined) return undefined;
  const found = Object.entries(what.values).find(([value]) => plain(value) === plain(printed))?.[1] ?? what.other;
  if (found === undefined) unread.push(`${what.column}: ${printed.slice(0, 40)}`);
  return found;
}

/** The first text of a column as it is, for messages. */
export const printedIn = (cells: RowContent, column: string): string => text(cells, memberOf(column)) ?? '';
