import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { ingestPublication } from '../../ingesting/ingest.ts';
import { unSc } from './source.ts';

// Real publications are not ours to hand on: they lie beside the repository where it is developed.
const DATA = resolve('../shared/data');
const UN = `${DATA}/un-sc`;
const present = existsSync(UN);
if (!present) process.stderr.write(`\n!!! SKIPPED: no real publications in ${UN} !!!\n\n`);

const ingest = (log: EventLog, file: string) =>
  ingestPublication({ log, artefacts: null }, unSc, createReadStream(file), {
    actor: 'test',
    observedAt: '2026-01-01T00:00:00Z',
  });

const EXCEPT = /2016-02-11|2016-03-07|malformed/;

async function filesIn(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  return paths.filter((path) => /\.(xml|gz)$/.test(path)).map((path) => `${folder}/${path}`);
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
}

/** The file as a plain search sees it: number, internal id and delisting of every entry. */
async function skim(file: string) {
  const text = await textOf(file);
  const one = (entry: string, name: string) =>
    (new RegExp(`<${name}>([^<]*)</${name}>`).exec(entry)?.[1] ?? '').trim().replace(/[\s.]+$/, '');
  const entries = text.match(/<(INDIVIDUAL|ENTITY)[\s>][\s\S]*?<\/\1>/g)!.map((entry) => ({
    reference: one(entry, 'REFERENCE_NUMBER'),
    dataId: one(entry, 'DATAID'),
    delisted: entry.includes('<DELISTED_ON>'),
  }));
  return { file, generatedAt: /dateGenerated=["']([^"']*)/.exec(text)![1]!, entries };
}
type Skimmed = Awaited<ReturnType<typeof skim>>;

/** What came and went, said as simply as can be. */
function compare(before: Skimmed['entries'], after: Skimmed['entries']) {
  const listed = before.filter(({ delisted }) => !delisted);
  const references = new Set(after.map(({ reference }) => reference));
  // An end that is no longer printed is taken back: that is no new designation.
  const known = new Set(before.map(({ reference }) => reference));
  const gone = listed.filter(({ reference }) => !references.has(reference));
  const come = after.filter(({ reference, delisted }) => !delisted && !known.has(reference));
  const ids = new Set(come.map(({ dataId }) => dataId));
  const reidentified = gone.filter(({ dataId }) => ids.has(dataId)).length;
  const marked = after.filter(
    ({ delisted, reference }) => delisted && !before.some((old) => old.reference === reference && old.delisted),
  ).length;
  return {
    designated: come.length - reidentified,
    delisted: gone.length - reidentified + marked,
    reidentified,
  };
}

(present ? describe : describe.skip)('the real publications', () => {
  it('go in one after another and agree with a plain comparison', async () => {
    const files = (await filesIn(UN)).filter((file) => !EXCEPT.test(file));
    const skimmed = (await Promise.all(files.map(skim))).sort((a, b) =>
      a.generatedAt + a.file < b.generatedAt + b.file ? -1 : 1,
    );
    expect(skimmed).toHaveLength(25);
    const log = createMemoryEventLog();
    let before: Skimmed['entries'] = [];
    const amended: Record<string, number> = {};
    for (const { file, entries, generatedAt } of skimmed) {
      const report = await ingest(log, file);
      expect([file, report]).toMatchObject([
        file,
        { ...compare(before, entries), publishedOn: generatedAt.slice(0, 10), quarantined: 0, rejected: null },
      ]);
      amended[report.publishedOn!] = report.amended;
      before = entries;
    }
    const ingested = await log.read({ after: 0, limit: 100_000, type: 'ListPublicationIngested' });
    const unknown = ingested.flatMap(({ data }) => Object.keys('unknown' in data ? (data.unknown ?? {}) : {}));
    // No part of the files; only "Sudan/or South Sudan" and the like.
    expect(unknown.filter((what) => !what.startsWith('country: '))).toEqual([]);
    expect(new Set(unknown).size).toBeLessThan(60);
    // The export moved birth dates and dropped second birth places in between: no storm may come of that.
    expect(amended['2024-09-21']).toBeLessThan(220);
    expect(amended['2025-04-19']).toBeLessThan(40);
    expect(amended['2019-07-30']).toBeLessThan(100);
  });

  it('say nothing the second time', async () => {
    const log = createMemoryEventLog();
    await ingest(log, `${UN}/2020-11-24/consolidated.xml.gz`);
    const head = await log.head();
    expect(await ingest(log, `${UN}/2020-11-24/consolidated.xml.gz`)).toMatchObject({ events: 0, toPosition: null });
    expect(await log.head()).toBe(head);
    // The same content of another day.
    expect(await ingest(log, `${UN}/2020-11-30/consolidated.xml.gz`)).toMatchObject({ events: 0, unchanged: 1018 });
  });

  it('keep every entry over the renumbering of 2014/15', async () => {
    const log = createMemoryEventLog();
    const folder = `${DATA}/un-sc-committee`;
    const before = await skim(`${folder}/2014-11-19/AQList-2014-11-19.xml`);
    const after = await skim(`${folder}/2015-02-19/1267.xml`);
    expect((await ingest(log, before.file)).designated).toBe(301);
    const report = await ingest(log, after.file);
    // 268 kept their internal id. A plain comparison takes 31 others for gone and new: name and day of listing tell.
    const plain = compare(before.entries, after.entries);
    expect(plain).toEqual({ reidentified: 268, designated: 36, delisted: 33 });
    expect(report).toMatchObject({ reidentified: 299, designated: 5, delisted: 2, rejected: null });
    const kinds = (await log.read({ after: 0, limit: 10_000, type: 'DesignationReidentified' })).map(
      ({ data }) => 'evidence' in data && data.evidence[0]!.kind,
    );
    expect(kinds.filter((kind) => kind === 'source-id')).toHaveLength(268);
  });

  it("of single committees leave the others' entries alone, over the renumbering too", async () => {
    const files = [...(await filesIn(UN)), ...(await filesIn(`${DATA}/un-sc-committee`))];
    const skimmed = (await Promise.all(files.filter((file) => !EXCEPT.test(file)).map(skim)))
      .filter(({ generatedAt }) => generatedAt < '2015-04')
      .sort((a, b) => (a.generatedAt + a.file < b.generatedAt + b.file ? -1 : 1));
    expect(skimmed).toHaveLength(28);
    const log = createMemoryEventLog();
    for (const { file } of skimmed)
      expect([file, await ingest(log, file)]).toMatchObject([file, { rejected: null, quarantined: 0 }]);
    const all = await log.read({ after: 0, limit: 100_000 });
    const delisted = all.filter(({ type }) => type.endsWith('Delisted')).map(({ data }) => data.source.publishedOn);
    // Two of Al-Qaida's at the turn of the year, five on 16 March: nobody by a file that does not speak of them.
    expect(delisted).toEqual([...Array(2).fill('2015-01-02'), ...Array(5).fill('2015-03-16')]);
    expect(all.filter(({ type }) => type.endsWith('Designated'))).toHaveLength(1052);
  });

  it.each([
    ['2019-07-29-malformed', 'encoding'],
    ['2024-10-16-malformed', 'malformed-xml'],
    ['2016-02-11', 'shrinks'],
    // Made-up numbers in a real frame: every real entry would be gone.
    ['2016-03-07', 'shrinks'],
  ])('are refused where they are none: %s', async (folder, code) => {
    const log = createMemoryEventLog();
    await ingest(log, `${UN}/2015-03-27/consolidated.xml.gz`);
    const head = await log.head();
    const [file] = await filesIn(`${UN}/${folder}`);
    expect(await ingest(log, file!)).toMatchObject({ events: 0, rejected: { code } });
    expect(await log.head()).toBe(head + 1);
  });

  it('of other lists are refused', async () => {
    const others = ['us-ofac', 'us-ofac-enhanced', 'us-ofac-nonsdn', 'eu-fsf', 'gb-ofsi', 'ca-sema', 'eu-old-global'];
    const log = createMemoryEventLog();
    let tried = 0;
    for (const other of others.filter((name) => existsSync(`${DATA}/${name}`)))
      for (const file of await filesIn(`${DATA}/${other}`)) {
        tried++;
        expect([file, await ingest(log, file)]).toMatchObject([
          file,
          { events: 0, rejected: { code: expect.any(String) } },
        ]);
      }
    expect(tried).toBeGreaterThan(3);
  });
});
