import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { useEmbeddedServer } from '#database';
import * as command from './support/command-line.ts';

// Real publications are not ours to hand on: they lie beside the repository where it is developed.
const DATA = resolve('../shared/data');
const isWanted = process.env.DEMARCHE_LONG === '1';
const present = existsSync(`${DATA}/us-ofac`);
if (isWanted && !present) process.stderr.write(`\n!!! SKIPPED: no real publications in ${DATA} !!!\n\n`);

const raw = async (file: string) => gunzipSync(await readFile(`${DATA}/${file}`)).toString();

/** Entries of the Security Council's list by their numbers, each with its day of listing, without our reader. */
const unEntries = async (day: string) =>
  new Map(
    (await raw(`un-sc/${day}/consolidated.xml.gz`))
      .split(/<(?:INDIVIDUAL|ENTITY)>/)
      .slice(1)
      .map((entry) => {
        const [, number] = /<REFERENCE_NUMBER>\s*(.*?)\.?\s*</.exec(entry)!;
        return [number!, /<LISTED_ON>\s*(.{10})/.exec(entry)?.[1]];
      }),
  );

interface Item {
  list: string;
  reference: string;
  status: string;
}

(isWanted && present ? describe : describe.skip)('the real history by docs/history-plan.yaml', () => {
  let home = '';
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await command.run(args, { DEMARCHE_HOME: home });
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  const ingestOnce = async () =>
    (await run('ingest-plan', 'docs/history-plan.yaml', '--root', DATA))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { list: string; publishedOn: string; events: number; toPosition: number });
  const standing = async (place: string, day: string) =>
    (JSON.parse(await run('designations', place, '--on', day, '--json')) as { items: Item[] }).items;
  const numbers = (items: Item[], status: string) =>
    items.flatMap((item) => (item.status === status ? [item.reference] : [])).sort();

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'demarche-history-'));
    await chmod(home, 0o755);
  });
  afterAll(async () => {
    await (await useEmbeddedServer(home)).release({ waitMs: 10_000 });
    await rm(home, { recursive: true, force: true });
  });

  it('goes in by its days, and once only', async () => {
    const once = await ingestOnce();
    const days = once.map(({ publishedOn }) => publishedOn);
    expect(days).toEqual(days.toSorted());
    const of = (each: string) => once.filter(({ list }) => list === each).length;
    expect(['us-ofac-sdn', 'us-ofac-nonsdn', 'un-sc', 'gb-ofsi', 'ca-sema'].map(of)).toEqual([143, 5, 48, 1, 2]);
    const twice = await ingestOnce();
    expect(twice.map(({ publishedOn }) => publishedOn)).toEqual(days);
    expect(twice.filter(({ events, toPosition }) => events > 0 || toPosition !== null)).toEqual([]);
  }, 1_800_000);

  it('knows who stood on OFAC’s list on the day of a scrape', async () => {
    const rows: string[][] = parse(await raw('us-ofac/2022-05-19/sdn.csv.gz'), { relax_column_count: true });
    const uids = rows.flatMap(([uid = '']) => (/^\d+$/.test(uid.trim()) ? [uid.trim()] : []));
    const items = (await standing('US', '2022-05-19')).filter(({ list }) => list === 'us-ofac-sdn');
    expect(numbers(items, 'listed')).toEqual(uids.sort());
    expect(numbers(items, 'uncertain')).toEqual([]);
  });

  it('knows who stood on the Security Council’s list between two publications, and of whom nobody knows', async () => {
    const [before, after] = [await unEntries('2017-07-03'), await unEntries('2018-06-07')];
    const sure = [...after].flatMap(([number, day]) => (before.has(number) || day! <= '2018-01-01' ? [number] : []));
    const items = await standing('UN', '2018-01-01');
    expect(numbers(items, 'listed')).toEqual(sure.sort());
    expect(numbers(items, 'uncertain')).toEqual([...before.keys()].filter((number) => !after.has(number)).sort());
  });
});
