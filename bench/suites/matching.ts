import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createNameIndex, currentScorer, type NameIndex, type NamedPeriod } from '#matching';
import { heldEntities, type HeldEntity } from '../inputs/held-names.ts';
import { manyNames } from '../inputs/many-names.ts';
import { judged, namesOf, pairsOf, type Pair } from '../inputs/matching-sets.ts';
import { atLeast, atMost, percentile, rounded } from '../report.ts';

const DATA = resolve('../shared/data');
const NAMES = 250_000;
const ENTITIES = 40_000;
const CHANGES = 1_000;

const periodOf = (entity: number, names: readonly string[], schema: string): NamedPeriod => ({
  entity,
  names,
  schema,
  validFrom: 0,
  validTo: Infinity,
  knownFrom: 0,
  knownTo: Infinity,
});

function build(periods: readonly NamedPeriod[]): { index: NameIndex; seconds: number } {
  const started = performance.now();
  const index = createNameIndex(currentScorer);
  for (const period of periods) index.open(period);
  return { index, seconds: (performance.now() - started) / 1_000 };
}

/** Milliseconds that each name takes to be found, with its reasons. */
function ask(index: NameIndex, names: readonly string[]): number[] {
  return names.map((name) => {
    const started = performance.now();
    index.search({ name, schema: 'Person' }, { limit: 5, asOf: { on: 1, knownAt: 1 } });
    return performance.now() - started;
  });
}

const figures = (ms: readonly number[]) => ({
  per_second: rounded((1_000 * ms.length) / ms.reduce((a, b) => a + b, 0)),
  p50: rounded(percentile(ms, 0.5)),
  p95: rounded(percentile(ms, 0.95)),
  p99: rounded(percentile(ms, 0.99)),
});

function benchIndex(held: readonly HeldEntity[], asked: readonly string[]) {
  const given = held.flatMap(({ names }, entity) => names.map((name) => ({ entity, name })));
  const schema = (entity: number) => held[entity]?.schema ?? (entity % 3 === 0 ? 'Organization' : 'Person');
  const rows = manyNames(given, NAMES, ENTITIES);
  const periods = rows.map(({ entity, name }) => periodOf(entity, [name], schema(entity)));
  const { index, seconds } = build(periods);
  const queries = asked.length > 0 ? asked : rows.filter((_, at) => at % 300 === 0).map(({ name }) => name);
  ask(index, queries.slice(0, 200));
  const ms = ask(index, queries);
  const started = performance.now();
  for (let at = 0; at < CHANGES; at++) {
    index.close(at, 5);
    index.open(periodOf(at, [`${rows[at]!.name} Changed`], periods[at]!.schema));
  }
  const changes = performance.now() - started;
  return { names: NAMES, build_seconds: seconds, mb: index.bytes / 1e6, queries: queries.length, ms, changes };
}

function alerts(held: readonly HeldEntity[], negatives: readonly string[]): number {
  const { index } = build(held.map(({ names, schema }, entity) => periodOf(entity, names, schema)));
  return negatives.filter((name) => index.search({ name, schema: 'Person' }, { limit: 1 }).length > 0).length;
}

function scorePairs(pairs: readonly Pair[]): { scores: number[]; us: number } {
  const all = () =>
    pairs.map(({ schema, one, other }) =>
      currentScorer.score(currentScorer.prepare(one, schema), currentScorer.prepare(other, schema)),
    );
  for (let round = 0; round < 20; round++) all();
  const started = performance.now();
  const scores = all();
  return { scores, us: ((performance.now() - started) * 1_000) / Math.max(1, pairs.length) };
}

/** nomenklatura's logic-v2 over the same pairs, where a Python of `BENCH_PYTHON` or bench/peers/venv has it. */
function peer(pairs: readonly Pair[]): { scores: number[]; us: number } | undefined {
  const python = process.env.BENCH_PYTHON ?? resolve('bench/peers/venv/bin/python');
  const input = pairs.map(({ schema, one, other }) => JSON.stringify([schema, one, other])).join('\n');
  const ran = existsSync(python)
    ? spawnSync(python, [resolve('bench/peers/logic_v2.py')], { input, encoding: 'utf8', maxBuffer: 1e8 })
    : undefined;
  if (ran?.status === 0) return JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as { scores: number[]; us: number };
  process.stderr.write(`\n!!! SKIPPED: no nomenklatura in ${python} (bench/peers/README.md) !!!\n\n`);
  return undefined;
}

const told = (pairs: readonly Pair[], result: { scores: number[]; us: number } | undefined) =>
  result && { ...judged(pairs, result.scores, currentScorer.threshold), us_per_pair: rounded(result.us) };

/** Finding and judging names at the size of all lists, and how well, beside the scorer that others use. */
export async function benchMatching(): Promise<object> {
  const held = await heldEntities(DATA);
  const pairs = pairsOf(DATA);
  const treated = namesOf(DATA, 'positives_un_treated');
  const negatives = [...namesOf(DATA, 'negatives_us'), ...namesOf(DATA, 'negatives_global')];
  if (held.length === 0) process.stderr.write(`\n!!! No real names in ${DATA}: the names are made up !!!\n\n`);
  const { ms, build_seconds, mb, changes, ...index } = benchIndex(held, treated);
  const ours = told(pairs, scorePairs(pairs));
  const alerted = negatives.length > 0 ? alerts(held, negatives) : undefined;
  const { per_second, p50, p95, p99 } = figures(ms);
  return {
    index: { ...index, build_seconds: rounded(build_seconds), mb: rounded(mb), changes_ms: rounded(changes) },
    search: { per_second, p50, p95, p99 },
    pairs: { ours, 'logic-v2': pairs.length > 0 ? told(pairs, peer(pairs)) : undefined },
    alerts: alerted === undefined ? undefined : { of: negatives.length, alerted },
    goals: [
      atLeast('≥ 150 queries/s', per_second, 150),
      atMost('p95 ≤ 20 ms', p95, 20),
      atMost('p99 ≤ 50 ms', p99, 50),
      atMost('index built in ≤ 4 s', build_seconds, 4),
      atMost('index ≤ 100 MB', mb, 100),
      atMost('1,000 changes ≤ 100 ms', changes, 100),
      atLeast('F1 ≥ 0.83', pairs.length > 0 ? ours!.f1 : undefined, 0.83),
      atMost('alerts ≤ 1 %', alerted === undefined ? undefined : alerted / negatives.length, 0.01),
    ],
  };
}
