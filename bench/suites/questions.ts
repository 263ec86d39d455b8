import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { addDays, type DomainEvent } from '#domain';
import { readDossier, recordDossier } from '#dossiers';
import { createLogTransport } from '#messaging';
import {
  ANSWERING,
  answerDesignations,
  answerThread,
  countriesOn,
  createAsOfIndex,
  designationsByIds,
  readModels,
  type ReadSide,
} from '#read-models';
import { rebuildAll, runReadModels } from '#subscriptions';
import { sample, sampleSource } from '#testing';
import { openListStore, type ListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { memoryFilled } from './memory-filled.ts';
import { askChild, startChild } from '../children/child.ts';
import type { LoadResult } from '../children/http-load.ts';
import { installPeers } from '../peers/peers.ts';
import { projectAll, quiet } from './project.ts';
import { atLeast, atMost, percentile, rounded, timed } from '../report.ts';
import { fill } from '../inputs/sample-log.ts';

const DESIGNATIONS = 20_000;
const EVENTS = 100_000;
const REACTIONS = 1_000;
const FACTS = 500;
const CORRECTIONS = 200;
const ASKED = 300;
const XX = { list: 'xx-bench', authority: 'XX' };

/** Each designation is told five times: listed, renamed, suspended, in force again, renamed once more. */
function eventOf(n: number): { stream: string; event: DomainEvent } {
  const reference = `B.${n % DESIGNATIONS}`;
  const day = (offset: number) => addDays('2010-01-01', (((n % DESIGNATIONS) * 7) % 1_500) + offset);
  const round = Math.floor(n / DESIGNATIONS);
  const event = [
    () => sample.designated(reference, day(0), XX),
    () => sample.renamed(reference, day(400), `Party ${n}`, XX),
    () => sample.suspended(reference, day(800), XX),
    () => sample.reinstated(reference, day(1_200), XX),
    () => sample.renamed(reference, day(1_600), `Party ${n}`, XX),
  ][round]!();
  return { stream: `designation-xx-bench:${reference}`, event };
}

/** Milliseconds of questions at scale; see docs/figures.md for what is to be reached. */
export async function benchQuestions() {
  await installPeers();
  return withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    const store = await openListStore(url, 'bench');
    const { log, projector: pool, reader } = store;
    await log.append({
      id: randomUUID(),
      streams: [{ stream: 'list-xx-bench', expected: 'any', events: [sample.registered(XX)] }],
    });
    await fill(log, EVENTS, eventOf);
    await projectAll({ pool, log });
    await pool.query('vacuum analyze').catch(() => undefined);

    const head = await log.head();
    const random = (n: number) => Math.floor(Math.random() * n);
    const asOf = () => ({ on: addDays('2010-01-01', random(3_500)), knownAt: random(head), position: head });
    const tables = { pool: reader, log, progress: store.progress };
    const index = createAsOfIndex(reader);
    const filled = await timed(() => index.upTo(head));
    const held = index.size()!;
    const p95 = async (question: () => Promise<unknown>) => {
      const times: number[] = [];
      for (let i = 0; i < ASKED; i++) times.push((await timed(question)).seconds * 1_000);
      return rounded(percentile(times, 0.95));
    };
    const measured = async (readSide: ReadSide) => ({
      page: await p95(() => answerDesignations(readSide, asOf(), { authority: 'XX' }, { limit: 50 })),
      counts: await p95(() => countriesOn(readSide, asOf(), 'XX')),
    });
    const { page, counts } = await measured({ ...tables, index });
    const ofTables = await measured(tables);
    const pages: { at: ReturnType<typeof asOf>; ids: string[] }[] = [];
    for (let i = 0; i < ASKED; i++) {
      const at = asOf();
      const items =
        (await answerDesignations({ ...tables, index }, at, { authority: 'XX' }, { limit: 50 }))?.items ?? [];
      pages.push({ at, ids: items.map(({ value }) => value.id) });
    }
    const byKey = await p95(() => designationsByIds(reader, pages[0]!.ids, pages.shift()!.at));

    const thread = await measureThread(store, p95);
    const dossier = await timed(() =>
      recordDossier(log, readDossier('bench.yaml', dossierOf(FACTS)), {
        actor: 'bench',
        observedAt: new Date().toISOString(),
      }),
    );
    await projectAll({ pool, log });
    const correction = await measureCorrections(store);

    const api = await startChild<{ url: string }>('api', { url });
    const shown = await fetch(`${api.answer.url}/v1/countries/XX/designations?limit=50&on=2012-06-05`);
    const bare = await startChild<{ url: string }>('bare', { body: await shown.text() });
    await memoryFilled(api.answer.url);
    const load = { status: 200, seconds: 4, connections: 10 };
    const bareRoute = { ...load, url: `${bare.answer.url}/v1/countries/XX/designations` };
    const anyPages = { path: '/v1/countries/XX/designations?limit=50', head };
    const http = await askChild<LoadResult>('load', { ...load, url: api.answer.url, anyPages });
    const bareHttp = await askChild<LoadResult>('load', bareRoute);
    await bare.stop();
    await api.stop();

    const rebuilt = await timed(async () => {
      for (const { readModel, swapped } of await rebuildAll(pool, log, readModels(log)))
        if (!swapped) throw new Error(`${readModel} came out different`);
    });
    await store.close();
    const figures = {
      'page p95': page,
      'fifty by key p95': byKey,
      'page over HTTP p99': http.p99,
      'pages over HTTP, times the bare route': rounded(http.perSecond / bareHttp.perSecond),
      'pages over HTTP a second': rounded(http.perSecond),
      'counts p95': counts,
      'of the tables: page p95, counts p95': [ofTables.page, ofTables.counts],
      'index filled, s': rounded(filled.seconds),
      'index, rows, MB': [held.rows, rounded(held.bytes / 1e6)],
      'thread p95': thread,
      'dossier, s': rounded(dossier.seconds),
      'correction visible p99': correction,
      'rebuild all, s': rounded(rebuilt.seconds),
      'peak memory, MB': Math.round(process.resourceUsage().maxRSS / 1_024),
    };
    return {
      unit: 'ms',
      designations: DESIGNATIONS,
      events: EVENTS,
      figures,
      goals: [
        atMost('a page at any (D, K) ≤ 5 ms', page, 5),
        atMost('≤ 3 × the same fifty by key', page / byKey, 3),
        atMost('over HTTP, ten callers, p99 ≤ 40 ms', http.p99, 40),
        atLeast('≥ 0.5 × the bare route', http.perSecond / bareHttp.perSecond, 0.5),
        atMost('counts ≤ 10 ms', counts, 10),
        atMost('a thread of 1,000 ≤ 20 ms', thread, 20),
        atMost('a dossier of 500 facts ≤ 2 s', dossier.seconds, 2),
        atMost('a correction visible p99 ≤ 50 ms', correction, 50),
        atMost('rebuild of all ≤ 15 s', rebuilt.seconds, 15),
      ],
    };
  });
}

