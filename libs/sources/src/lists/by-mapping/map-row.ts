import { sameContent, type DesignationRecord, type Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { country, countryCode } from '../../mapping/countries.ts';
import { birthDateOf, partialDateOf } from '../../mapping/dates.ts';
import { cited } from '../../mapping/other-lists.ts';
import { distinct, optional, some } from '../../mapping/parts.ts';
import { spellOf, timesOf, type Spell } from '../../mapping/times.ts';
import { writingOf } from '../../mapping/writing.ts';
import { meaningIn, printedIn, type CellReader, type DatedCellReader } from './cells.ts';
import { nameOf } from './row-identity.ts';
import type { TableMapping } from './table-mapping.ts';

type Alias = Subject['aliases'][number];
interface NamedRow {
  cells: RowContent;
  name?: string;
  kind?: 'primary' | Alias['kind'];
}

/** The rows of one entry as our record: what they print adds up. */
export function mapRow(row: SourceRow, mapping: TableMapping, read: DatedCellReader): MappedEntry {
  const unread: string[] = [];
  const rows = linesOf(row.content).map((cells): NamedRow => {
    return { cells, name: nameOf(cells, mapping, read), kind: meaningIn(cells, mapping.nameKind, read, unread) };
  });
  const all = rows.map(({ cells }) => cells);
  const name = (rows.find((each) => each.kind === 'primary' && each.name) ?? rows.find((each) => each.name))?.name;
  if (!name) throw new EntryNotUnderstood('It has no name');
  const programs = programsIn(all, mapping, read);
  if (programs.length === 0) throw new EntryNotUnderstood('It stands under no programme');

  const written = (columns: readonly string[] = []): string[] => {
    const found = distinct(all.flatMap((cells) => columns.flatMap((column) => read.valuesIn(cells, { column }))));
    // The order of rows means nothing; that of columns is the mapping's.
    return all.length > 1 ? found.sort() : found;
  };
  const remarks = written(mapping.remarks);
  const record: DesignationRecord = {
    reference: row.reference,
    programs,
    subject: {
      type: typeOf(all, mapping, read),
      name,
      ...writingOf(name),
      aliases: distinct([
        ...rows.flatMap((each) => furtherName(each, name, mapping, read, unread)),
        ...all.flatMap((cells) => aliasesIn(cells, mapping, read).filter((alias) => alias.name !== name)),
      ]),
      ...particularsIn(all, mapping, read, unread),
    },
    ...optional('legalBasis', written(mapping.legalBasis).join('; ')),
    ...some('reasons', written(mapping.reasons)),
    ...optional('remarks', remarks.join(' ')),
    ...some('otherLists', remarks.flatMap(cited)),
    ...timesOf(rows.flatMap((each) => spellsOf(each, mapping, read, unread))),
  };
  return { record, unread, row };
}

const programsIn = (rows: readonly RowContent[], { program }: TableMapping, read: CellReader): string[] =>
  typeof program === 'string' ? [program] : distinct(rows.flatMap((cells) => read.valuesIn(cells, program)));

/** What rows print of their subject beside its names. */
function particularsIn(rows: readonly RowContent[], mapping: TableMapping, read: DatedCellReader, unread: string[]) {
  const several = (what: TableMapping['positions'] = []) =>
    rows.flatMap((cells) => what.flatMap((each) => read.severalIn(cells, each)));
  const { birthDates = [], identifiers } = mapping;
  return {
    ...some('positions', several(mapping.positions)),
    ...some(
      'nationalities',
      several(mapping.nationalities).flatMap((each) => country(each, unread) ?? []),
    ),
    ...some(
      'birthDates',
      rows.flatMap((cells) => birthDates.flatMap((each) => read.datesIn(cells, each)).map(birthDateOf)),
    ),
    ...some('birthPlaces', several(mapping.birthPlaces).map(birthPlaceOf)),
    ...some(
      'addresses',
      several(mapping.addresses).map((each) => ({ text: each })),
    ),
    ...some(
      'identifiers',
      rows.flatMap((cells) =>
        identifiers.flatMap(({ type, printedType, ...what }) =>
          read.valuesIn(cells, what).map((number) => ({ type, ...optional('printedType', printedType), number })),
        ),
      ),
    ),
  };
}

/** An entry of one row holds its cells itself, one of several has them under `rows`. */
const linesOf = (content: RowContent): RowContent[] =>
  Array.isArray(content.rows) && content.rows.every((line) => typeof line === 'object' && !Array.isArray(line))
    ? (content.rows as RowContent[])
    : [content];

function furtherName(
  { cells, name, kind = 'aka' }: NamedRow,
  primary: string,
  mapping: TableMapping,
  read: CellReader,
  unread: string[],
): Alias[] {
  if (!name || name === primary) return [];
  const strength = meaningIn(cells, mapping.nameStrength, read, unread);
  return [{ name, kind: kind === 'primary' ? 'aka' : kind, ...(strength ? { strength } : {}), ...writingOf(name) }];
}

const aliasesIn = (cells: RowContent, { aliases }: TableMapping, read: CellReader): Alias[] =>
  aliases.flatMap(({ kind, strength, language, ...what }) =>
    read
      .valuesIn(cells, what)
      .map((name) => ({ name, kind, ...(strength ? { strength } : {}), ...writingOf(name, language) })),
  );

/** The time on the list that a row prints. A row for a further name that prints no day says nothing of it. */
function spellsOf({ cells, kind }: NamedRow, mapping: TableMapping, read: DatedCellReader, unread: string[]): Spell[] {
  const listedOn = startIn(cells, mapping, read, unread);
  const delistedOn = endIn(cells, mapping, read);
  const standing = meaningIn(cells, mapping.status, read, unread);
  if (kind !== undefined && kind !== 'primary' && !listedOn && !delistedOn) return [];
  return [spellOf(listedOn, delistedOn, standing)];
}

/** When a row's entry came on the list; what is no date is counted. */
function startIn(
  cells: RowContent,
  mapping: TableMapping,
  read: DatedCellReader,
  unread: string[],
): string | undefined {
  const printed = read.dateIn(cells, mapping.listedOn);
  const date = printed && partialDateOf(printed);
  if (printed && date === undefined) unread.push(`listedOn: ${printed.slice(0, 40)}`);
  return date;
}

/** When it goes off the list. Throws EntryNotUnderstood: an end that nobody can read must not be passed over. */
function endIn(cells: RowContent, mapping: TableMapping, read: DatedCellReader): string | undefined {
  const printed = read.dateIn(cells, mapping.delistedOn);
  const date = printed && partialDateOf(printed);
  if (printed && date === undefined)
    throw new EntryNotUnderstood(`It ends on ${printed.slice(0, 40)}, which is no date`);
  return date;
}

function typeOf(rows: readonly RowContent[], { type }: TableMapping, read: CellReader): Subject['type'] {
  if (typeof type === 'string') return type;
  const [found] = rows.flatMap((cells) => meaningIn(cells, type, read, []) ?? []);
  const result = found ?? type.other;
  if (result) return result;
  const printed = rows.map((cells) => printedIn(cells, type.column)).find((text) => text !== '') ?? '';
  throw new EntryNotUnderstood(`${type.column} is ${JSON.stringify(printed.slice(0, 40))}, none the mapping knows`);
}

function birthPlaceOf(printed: string) {
  const code = countryCode(printed);
  return code ? { country: code } : { text: printed };
}

/** The order of rows means nothing: of the same names the one that was the primary name stays it. */
export function keptName(current: DesignationRecord, next: DesignationRecord): DesignationRecord {
  const namesOf = ({ subject: { name, aliases } }: DesignationRecord) =>
    [...new Set([name, ...aliases.map((alias) => alias.name)])].sort();
  const isTurned = current.subject.name !== next.subject.name && sameContent(namesOf(current), namesOf(next));
  if (!isTurned) return next;
  const { name, script, language, aliases } = current.subject;
  const { script: _, language: __, ...subject } = next.subject;
  const turned = [
    ...next.subject.aliases.filter((alias) => alias.name !== name),
    ...aliases.filter((alias) => alias.name === next.subject.name),
  ];
  return {
    ...next,
    subject: { ...subject, name, ...(script ? { script } : {}), ...(language ? { language } : {}), aliases: turned },
  };
}
