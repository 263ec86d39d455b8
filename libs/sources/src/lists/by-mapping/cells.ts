import { comparableText } from '#domain';
import { EntryNotUnderstood, type RowContent } from '../../list-source.ts';
import { isNoDate, partialDateOf, withCentury, type Century } from '../../mapping/dates.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
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

const LONGEST_REFERENCE = 300;
const plain = (printed: string) => comparableText(printed).toLowerCase();

/** Reads the cells of a row by what a mapping says of its columns. */
export function cellReader(mapping: TableMapping) {
  const none = new Set(mapping.none.map(plain));
  const isNone = (value: string) => value === '' || isNoDate(value) || (none.size > 0 && none.has(plain(value)));

  /** The values of a column: of a list all, of a text what its separators part. */
  const valuesIn = (cells: RowContent, { column, split }: Column): string[] =>
    texts(cells, memberName(collapse(column)))
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

  /** A printed date, with all figures of its year; undefined where it says that there is none. */
  const dated = (
    printed: string | undefined,
    { century = mapping.century }: { century?: Century },
  ): string | undefined => {
    if (printed === undefined || printed === '-') return undefined;
    return century === undefined ? printed : withCentury(printed, century);
  };
  const printedDate = (cells: RowContent, what: Column | undefined) => what && dated(valueIn(cells, what.column), what);

  const silent = new Set([...mapping.ignored, mapping.heading ?? ''].map((column) => memberName(collapse(column))));
  /** Whether a row is filled in no column that is read. */
  const isSilent = (cells: RowContent) => Object.keys(cells).every((column) => silent.has(column));
  /**
   * What such a row prints, where entries need no reference of their own: a seized wallet of which the order tells the
   * currency alone is on the list all the same.
   */
  const unnamedAs = (cells: RowContent): string | undefined =>
    typeof mapping.reference === 'object' && 'derivedFrom' in mapping.reference && isSilent(cells)
      ? mapping.ignored.flatMap((column) => valueIn(cells, column) ?? []).join(' ') || undefined
      : undefined;

  /** What a derived reference is made of. */
  const keyOf = (cells: RowContent, columns: readonly string[]) => {
    const unnamed = unnamedAs(cells);
    return unnamed === undefined
      ? columns.map((column) => valueIn(cells, column))
      : [mapping.heading && valueIn(cells, mapping.heading), unnamed];
  };

  return {
    valuesIn,
    /** Whether a row tells of an entry. */
    isEntry: (cells: RowContent) => !isSilent(cells) || unnamedAs(cells) !== undefined,
    severalIn,
    valueIn,

    /** Dates of birth with their centuries. */
    datesIn: (cells: RowContent, what: Column | Joined): string[] =>
      severalIn(cells, what).flatMap((printed) => dated(printed, what) ?? []),

    /** The reference of the row's entry, or why the row has none. */
    referenceOf(cells: RowContent): { reference: string; broken?: string } {
      const { reference } = mapping;
      if (typeof reference === 'string') return { reference: valueIn(cells, reference) ?? '' };
      if ('joined' in reference)
        return { reference: reference.joined.flatMap((column) => valueIn(cells, column) ?? []).join('-') };
      if ('derivedFrom' in reference) return { reference: derivedKey(...keyOf(cells, reference.derivedFrom)) };
      const printed = valueIn(cells, reference.column) ?? '';
      const found = new RegExp(reference.matching, 'u').exec(printed.slice(0, LONGEST_REFERENCE))?.[0];
      if (found || printed === '') return { reference: found ?? '' };
      const what = `${reference.column} is ${JSON.stringify(printed.slice(0, 40))}, in which nothing matches ${reference.matching}`;
      return { reference: printed.slice(0, LONGEST_REFERENCE), broken: what };
    },

    nameOf(cells: RowContent): string | undefined {
      const { primaryName } = mapping;
      const name = Array.isArray(primaryName)
        ? primaryName.flatMap((each) => valueIn(cells, each) ?? []).join(' ') || undefined
        : primaryName.firstOf.map((each) => valueIn(cells, each)).find((each) => each !== undefined);
      return name ?? unnamedAs(cells);
    },

    /** What a column's value means; one that the mapping does not name is counted. */
    meaningOf<Value>(
      cells: RowContent,
      what: { column: string; values: Record<string, Value>; other?: Value } | undefined,
      unread: string[],
    ): Value | undefined {
      const printed = what && valueIn(cells, what.column);
      if (!what || printed === undefined) return undefined;
      const found = Object.entries(what.values).find(([value]) => plain(value) === plain(printed))?.[1] ?? what.other;
      if (found === undefined) unread.push(`${what.column}: ${printed.slice(0, 40)}`);
      return found;
    },

    /** When a row's entry came on the list; what is no date is counted. */
    startOf(cells: RowContent, unread: string[]): string | undefined {
      const printed = printedDate(cells, mapping.listedOn);
      if (printed === undefined) return undefined;
      const date = partialDateOf(printed);
      if (date === undefined) unread.push(`listedOn: ${printed.slice(0, 40)}`);
      return date;
    },

    /** When it goes off the list. Throws EntryNotUnderstood: an end that nobody can read must not be passed over. */
    endOf(cells: RowContent): string | undefined {
      const printed = printedDate(cells, mapping.delistedOn);
      if (printed === undefined) return undefined;
      const date = partialDateOf(printed);
      if (date === undefined) throw new EntryNotUnderstood(`It ends on ${printed.slice(0, 40)}, which is no date`);
      return date;
    },

    /** The first text of a column as it is, for messages. */
    printed: (cells: RowContent, column: string): string => text(cells, memberName(collapse(column))) ?? '',
  };
}
export type CellReader = ReturnType<typeof cellReader>;

function parted(value: string, separators: readonly string[]): string[] {
  return separators.reduce((values, by) => values.flatMap((each) => each.split(by)), [value]);
}