const told = (more: object) => ({
  authority: 'XX',
  effective: '2024-01-02',
  observedAt: '2026-01-01T00:00:00.000Z',
  source: sampleSource(),
  cause: 'analyst',
  confidence: 'confirmed',
  ...more,
});

async function measureThread(
  { log, projector: pool, reader, progress }: ListStore,
  p95: (question: () => Promise<unknown>) => Promise<number>,
) {
  const root = (await log.find(2))!;
  const streams = Array.from({ length: REACTIONS }, (_, n) => ({
    stream: `statement-bench-${n}`,
    expected: 'none' as const,
    events: [
      {
        type: 'StatementIssued',
        schemaVersion: 1,
        data: told({
          statement: `bench-${n}`,
          issuer: { name: 'N. N.' },
          summary: 'It is welcome',
          about: {},
          inReactionTo: root.id,
        }),
      } as DomainEvent,
    ],
  }));
  await log.append({ id: randomUUID(), streams });
  await projectAll({ pool, log });
  const position = await log.head();
  return p95(() => answerThread({ log, pool: reader, progress }, { knownAt: position, position }, root.id));
}

function dossierOf(facts: number): Uint8Array {
  const lines = Array.from(
    { length: facts },
    (_, n) => `  - { designated: p${n}, list: xx-dossier, on: 2020-01-02, source: s }`,
  );
  const parties = Array.from({ length: facts }, (_, n) => `  p${n}: { name: Party ${n} }`);
  const text = `dossier: bench
sources: { s: { publisher: Bench, kind: authority } }
lists:
  - { id: xx-dossier, authority: XX, name: Bench, on: 2020-01-01, source: s, coverage: { complete: false } }
parties:
${parties.join('\n')}
facts:
${lines.join('\n')}
`;
  return new TextEncoder().encode(text);
}

/** From the append of a correction until all read models have it. */
async function measureCorrections({ log, projector: pool, progress }: ListStore): Promise<number> {
  const stop = new AbortController();
  const transport = createLogTransport(log, quiet);
  const running = runReadModels(readModels(log), { pool, transport, claim: 'wait', signal: stop.signal });
  await progress.waitFor(ANSWERING, await log.head(), 30_000);
  const times: number[] = [];
  for (let n = 0; n < CORRECTIONS; n++) {
    const target = (await log.find(2 + n))!;
    const event = sample.corrected(`B.${n}`, target.id, { effective: '2009-12-31' }, XX);
    const { seconds } = await timed(async () => {
      const result = await log.append({
        id: randomUUID(),
        streams: [{ stream: target.stream, expected: 'any', events: [event] }],
      });
      if (result.status === 'conflict') throw new Error('An append that expects nothing was refused');
      await progress.waitFor(ANSWERING, result.to, 5_000);
    });
    times.push(seconds * 1_000);
    await setTimeout(5);
  }
  stop.abort();
  await running;
  return rounded(percentile(times, 0.99));
}
