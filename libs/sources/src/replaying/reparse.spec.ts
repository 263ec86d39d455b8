import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { deciderOf, fold, lineOf, segmentOn, type DomainCommand, type KnownDesignationEvent } from '#domain';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { createTemporaryDatabase } from '#testing';
import { createPostgresArtefacts, type Artefacts } from '../keeping/artefacts.ts';
import { sourceOf } from '../catalogue.ts';
import { sourcesMigrations } from '../index.ts';
import { ingestPublication } from '../ingesting/ingest.ts';
import type { ListSource, MappedEntry } from '../list-source.ts';
import { reparseList } from './reparse.ts';
import { inPieces } from '../spec-kit/given-list.ts';
import { manyEntries, sdnCsv, type SampleEntry } from '../spec-kit/us-ofac.ts';
import { verifyArtefacts } from './verify.ts';

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let pool: Pool;
let artefacts: Artefacts;

beforeAll(async () => {
  database = await createTemporaryDatabase([sourcesMigrations]);
  pool = createPool({ url: database.url, role: 'demarche_writer', name: 'test' });
  artefacts = createPostgresArtefacts(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const better = sourceOf('us-ofac-sdn')!;

/** The reader as it might have been: it knows nothing of births, and takes every vessel for an organization. */
const poorer: ListSource = {
  ...better,
  formats: better.formats.map((format) => ({
    ...format,
    reader: format.reader.replace(/\d+$/, '0'),
    map(row, context): MappedEntry {
      const entry = format.map(row, context);
      const { birthDates: _, type, ...subject } = entry.record.subject;
      const known0 = type === 'vessel' ? 'organization' : type;
      return { ...entry, record: { ...entry.record, subject: { ...subject, type: known0 } } };
    },
  })),
};

const person = (uid: number, born: string): SampleEntry => ({ uid, type: 'individual', remarks: `DOB ${born}.` });
const others = manyEntries(30);
const PUBLICATIONS: [day: string, entries: SampleEntry[]][] = [
  ['2024-01-01', [person(1, '01 Jan 1960'), person(2, '02 Feb 1970'), { uid: 3, type: 'vessel' }, ...others]],
  // Only the birth date of the second is another: the poorer reader sees nothing.
  ['2024-02-01', [person(1, '01 Jan 1960'), person(2, '03 Mar 1970'), { uid: 3, type: 'vessel' }, ...others]],
  ['2024-03-01', [person(2, '03 Mar 1970'), { uid: 3, type: 'vessel' }, ...others]],
];
const OPTIONS = { actor: 'test', observedAt: '2026-01-01T00:00:00Z' };

async function logReadBy(source: ListSource): Promise<EventLog> {
  const log = createMemoryEventLog();
  for (const [publishedOn, entries] of PUBLICATIONS)
    await ingestPublication({ log, artefacts }, source, inPieces(sdnCsv(entries)), { ...OPTIONS, publishedOn });
  return log;
}

const reparse = (log: EventLog, more: { dryRun?: boolean } = {}) =>
  reparseList({ log, artefacts }, better, { ...OPTIONS, observedAt: '2026-02-02T00:00:00Z', ...more });

const DAYS = ['2023-12-31', '2024-01-01', '2024-01-15', '2024-02-01', '2024-02-15', '2024-03-01', '2025-01-01'];

/** What a designation's answer is on days between and on the publications. */
async function answersIn(log: EventLog, uid: number) {
  const line = lineOf((await log.readStream(`designation-us-ofac-sdn:${uid}`)) as unknown as KnownDesignationEvent[]);
  return DAYS.map((day) => {
    const { status, possible, since, until, record } = segmentOn(line, day);
    return { day, status, possible, since, until, record };
  });
}

describe('reading anew', () => {
  it('makes the history what the better reader would have made of it', async () => {
    const [log, ideal] = [await logReadBy(poorer), await logReadBy(better)];
    const before = await log.head();
    const report = await reparse(log);
    // Corrected: two persons, three publications whose reader is another and one whose count is; the vessel comes and goes.
    expect(report).toMatchObject({ publications: 3, corrected: 5, retracted: 1, added: 2, left: [] });
    expect([report.fromPosition, report.toPosition]).toEqual([before + 1, await log.head()]);
    for (const uid of [1, 2, 3, 1000]) expect(await answersIn(log, uid)).toEqual(await answersIn(ideal, uid));
    const events = await log.read({ after: before, limit: 100 });
    expect(new Set(events.map(({ data }) => data.cause))).toEqual(new Set(['reparse']));
    expect((await log.readStream('list-us-ofac-sdn')).at(-1)).toMatchObject({
      type: 'EventCorrected',
      data: { changes: { reader: 'us-ofac-sdn-csv/1' }, why: expect.stringContaining('us-ofac-sdn-csv/0') },
    });
  });

  it('says nothing the second time, and leaves nothing for the next publication to say', async () => {
    const log = await logReadBy(poorer);
    await reparse(log);
    const head = await log.head();
    expect(await reparse(log)).toMatchObject({ corrected: 0, retracted: 0, added: 0, toPosition: null });
    expect(await log.head()).toBe(head);
    const next = await ingestPublication({ log, artefacts }, better, inPieces(sdnCsv(PUBLICATIONS[2]![1])), {
      ...OPTIONS,
      publishedOn: '2024-04-01',
    });
    expect(next).toMatchObject({ events: 0, amended: 0, delisted: 0, rejected: null });
    const { damaged, missing, reread } = await verifyArtefacts({ log, artefacts, lists: [better] });
    expect({ damaged, missing }).toEqual({ damaged: [], missing: [] });
    expect(reread.map(({ differing }) => differing)).toEqual([[], [], []]);
  });

  it('is not taken for news where a publication comes before it', async () => {
    const log = await logReadBy(poorer);
    const changed = [
      { ...person(2, '03 Mar 1970'), title: 'Treasurer' },
      { uid: 3, type: 'vessel' as const },
      ...others,
    ];
    const options = { ...OPTIONS, publishedOn: '2024-04-01' };
    const next = await ingestPublication({ log, artefacts }, better, inPieces(sdnCsv(changed)), options);
    expect(next).toMatchObject({ amended: 1, designated: 0, delisted: 0, rejected: null });
    const told = (await log.readStream('designation-us-ofac-sdn:2')).slice(1);
    expect(told.map(({ data }) => [data.cause, 'patch' in data && data.patch.map(({ path }) => path)])).toEqual([
      ['reparse', ['/subject/birthDates']],
      // The birth date did change, in February, since the row that was recorded last.
      ['source', ['/subject/birthDates', '/subject/positions']],
    ]);
  });

  it('only tells what it would do when asked to try', async () => {
    const log = await logReadBy(poorer);
    const head = await log.head();
    expect(await reparse(log, { dryRun: true })).toMatchObject({ added: 2, toPosition: null });
    expect(await log.head()).toBe(head);
  });

  it('touches nothing that a person has decided', async () => {
    const log = await logReadBy(poorer);
    const stream = 'designation-us-ofac-sdn:2';
    const recorded = await log.readStream(stream);
    const correct = {
      type: 'CorrectEvent',
      data: {
        authority: 'US',
        effective: '2024-01-01',
        observedAt: OPTIONS.observedAt,
        cause: 'correction',
        source: { publisher: 'A reader of passports', kind: 'press' },
        confidence: 'reported',
        list: 'us-ofac-sdn',
        reference: '2',
        of: recorded[0]!.id,
        why: 'Born elsewhere',
        changes: { '/record/subject/birthDates': [{ date: '1971' }] },
      },
    } as unknown as DomainCommand;
    const decider = deciderOf(stream);
    const events = decider.decide(correct, fold(decider, recorded));
    await log.append({ id: '6b1c0a8e-0c56-4a35-9a51-0a4f2d1c8e11', streams: [{ stream, expected: 1, events }] });
    const { left } = await reparse(log);
    expect(left).toEqual([{ stream, why: expect.stringContaining('a person has corrected it') }]);
    const answers = await answersIn(log, 2);
    // A set: what the publication changed is added to what the person knew.
    expect(answers.map(({ record }) => record?.subject.birthDates?.map(({ date }) => date))).toEqual([
      ['1971'],
      ['1971'],
      ['1971'],
      ...Array.from({ length: 4 }, () => ['1971', '1970-03-03']),
    ]);
  });

  it('needs every file, and says which is missing', async () => {
    const log = createMemoryEventLog();
    const lost = sdnCsv([{ uid: 77 }, ...others]);
    await ingestPublication({ log, artefacts: null }, better, inPieces(lost), {
      ...OPTIONS,
      publishedOn: '2024-01-05',
    });
    await expect(reparse(log)).rejects.toThrow(/2024-01-05 .* is not kept; ingest it once more/);
    await ingestPublication({ log, artefacts }, better, inPieces(lost), { ...OPTIONS, publishedOn: '2024-01-05' });
    expect(await reparse(log)).toMatchObject({ publications: 1, added: 0 });
  });
});

// Real publications are not ours to hand on: they lie beside the repository where it is developed.
const DATA = resolve('../shared/data');
const present = existsSync(DATA);
if (!present) process.stderr.write(`\n!!! SKIPPED: no real publications in ${DATA} !!!\n\n`);

(present ? describe : describe.skip)('real publications', () => {
  const MADE_UP = /2016-02-11|2016-03-07|malformed/;
  it.each([
    ['un-sc', `${DATA}/un-sc-committee`, `${DATA}/un-sc`],
    ['us-ofac-nonsdn', `${DATA}/us-ofac-nonsdn`],
    ['ca-sema', `${DATA}/ca-sema`],
    ['gb-ofsi', `${DATA}/gb-ofsi/2020-04-27`],
  ])('read anew say what the log of %s says', async (list, ...folders) => {
    const source = sourceOf(list)!;
    const log = createMemoryEventLog();
    for (const folder of folders)
      for (const name of (await readdir(folder, { recursive: true }))
        .filter((each) => /\.(xml|csv|gz)$/.test(each))
        .sort()) {
        if (MADE_UP.test(name)) continue;
        await ingestPublication({ log, artefacts }, source, createReadStream(join(folder, name)), {
          ...OPTIONS,
          force: 'It is real',
          backfill: true,
          publishedOn: /\d{4}-\d\d(-\d\d)?/.exec(join(folder, name))![0].padEnd(10, '-01'),
        });
      }
    expect(await reparseList({ log, artefacts }, source, OPTIONS)).toMatchObject({
      corrected: 0,
      retracted: 0,
      added: 0,
      left: [],
    });
    const { reread, damaged } = await verifyArtefacts({ log, artefacts, lists: [source] }, { sample: 4 });
    expect(damaged).toEqual([]);
    expect(reread.map(({ publishedOn, differing }) => ({ publishedOn, differing }))).toEqual(
      reread.map(({ publishedOn }) => ({ publishedOn, differing: [] })),
    );
  });
});
