import { isDay, type DesignationRecord, type Subject } from '#domain';
import type { ReadLimits } from '../limits.ts';
import {
  EntryNotUnderstood,
  type ListSource,
  type MappedEntry,
  type PublishedFile,
  type ReadPublication,
  type RowContent,
  type SourceRow,
} from '../list-source.ts';
import { country, countryCode } from '../mapping/countries.ts';
import { birthDateOf, partialDateOf } from '../mapping/dates.ts';
import { derivedKey } from '../mapping/derived-key.ts';
import { cited } from '../mapping/other-lists.ts';
import { distinct, optional, some, text } from '../mapping/parts.ts';
import { writingOf } from '../mapping/writing.ts';
import { collapse } from '../text.ts';
import type { TableMapping } from './mapping.ts';
import { readTable } from './read-table.ts';

type Several = { column: string; split?: string } | undefined;

/** A list that is published as a table, from its checked mapping. */
export function tableList(mapping: TableMapping): ListSource {
  const { list, authority, name, publisher, url, version } = mapping;
  const required = requiredOf(mapping);
  return {
    ...{ list, authority, name, publisher, url },
    formats: [
      {
        reader: `${list}/${version}`,
        looksLike: `a table with the columns ${required.join(', ')}`,
        recognises: (files) => files.length === 1 && hasColumns(files[0]!, mapping, required),
        read: ([file], limits) => readMapped(file!, limits, mapping),
        map: (row) => mapRow(row, mapping),
      },
    ],
  };
}

const columnsOf = (several: Several): string[] => (several ? [several.column] : []);

function requiredOf({ reference, primaryName }: TableMapping): string[] {
  const key = typeof reference === 'string' ? [reference] : reference.derivedFrom;
  return distinct([...key, ...(Array.isArray(primaryName) ? primaryName : primaryName.firstOf)]);
}

function knownOf(mapping: TableMapping): string[] {
  const { program, type, listedOn, delistedOn, legalBasis } = mapping;
  return [
    ...requiredOf(mapping),
    ...(typeof program === 'string' ? [] : [program.column]),
    ...(typeof type === 'string' ? [] : [type.column]),
    ...mapping.aliases.map((alias) => alias.column),
    ...mapping.identifiers.map((identifier) => identifier.column),
    ...[mapping.positions, mapping.birthDates, mapping.birthPlaces, mapping.nationalities, mapping.addresses].flatMap(
      columnsOf,
    ),
    ...[listedOn, delistedOn, legalBasis].flatMap((column) => column ?? []),
    ...(mapping.reasons ?? []),
    ...(mapping.remarks ?? []),
    ...mapping.ignored,
  ];
}

function hasColumns(
  { head }: PublishedFile,
  { encoding, delimiter, preamble }: TableMapping,
  required: string[],
): boolean {
  const text = new TextDecoder(encoding).decode(Buffer.from(head, 'latin1'));
  const header = text.split(/\r?\n/)[preamble] ?? '';
  const names = header.split(delimiter).map((name) => collapse(name.replace(/^\uFEFF/, '').replaceAll('"', '')));
  return required.every((name) => names.includes(name));
}

async function readMapped(file: PublishedFile, limits: ReadLimits, mapping: TableMapping): Promise<ReadPublication> {
  const { encoding, delimiter, preamble } = mapping;
  const { rows, unknown } = await readTable(file, limits, {
    ...{ encoding, delimiter, preamble },
    required: requiredOf(mapping),
    known: knownOf(mapping),
  });
  const { reference } = mapping;
  const keyOf = (cells: Record<string, string>) =>
    typeof reference === 'string'
      ? (cells[reference] ?? '')
      : derivedKey(...reference.derivedFrom.map((name) => cells[name]));
  // Some tables have a line for each spell on the list: the newest tells how the entry stands.
  const groups = Map.groupBy(rows, ({ cells }) => keyOf(cells));
  const newest = (group: typeof rows) => {
    const day = ({ cells }: (typeof rows)[number]) => cells[mapping.listedOn ?? ''] ?? '';
    return group.toSorted((a, b) => (isoOf(day(a)) < isoOf(day(b)) ? 1 : -1))[0]!;
  };
  const entries =
    typeof reference === 'string'
      ? rows.map((row) => ({ ...row, key: keyOf(row.cells) }))
      : [...groups].map(([key, group]) => ({ ...newest(group), key }));
  return {
    rows: entries.map(({ key, cells, at }) => ({ reference: key, sourceIds: {}, at, content: cells })),
    unknown,
  };
}

