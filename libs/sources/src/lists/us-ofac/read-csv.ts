import { readCsv, readLooseCsv } from '../../reading/csv.ts';
import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { PublicationRejected } from '../../reading/rejection.ts';
import { collapse, words } from '../../reading/text.ts';
import { rejectOtherOfacList, type OfacList } from './which-list.ts';

/** The files of one set by what they hold; the table of entries is there always. */
export type OfacTable = 'main' | 'alt' | 'add' | 'comments';
const NAMES: Record<OfacTable, RegExp> = {
  main: /^(sdn|cons_prim)\.(csv|del|pip)$/,
  alt: /^(alt|cons_alt)\.csv$/,
  add: /^(add|cons_add)\.csv$/,
  comments: /^(sdn_comments|cons_comments)\.csv$/,
};
export const COLUMNS: Record<OfacTable, string[]> = {
  main: words('ent_num SDN_Name SDN_Type Program Title Call_Sign Vess_type Tonnage GRT Vess_flag Vess_owner Remarks'),
  alt: words('ent_num alt_num alt_type alt_name alt_remarks'),
  add: words('ent_num add_num address city_state_zip country add_remarks'),
  comments: words('ent_num comments'),
};

/** Known and left out on purpose: numbers of names and addresses. */
export const LEFT_OUT = ['alt_num', 'add_num'];

const NULL = new Set(['-0- ', '-0-', '']);

/** Which of the tables a file is, by its name inside an archive. */
export const tableOf = ({ name }: PublishedFile): OfacTable | undefined =>
  (Object.keys(NAMES) as OfacTable[]).find((table) => NAMES[table].test(name));

/** Reads OFAC's delimited files: one row per entry, with its further names and addresses inside. There is no date. */
export async function readDelimited(
  tables: Partial<Record<OfacTable, PublishedFile>> & { main: PublishedFile },
  limits: ReadLimits,
  list: OfacList,
): Promise<ReadPublication> {
  const rows: SourceRow[] = [];
  const byNumber = new Map<string, RowContent>();
  const unknown: Record<string, number> = {};
  const programs: string[][] = [];

  await readCsv(tables.main.chunks, limits, {}, (fields, line) => {
    const row = rowIn('main', fields);
    if (!row)
      throw new PublicationRejected(
        'wrong-columns',
        `Line ${line} has ${fields.length} columns and begins with ${JSON.stringify(fields[0]!.slice(0, 20))}; the list has ${COLUMNS.main.length} and begins with a number. Is the file whole, and separated by commas?`,
      );
    const { number, content } = row;
    byNumber.set(number, content);
    programs.push(typeof content.Program === 'string' ? programsIn(content.Program) : []);
    rows.push({ reference: number, at: `line ${line}`, content });
  });
  rejectOtherOfacList(programs, list);
  for (const table of ['comments', 'alt', 'add'] as const)
    if (tables[table])
      for (const { number, content } of await readSideTable(table, tables[table], limits, unknown)) {
        const entry = byNumber.get(number);
        if (!entry) unknown[`${table}: row of no entry`] = (unknown[`${table}: row of no entry`] ?? 0) + 1;
        else if (table === 'comments') entry.comments = content.comments ?? '';
        else ((entry[table] ??= []) as RowContent[]).push(content);
      }
  return { rows, unknown };
}

/** `FTO] [SDGT` are two. */
export const programsIn = (printed: string): string[] =>
  printed
    .split(/\]\s*\[/)
    .map((program) => collapse(program.replace(/^\[|\]$/g, '')))
    .filter((program) => program !== '');

/** How many rows of a side table may make no sense before the table itself must be damaged. */
const BAD_ROWS = 10;
const BAD_SHARE = 0.05;

/**
 * Reads a table of further names, addresses or remarks. One bad row of it does not cost the list: it is left out and
 * counted. Many mean that the file is damaged or another one.
 */
async function readSideTable(
  table: Exclude<OfacTable, 'main'>,
  file: PublishedFile,
  limits: ReadLimits,
  unknown: Record<string, number>,
): Promise<OfacRow[]> {
  const rows: OfacRow[] = [];
  let bad = 0;
  let firstBad = 0;
  await readLooseCsv(file.chunks, limits, (fields, line) => {
    const row = fields && rowIn(table, fields);
    if (row) rows.push(row);
    else if (bad++ === 0) firstBad = line;
  });
  if (bad > BAD_ROWS && bad > (rows.length + bad) * BAD_SHARE)
    throw new PublicationRejected(
      'wrong-columns',
      `${bad} of ${rows.length + bad} rows of ${table}.csv make no sense, the first at line ${firstBad}; it has ${COLUMNS[table].length} columns and begins with a number. Is the file whole, and separated by commas?`,
    );
  if (bad > 0) unknown[`${table}: row that makes no sense`] = bad;
  return rows;
}

interface OfacRow {
  number: string;
  content: RowContent;
}

/** The fields by their names; undefined where there are more or fewer, or no number in front. */
function rowIn(table: OfacTable, fields: readonly string[]): OfacRow | undefined {
  const [, ...names] = COLUMNS[table];
  const number = fields[0]!.trim();
  if (fields.length !== names.length + 1 || !/^\d{1,12}$/.test(number)) return undefined;
  const content: RowContent = {};
  for (let i = 0; i < names.length; i++) {
    const field = fields[i + 1]!;
    if (NULL.has(field)) continue;
    const value = collapse(field);
    if (!NULL.has(value)) content[names[i]!] = value;
  }
  return { number, content };
}
