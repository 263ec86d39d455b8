import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createKeys } from '#access';
import type { Screening } from '#contract';
import { openListStore } from '#sources';
import { sample } from '#testing';
import { startChild } from '../children/child.ts';
import { heldEntities } from '../inputs/held-names.ts';
import { manyNames } from '../inputs/many-names.ts';
import { fill } from '../inputs/sample-log.ts';
import { atLeast, atMost, percentile, rounded } from '../report.ts';
import { withServer } from './bench-server.ts';
import { projectAll } from './project.ts';

const NAMES = 250_000;
const ENTITIES = 40_000;
const QUERIES = 600;
const BATCHES = 100;
const CUSTOMERS = 4_000;
/** Names in the long query of yente's own example of a batch. */
const LONG = 20;
/** As many callers as keep the one process that answers busy: its rate is that of a core. */
const CALLERS = 4;
const FOUR = 'per_second of four callers';

/**
 * Matches over HTTP at 40,000 parties with 250,000 names: single queries, and yente's own batch of three of which
 * one has twenty names. To reach: 150 a second, p95 20 ms, p99 50 ms; 40 batches a second; the index within 4 s of the start.
 */
export async function benchNames() {
  const held = await heldEntities(resolve('../shared/data'));
  const given = held.flatMap(({ names }, entity) => names.map((name) => ({ entity, name })));
  const namesOf = [...Map.groupBy(manyNames(given, NAMES, ENTITIES), ({ entity }) => entity).values()].map((same) =>
    same.map(({ name }) => name),
  );
  return withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    await record(url, namesOf);
    const api = await startChild<{ url: string }>('api', { url });
    const asked = (n: number) => namesOf[(n * 61) % namesOf.length]![0]!;
    const started = performance.now();
    await match(api.answer.url, { a: [asked(0)] });
    const ready = (performance.now() - started) / 1_000;
    for (let n = 0; n < 200; n++) await match(api.answer.url, { a: [asked(n)] });
    const single = await timesOf(QUERIES, (n) => match(api.answer.url, { a: [asked(n + 300)] }));
    const singles = await rateOf(QUERIES, (n) => match(api.answer.url, { a: [asked(n + 1_300)] }));
    const many = namesOf.filter(({ length }) => length >= LONG);
    const askBatch = (n: number) =>
      match(api.answer.url, {
        a: [asked(n)],
        b: [asked(n + 7)],
        c: many[n % many.length]!.slice(0, LONG),
      });
    const batch = await timesOf(BATCHES, askBatch);
    const batches = await rateOf(BATCHES, askBatch);
    const screened = await screening(
      api.answer.url,
      url,
      Array.from({ length: CUSTOMERS }, (_, n) => asked(n)),
    );
    await api.stop();
    const figures = {
      screened,
      names: NAMES,
      ready,
      single: { ...told(single), [FOUR]: singles },
      batch: { ...told(batch), [FOUR]: batches },
    };
    return {
      unit: 's; per second; ms',
      figures,
      goals: [
        atMost('ready ≤ 4 s after the first question', ready, 4),
        atLeast('≥ 150 single queries/s', singles, 150),
        atMost('p95 ≤ 20 ms', figures.single.p95, 20),
        atMost('p99 ≤ 50 ms', figures.single.p99, 50),
        atLeast('≥ 500 customers/s screened by two processes', screened.per_second, 500),
        atLeast('≥ 40 batches of three/s', batches, 40),
      ],
    };
  });
}

/** A file of customers, every other one of a listed name, screened by two processes that serve the API. */
async function screening(base: string, database: string, listed: readonly string[]) {
  const other = await startChild<{ url: string }>('api', { url: database });
  await match(other.answer.url, { a: [listed[0]!] });
  const { writer, close } = await openListStore(database, 'bench');
  const { key } = await createKeys(writer).create(
    { owner: 'bench', scopes: ['read'] },
    { actor: 'bench', address: null },
  );
  await close();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
  const name = (n: number) => (n % 2 === 0 ? listed[n]! : `${listed[n]!.split(' ')[0]} ${(n * 7919).toString(36)}`);
  const body = listed.map((_, n) => JSON.stringify({ name: name(n), type: 'Person' })).join('\n');
  const started = performance.now();
  const ask = async (path: string, init: RequestInit) => (await (await fetch(base + path, init)).json()) as Run;
  let run = await ask('/v1/screenings', { method: 'POST', headers, body });
  while (run.status === 'running') {
    await setTimeout(50);
    run = await ask(`/v1/screenings/${run.id}`, { headers });
  }
  if (run.status !== 'done') throw new Error(JSON.stringify(run));
  const seconds = (performance.now() - started) / 1_000;
  await other.stop();
  return { rows: run.rows, hits: run.hits, per_second: rounded(run.rows / seconds) };
}
type Run = Pick<Screening, 'id' | 'status' | 'rows' | 'hits'>;

async function record(url: string, namesOf: readonly string[][]): Promise<void> {
  const { log, projector: pool, close } = await openListStore(url, 'bench');
  const list = { list: 'xx-bench', authority: 'XX' };
  const streams = [{ stream: 'list-xx-bench', expected: 'none' as const, events: [sample.registered(list)] }];
  await log.append({ id: randomUUID(), streams });
  await fill(log, namesOf.length, (n) => {
    const [name, ...others] = namesOf[n]!;
    const aliases = others.map((each) => ({ name: each, kind: 'aka' as const }));
    const subject = { type: 'person' as const, name: name!, aliases };
    return {
      stream: `designation-xx-bench:B.${n}`,
      event: sample.designated(`B.${n}`, '2020-01-02', { ...list, record: { subject } }),
    };
  });
  await projectAll({ pool, log });
  await close();
}

async function match(base: string, names: Record<string, string[]>): Promise<void> {
  const queries = Object.fromEntries(
    Object.entries(names).map(([query, name]) => [query, { schema: 'Person', properties: { name } }]),
  );
  const response = await fetch(`${base}/v1/match`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
}

async function timesOf(count: number, ask: (n: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const started = performance.now();
    await ask(n);
    times.push(performance.now() - started);
  }
  return times;
}

/** Questions answered in a second to several callers, who each ask one after the other. */
async function rateOf(count: number, ask: (n: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const caller = async () => {
    while (next < count) await ask(next++);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return rounded((1_000 * count) / (performance.now() - started));
}

const told = (ms: readonly number[]) => ({
  per_second: rounded((1_000 * ms.length) / ms.reduce((a, b) => a + b, 0)),
  p50: rounded(percentile(ms, 0.5)),
  p95: rounded(percentile(ms, 0.95)),
  p99: rounded(percentile(ms, 0.99)),
});
