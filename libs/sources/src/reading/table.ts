import { readCsv, type CsvOptions } from './csv.ts';
import type { PublishedFile, ReadLimits } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';
import { collapse, memberName } from './text.ts';

/** The cells of a row that are not empty, by the name of their column. */
export type Cells = Record<string, string>;

export interface TableShape extends CsvOptions {
  /** Columns without which the file is another one. */
  required: readonly string[];
  /** Columns that are read or left out on purpose; others are counted as unknown. */
  known: readonly string[];
  /** Lines before the header, each as its fields. */
  preamble?: number;
  /** The column that a line of which only the first cell is filled gives to the lines below it. */
  heading?: string;
}

export interface Table {
  preamble: string[][];
  /** The names of its columns. */
  header: readonly string[];
  rows: { cells: Cells; at: string }[];
  unknown: Record<string, number>;
}

/** Reads a table with a header. Columns are known by their names, whatever their order. */
export async function readTable(file: PublishedFile, limits: ReadLimits, shape: TableShape): Promise<Table> {
  const table: Table = { preamble: [], header: [], rows: [], unknown: {} };
  let header: string[] | undefined;
  let headed = '';
  await readCsv(file.chunks, limits, shape, (fields, line) => {
    if (table.preamble.length < (shape.preamble ?? 0)) return void table.preamble.push(fields.map(collapse));
    if (!header) return void (header = headerOf(fields.map(collapse).map(memberName), shape, line));
    if (fields.length === 1 && fields[0]!.trim() === '') return;
    if (shape.heading !== undefined && isHeading(fields)) return void (headed = collapse(fields[0]!));
    if (fields.length !== header.length)
      throw new PublicationRejected(
        'wrong-columns',
        `Line ${line} has ${fields.length} columns, the header ${header.length}. A comma or a quotation mark is missing: fetch the file again`,
      );
    const cells: Cells = headed === '' ? {} : { [memberName(collapse(shape.heading!))]: headed };
    for (const [i, name] of header.entries()) {
      const value = collapse(fields[i]!);
      if (value === '') continue;
      cells[name] = value;
      if (!shape.known.includes(name)) table.unknown[name] = (table.unknown[name] ?? 0) + 1;
    }
    if (Object.keys(cells).length > (headed === '' ? 0 : 1)) table.rows.push({ cells, at: `line ${line}` });
  });
  if (!header) throw new PublicationRejected('wrong-columns', 'It has no header. Fetch the file again');
  return { ...table, header };
}

const isHeading = ([first, ...others]: string[]): boolean =>
  first!.trim() !== '' && others.every((field) => field.trim() === '');

function headerOf(names: string[], { required }: TableShape, line: number): string[] {
  const missing = required.filter((name) => !names.includes(name));
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (missing.length > 0)
    throw new PublicationRejected(
      'wrong-columns',
      `The header at line ${line} has no ${missing.map((name) => JSON.stringify(name)).join(', ')}; it begins with ${JSON.stringify(names.slice(0, 4).join(',').slice(0, 80))}. Is it this list, and separated as it should be?`,
    );
  if (twice !== undefined)
    throw new PublicationRejected('wrong-columns', `The header at line ${line} has ${JSON.stringify(twice)} twice`);
  return names;
}
