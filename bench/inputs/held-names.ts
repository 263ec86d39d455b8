import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { sourceOf, type ListSource } from '#sources';

/** A listed party with all names that its list prints, the primary one first. */
export interface HeldEntity {
  list: string;
  reference: string;
  schema: string;
  names: string[];
}

/** The newest whole file of each list that lies beside the repository; a reader of ours takes it. */
const FILES: readonly (readonly [list: string, file: string])[] = [
  ['un-sc', 'un-sc/2025-04-19/UN.xml.gz'],
  ['us-ofac-sdn', 'us-ofac/2022-05-20/sdn.csv.gz'],
  ['us-ofac-nonsdn', 'us-ofac-nonsdn/2024-05-06/consolidated.xml'],
  ['gb-ofsi', 'gb-ofsi/2020-04-27/sample_hmt.csv.gz'],
  ['eu-fsf', 'eu-old-global/2016-02-11/data.xml.gz'],
  ['ca-sema', 'ca-sema/2022-03/sema-lmes.xml'],
];

const SCHEMAS: Record<string, string> = { person: 'Person', organization: 'Organization', vessel: 'Vessel' };

async function bytesOf(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

const NO_LIMIT = 1e12;

async function readList(source: ListSource, bytes: Buffer): Promise<HeldEntity[]> {
  const limits = {
    bytes: NO_LIMIT,
    archiveBytes: NO_LIMIT,
    files: 50,
    depth: 64,
    elements: NO_LIMIT,
    attributes: 64,
    text: 1e6,
    entry: NO_LIMIT,
    content: NO_LIMIT,
    rows: NO_LIMIT,
    milliseconds: NO_LIMIT,
    keep: () => {},
  };

  const chunks = async function* () {
    yield bytes;
  };
  const files = [{ name: '', head: bytes.subarray(0, 4_096).toString('latin1'), chunks: chunks() }];
  const format = source.formats.find((candidate) => candidate.recognises(files));
  if (!format) return [];
  const held: HeldEntity[] = [];
  for (const row of (await format.read(files, limits)).rows)
    try {
      const { reference, subject } = format.map(row, { publishedOn: '2026-11-27', known: () => undefined }).record;
      const names = [...new Set([subject.name, ...subject.aliases.map(({ name }) => name)])];
      held.push({ list: source.list, reference, schema: SCHEMAS[subject.type] ?? 'Airplane', names });
    } catch {
      // An entry that the list's own reader quarantines has no name to look for.
    }
  return held;
}

/** OFAC's aliases stand in a table of their own, under the number of their entry. */
async function addOfacAliases(folder: string, held: HeldEntity[]): Promise<void> {
  const file = join(folder, 'us-ofac/full-set-undated/alt.csv');
  if (!existsSync(file)) return;
  const byNumber = new Map(held.filter(({ list }) => list === 'us-ofac-sdn').map((it) => [it.reference, it]));
  const rows: string[][] = parse(await readFile(file), { relax_column_count: true, relax_quotes: true });
  for (const [number, , , name] of rows)
    if (name && !byNumber.get(number!)?.names.includes(name)) byNumber.get(number!)?.names.push(name);
}

/** All parties on the lists held in `folder` (`../shared/data`); a list whose file is missing is left out. */
export async function heldEntities(folder: string): Promise<HeldEntity[]> {
  const held: HeldEntity[] = [];
  for (const [list, file] of FILES)
    if (existsSync(join(folder, file)))
      held.push(...(await readList(sourceOf(list)!, await bytesOf(join(folder, file)))));
  await addOfacAliases(folder, held);
  return held;
}
