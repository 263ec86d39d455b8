import { setTimeout } from 'node:timers/promises';
import { PAYLOAD_BYTES, systems, type AppendSystem } from '../peers/append-systems.ts';
import { withServer } from './bench-server.ts';
import { installPeers } from '../peers/peers.ts';
import { atLeast, percentile, rounded, summarize } from '../report.ts';

const ROUNDS = 3;
const WARM_UP_MS = 300;
const MEASURE_MS = 2_000;
/** A peer's pool that has ended still closes its connections: one that is cut off meanwhile throws, and ends us. */
const GOODBYE_MS = 500;

const SCENARIOS = [
  { name: '1 event, 1 caller', count: 1, callers: 1 },
  { name: '1 event, 8 callers', count: 1, callers: 8 },
  { name: '1 event, 32 callers', count: 1, callers: 32 },
  { name: '100 events, 1 caller', count: 100, callers: 1 },
  { name: '100 events, 8 callers', count: 100, callers: 8 },
];

/**
 * Events appended per second, each append to a stream of its own, with the peers in one PostgreSQL: system after system
 * within each scenario, three rounds, fresh databases per round. To reach: as fast as message-db for a lone caller,
 * twice Castore and five times Emmett at 32 callers, 1.2 times Emmett for batches of 100.
 */
export async function benchAppend() {
  const missing: Record<string, string> = {};
  await installPeers().catch((error: Error) => (missing.peers = error.message));
  const rates = new Map<string, number[]>();
  const delays = new Map<string, number[]>();
  const keep = (kept: Map<string, number[]>, key: string, value: number) =>
    kept.set(key, [...(kept.get(key) ?? []), value]);

  await withServer(async ({ createDatabase, dropDatabase }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const open: { name: string; url: string; system: AppendSystem }[] = [];
      for (const [name, openSystem] of Object.entries(systems)) {
        const url = await createDatabase();
        await openSystem(url).then(
          (system) => open.push({ name, url, system }),
          (error: Error) => (missing[name] = error.message),
        );
      }
      for (const { name: scenario, count, callers } of SCENARIOS)
        for (const { name, system } of turned(open, round)) {
          const { perSecond, p99 } = await measure(system, count, callers);
          keep(rates, `${scenario}/${name}`, perSecond);
          keep(delays, `${scenario}/${name}`, p99);
        }
      for (const { system, url } of open) {
        await system.close();
        await setTimeout(GOODBYE_MS);
        await dropDatabase(url);
      }
    }
  });

  const median = (scenario: string, name: string) => {
    const values = rates.get(`${scenario}/${name}`);
    return values && summarize(values).median;
  };
  const ratio = (scenario: string, peer: string) => median(scenario, 'demarche')! / (median(scenario, peer) ?? NaN);
  const figures = SCENARIOS.map(({ name: scenario }) => [
    scenario,
    Object.fromEntries(
      Object.keys(systems)
        .filter((name) => rates.has(`${scenario}/${name}`))
        .map((name) => {
          const key = `${scenario}/${name}`;
          return [name, { ...summarize(rates.get(key)!), p99_ms: summarize(delays.get(key)!).median }];
        }),
    ) as object,
  ]);
  return {
    unit: 'events/s',
    payload_bytes: PAYLOAD_BYTES,
    figures: Object.fromEntries(figures) as object,
    ...(Object.keys(missing).length > 0 ? { missing } : {}),
    goals: [
      atLeast('1 event, 1 caller ≥ message-db', ratio('1 event, 1 caller', 'message-db'), 1),
      atLeast('1 event, 32 callers ≥ 2 × Castore', ratio('1 event, 32 callers', 'castore'), 2),
      atLeast('1 event, 32 callers ≥ 5 × Emmett', ratio('1 event, 32 callers', 'emmett'), 5),
      atLeast('100 events, 8 callers ≥ 1.2 × Emmett', ratio('100 events, 8 callers', 'emmett'), 1.2),
    ],
  };
}

/** Another one goes first in every round. */
const turned = <T>(items: readonly T[], by: number): T[] => [...items.slice(by), ...items.slice(0, by)];

/** Each caller appends, waits, appends again. */
async function measure(system: AppendSystem, count: number, callers: number) {
  const delays: number[] = [];
  const from = performance.now() + WARM_UP_MS;
  const until = from + MEASURE_MS;
  const call = async (caller: number) => {
    for (let started = performance.now(); started < until; started = performance.now()) {
      await system.append(caller, count);
      const ended = performance.now();
      if (ended >= from && ended < until) delays.push(ended - started);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return { perSecond: (delays.length * count * 1_000) / MEASURE_MS, p99: rounded(percentile(delays, 0.99)) };
}
