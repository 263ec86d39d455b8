import { CsvError, parse } from 'csv-parse/sync';
import { keysOf } from '#domain';
import type {
  ListSource,
  PublishedFile,
  ReadLimits,
  ReadPublication,
  RowContent,
  SourceRow,
} from '../../list-source.ts';
import { distinct } from '../../mapping/parts.ts';
import { collapse, memberName } from '../../reading/text.ts';
import { cellReader, datedCellReader, type CellReader } from './cells.ts';
import { keptName, mapRow } from './map-row.ts';
import { isEntry, nameOf, referenceOf } from './row-identity.ts';
import type { TableMapping } from './table-mapping.ts';
import { readJsonTable } from '../../reading/json-table.ts';
import { HEAD_BYTES } from '../../reading/published-file.ts';
import { readTable } from '../../reading/table.ts';

/** A list that is published as a table, from its checked mapping. */
export function tableList(mapping: TableMapping): ListSource {
  const { list, authority, name, publisher, url, version, format } = mapping;
  const required = requiredOf(mapping);
  const read = cellReader(mapping);
  return {
    list,
    authority,
    name,
    publisher,
    url,
    formats: [
      {
        reader: `${list}/${version}`,
        looksLike: `${format === 'json' ? 'JSON with the members' : 'a table with the columns'} ${required.join(', ')}`,
        recognises: (files) =>
          files.length === 1 && (format === 'json' ? hasMembers : hasColumns)(files[0]!, mapping, required),
        read: ([file], limits) => readMapped(file!, limits, mapping, read),
        map: (row, { publishedOn }) => mapRow(row, mapping, datedCellReader(read, mapping, publishedOn)),
      },
    ],
    // Of several rows only their order says which names the entry.
    ...(isGrouped(mapping) && !mapping.nameKind ? { keepKnown: keptName } : {}),
  };
}

/** The columns without which a file is another one; what headings give stands in no header. */
function requiredOf({ reference, primaryName, heading }: TableMapping): string[] {
  const named = Array.isArray(primaryName) ? primaryName : primaryName.firstOf;
  return distinct([...keyColumns(reference), ...named]).filter((name) => name !== heading);
}

const asMember = (column: string) => memberName(collapse(column));

const isGrouped = ({ rows, reference }: TableMapping): boolean =>
  rows === 'grouped' || (typeof reference === 'object' && 'derivedFrom' in reference);

function keyColumns(reference: TableMapping['reference']): string[] {
  if (typeof reference === 'string') return [reference];
  if ('column' in reference) return [reference.column];
  return 'joined' in reference ? reference.joined : reference.derivedFrom;
}

/** The columns that a mapping names. */
export function knownOf(mapping: TableMapping): string[] {
  const { program, type, nameKind, nameStrength, status, listedOn, delistedOn, heading } = mapping;
  const { positions, birthDates, birthPlaces, nationalities, addresses } = mapping;
  const single = [program, type, nameKind, nameStrength, status, listedOn, delistedOn];
  return [
    ...requiredOf(mapping),
    ...single.flatMap((what) => (typeof what === 'object' ? [what.column] : [])),
    ...mapping.aliases.map((alias) => alias.column),
    ...mapping.identifiers.map((identifier) => identifier.column),
    ...[positions, birthDates, birthPlaces, nationalities, addresses].flatMap((what) =>
      (what ?? []).flatMap((each) => ('joined' in each ? each.joined : [each.column])),
    ),
    ...[mapping.legalBasis, mapping.reasons, mapping.remarks].flatMap((what) => what ?? []),
    ...(heading ? [heading] : []),
    ...mapping.ignored,
  ];
}

const headOf = ({ head }: PublishedFile, { encoding }: TableMapping) =>
  new TextDecoder(encoding).decode(Buffer.from(head, 'latin1'));

function hasColumns(file: PublishedFile, mapping: TableMapping, required: string[]): boolean {
  const { delimiter, preamble } = mapping;
  try {
    const options = { bom: true, delimiter, to: preamble + 1, relax_column_count: true, relax_quotes: true };
    const lines: string[][] = parse(headOf(file, mapping), options);
    const names = (lines[preamble] ?? []).map(collapse);
    return required.every((name) => names.includes(collapse(name)));
  } catch (error) {
    if (error instanceof CsvError) return false;
    throw error;
  }
}

/** As far as the head of the file goes: where that ends before the file does, they may come behind it. */
function hasMembers(file: PublishedFile, mapping: TableMapping): boolean {
  const head = headOf(file, mapping).trimStart();
  const names = mapping.records
    ? keysOf(mapping.records)
    : keyColumns(mapping.reference).map((path) => path.split('/').at(-1)!);
  const isCut = file.head.length >= HEAD_BYTES;
  return /^[[{]/.test(head) && (isCut || names.every((name) => head.includes(JSON.stringify(name))));
}

async function readMapped(
  file: PublishedFile,
  limits: ReadLimits,
  mapping: TableMapping,
  read: CellReader,
): Promise<ReadPublication> {
  const { encoding, delimiter, preamble, heading, format, records } = mapping;
  const known = knownOf(mapping);
  const { rows: lines, unknown } =
    format === 'json'
      ? await readJsonTable(file, limits, { encoding, records, known })
      : await readTable(file, limits, {
          encoding,
          delimiter,
          preamble,
          heading,
          known: known.map(asMember),
          required: requiredOf(mapping).map(asMember),
        });
  const rows = lines.filter(({ cells }) => isEntry(cells, mapping, read));
  if (rows.length < lines.length) unknown['rows that say nothing'] = lines.length - rows.length;
  const misread = looksMisread(rows.map(({ cells }) => nameOf(cells, mapping, read) ?? ''));
  return {
    rows: entriesOf(rows, mapping, read),
    unknown: misread > 0 ? { ...unknown, 'encoding: names that look misread': misread } : unknown,
  };
}

interface Line {
  cells: RowContent;
  at: string;
}

/** One row for each entry. If the mapping says so, all rows of one reference are one entry; a repeated line counts once. */
function entriesOf(rows: readonly Line[], mapping: TableMapping, read: CellReader): SourceRow[] {
  const grouped = isGrouped(mapping);
  const entries: SourceRow[] = [];
  for (const [reference, group] of Map.groupBy(rows, ({ cells }) => referenceOf(cells, mapping, read).reference)) {
    const once = [...new Map(group.map((line) => [JSON.stringify(line.cells), line])).values()];
    const { broken } = referenceOf(once[0]!.cells, mapping, read);
    const about = { reference, broken };
    // Rows without a reference have nothing in common.
    if (grouped && reference !== '' && once.length > 1)
      entries.push({ ...about, at: once[0]!.at, content: { rows: once.map(({ cells }) => cells) } });
    else entries.push(...once.map(({ cells, at }) => ({ ...about, at, content: cells })));
  }
  return entries;
}

const LETTER = /\p{L}/gu;
const ACCENTED = /[\u00c0-\u00ff]/g;

/**
 * How many names look like Cyrillic that was read as a Western encoding: all but a few of their letters are accented.
 * None where that is a small part of the list: a name may be so by itself.
 */
function looksMisread(names: readonly string[]): number {
  const odd = names.filter((name) => {
    const letters = name.match(LETTER)?.length ?? 0;
    return letters >= 4 && (name.match(ACCENTED)?.length ?? 0) > letters * 0.6;
  }).length;
  return odd * 5 > names.length ? odd : 0;
}
