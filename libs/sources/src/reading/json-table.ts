import { keepingNames, MEMBER, sizeOf } from './budget.ts';
import { readJsonRecords } from './json-records.ts';
import type { PublishedFile, ReadLimits, RowContent } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';
import { tallying } from './tally.ts';
import { collapse, memberName } from './text.ts';

export interface JsonShape {
  encoding: string;
  /** A JSON pointer to the list of records. */
  records?: string;
  /** Paths that are read or left out on purpose, with all below them; others are counted as unknown. */
  known: readonly string[];
}

export interface JsonTable {
  rows: { cells: RowContent; at: string }[];
  unknown: Record<string, number>;
}

/** Reads JSON as a table: each record is a row, and members of its members are columns by their path, `name/full`. */
export async function readJsonTable(file: PublishedFile, limits: ReadLimits, shape: JsonShape): Promise<JsonTable> {
  const table: JsonTable = { rows: [], unknown: {} };
  const count = tallying(table.unknown);
  const keepName = keepingNames(limits);
  const known = new Set(shape.known);
  const isKnown = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
      if (known.has(path.slice(0, end))) return true;
    return false;
  };
  const { encoding, records: pointer } = shape;
  for await (const { text, line } of readJsonRecords(file.chunks, limits, { encoding, pointer })) {
    if (table.rows.length >= limits.rows)
      throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} records`);
    const cells = cellsOf(recordIn(text, line));
    const paths = Object.keys(cells);
    limits.keep(sizeOf(text) + MEMBER * paths.length, () => `line ${line}`);
    for (const path of paths) {
      if (isKnown(path)) continue;
      keepName(path, () => `line ${line}`);
      count(path);
    }
    if (paths.length > 0) table.rows.push({ cells, at: `record ${table.rows.length + 1}` });
  }
  return table;
}

type Parsed = string | boolean | null | Parsed[] | ParsedRecord;
interface ParsedRecord {
  [name: string]: Parsed;
}

function recordIn(text: string, line: number): ParsedRecord {
  try {
    // Numbers as they are printed: one of twenty figures is no number that a computer keeps.
    const value = JSON.parse(text, (_, member: unknown, context?: { source?: string }) =>
      typeof member === 'number' ? (context?.source ?? String(member)) : member,
    ) as Parsed;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, as what is no record.
  }
  throw new PublicationRejected(
    'malformed-json',
    `What begins at line ${line} is no JSON object: ${JSON.stringify(text.slice(0, 40))}. Is the file whole, and does the mapping say where its records stand?`,
  );
}

function cellsOf(record: ParsedRecord): RowContent {
  const cells: Record<string, string[]> = {};
  const add = (path: string, value: Parsed): void => {
    if (value === null) return;
    if (Array.isArray(value)) for (const item of value) add(path, item);
    else if (typeof value === 'object')
      for (const [name, member] of Object.entries(value))
        add(path === '' ? memberName(name) : `${path}/${name}`, member);
    else {
      const cell = collapse(String(value));
      if (cell !== '') (cells[path] ??= []).push(cell);
    }
  };
  add('', record);
  return Object.fromEntries(
    Object.entries(cells).map(([path, values]) => [path, values.length > 1 ? values : values[0]!]),
  );
}