const isoOf = (printed: string) => partialDateOf(printed) ?? '';

function mapRow(row: SourceRow, mapping: TableMapping): MappedEntry {
  const { content, reference } = row;
  const unread: string[] = [];
  const several = (what: Several) => (what ? valuesOf(content, what) : []);
  const one = (name: string | undefined) => (name ? text(content, name) : undefined);
  const { primaryName } = mapping;
  const name = Array.isArray(primaryName)
    ? primaryName.flatMap((each) => one(each) ?? []).join(' ')
    : primaryName.firstOf.map(one).find((each) => each !== undefined);
  if (!name) throw new EntryNotUnderstood('It has no name');
  const programs =
    typeof mapping.program === 'string' ? [mapping.program] : distinct(valuesOf(content, mapping.program));
  if (programs.length === 0) throw new EntryNotUnderstood('It stands under no programme');
  const day = (name: string | undefined) => wholeYear(one(name), mapping);
  const printedEnd = day(mapping.delistedOn);
  const delistedOn = printedEnd && partialDateOf(printedEnd);
  if (printedEnd && !delistedOn)
    throw new EntryNotUnderstood(`It ends on ${printedEnd.slice(0, 40)}, which is no date`);

  const printedStart = day(mapping.listedOn);
  const listedOn = printedStart && partialDateOf(printedStart);
  if (printedStart && !(listedOn && isDay(listedOn))) unread.push(`listedOn: ${printedStart.slice(0, 40)}`);
  const written = (names: readonly string[] | undefined) => (names ?? []).flatMap((each) => one(each) ?? []);
  const aliases = mapping.aliases.flatMap(({ kind, language, ...what }): Subject['aliases'] =>
    valuesOf(content, what).map((alias) => ({ name: alias, kind, ...writingOf(alias, language) })),
  );
  const remarks = written(mapping.remarks);
  const record: DesignationRecord = {
    reference,
    programs,
    subject: {
      type: typeOf(content, mapping),
      name,
      ...writingOf(name),
      aliases: distinct(aliases.filter((alias) => alias.name !== name)),
      ...some('positions', several(mapping.positions)),
      ...some(
        'nationalities',
        several(mapping.nationalities).flatMap((each) => country(each, unread) ?? []),
      ),
      ...some('birthDates', several(mapping.birthDates).map(birthDateOf)),
      ...some('birthPlaces', several(mapping.birthPlaces).map(placeOf)),
      ...some(
        'addresses',
        several(mapping.addresses).map((each) => ({ text: each })),
      ),
      ...some(
        'identifiers',
        mapping.identifiers.flatMap(({ type, printedType, ...what }) =>
          valuesOf(content, what).map((number) => ({ type, ...optional('printedType', printedType), number })),
        ),
      ),
    },
    ...optional('legalBasis', one(mapping.legalBasis)),
    ...some('reasons', written(mapping.reasons)),
    ...optional('remarks', remarks.join(' ')),
    ...some('otherLists', remarks.flatMap(cited)),
    ...(listedOn && isDay(listedOn) ? { listedOn } : {}),
  };
  return { record, updatedOn: [], ...(delistedOn ? { delistedOn } : {}), formerReferences: [], unread, row };
}

function wholeYear(printed: string | undefined, { century }: TableMapping): string | undefined {
  if (printed === undefined || printed === '-') return undefined;
  return century ? printed.replace(/^(\d{1,2}[./]\d{1,2}[./])(\d{2})$/, `$1${century}$2`) : printed;
}

function valuesOf(content: RowContent, { column, split }: { column: string; split?: string }): string[] {
  const printed = text(content, column) ?? '';
  return (split ? printed.split(split) : [printed]).map(collapse).filter((value) => value !== '');
}

function typeOf(content: RowContent, { type }: TableMapping): Subject['type'] {
  if (typeof type === 'string') return type;
  const printed = (text(content, type.column) ?? '').toLowerCase();
  const found = Object.entries(type.values).find(([value]) => value.toLowerCase() === printed)?.[1] ?? type.other;
  if (!found)
    throw new EntryNotUnderstood(`${type.column} is ${JSON.stringify(printed.slice(0, 40))}, none the mapping knows`);
  return found;
}

function placeOf(printed: string) {
  const code = countryCode(printed);
  return code ? { country: code } : { text: printed };
}
