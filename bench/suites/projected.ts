import { setTimeout } from 'node:timers/promises';
import { createKafka, createKafkaTransport, createLogTransport, createRelay, type Transport } from '#messaging';
import { readModels } from '#read-models';
import { createRelayLease, ensureReadModels, runReadModels } from '#subscriptions';
import { findBroker } from '#testing';
import { openListStore, type ListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { quiet, watching } from './project.ts';
import { atMost, percentile, rounded } from '../report.ts';
import { benchSubmission } from '../inputs/sample-log.ts';

const PER_SECOND = 1_000;
const WARM_UP = 2_000;
const EVENTS = 5_000;

/**
 * Milliseconds from an append's due time until its event stands in all read models, at a thousand single-event
 * appends a second: straight from the log, and by relay, broker and consumer. To reach at the 99th percentile: 50 and
 * 150. Everything but PostgreSQL and the broker is in this one process.
 */
export async function benchProjected() {
  return withServer(async ({ createDatabase }) => {
    const direct = await measure(await createDatabase(), async ({ log }) => ({
      transport: createLogTransport(log, quiet),
      claim: 'wait',
      stop: async () => undefined,
    }));
    const probe = async (brokers: string[]) => {
      const kafka = createKafka({ brokers, clientId: 'probe', log: quiet, prefix: 'probe' });
      await kafka.ensureTopics();
      await kafka.close();
    };
    const broker = await findBroker(probe);
    const throughKafka =
      broker &&
      (await measure(await createDatabase(), (store, signal) => throughBroker(broker.brokers, store, signal)));
    await broker?.stop();
    return {
      unit: 'ms',
      appends_per_s: PER_SECOND,
      figures: { direct, 'through Kafka': throughKafka ?? 'not measured: no broker' },
      goals: [
        atMost('direct p99 ≤ 50 ms', direct.p99, 50),
        atMost('through Kafka p99 ≤ 150 ms', throughKafka?.p99, 150),
      ],
    };
  });
}

interface Way {
  transport: Transport;
  claim: 'steal' | 'wait';
  stop(): Promise<void>;
}

async function throughBroker(brokers: string[], { log, projector }: ListStore, signal: AbortSignal): Promise<Way> {
  const kafka = createKafka({ brokers, clientId: 'bench', log: quiet });
  const lease = createRelayLease(projector, 'relay');
  const relaying = createRelay({ eventLog: log, publisher: kafka, lease, log: quiet }).run(signal);
  return {
    transport: createKafkaTransport(kafka, quiet),
    claim: 'steal',
    async stop() {
      await relaying;
      await kafka.close();
    },
  };
}

async function measure(url: string, way: (store: ListStore, signal: AbortSignal) => Promise<Way>) {
  const store = await openListStore(url, 'bench');
  const { log, projector: pool } = store;
  const models = readModels(log);
  await ensureReadModels(pool, log, models);
  const stop = new AbortController();
  const { transport, claim, stop: stopWay } = await way(store, stop.signal);

  // Positions rise with the appends, because one caller makes them all in turn of their due times.
  const stored = new Map<number, { models: number; at: number }>();
  const running = runReadModels(models, {
    pool,
    claim,
    signal: stop.signal,
    transport: watching(transport, (_name, { events }) => {
      const at = performance.now();
      for (const { position } of events) stored.set(position, { models: (stored.get(position)?.models ?? 0) + 1, at });
    }),
  });
  const complete = async (position: number) => {
    while ((stored.get(position)?.models ?? 0) < models.length) await setTimeout(20);
  };
  const { from } = await appended(log.append(benchSubmission(0)));
  await complete(from);

  const due = new Map<number, number>();
  const appends: Promise<unknown>[] = [];
  const started = performance.now();
  for (let n = 0; n < WARM_UP + EVENTS;) {
    const at = started + (n * 1_000) / PER_SECOND;
    if (performance.now() < at) await setTimeout(1);
    else {
      const counted = n >= WARM_UP;
      appends.push(
        appended(log.append(benchSubmission(++n))).then(({ to }) => {
          if (counted) due.set(to, at);
        }),
      );
    }
  }
  await Promise.all(appends);
  await complete(await log.head());
  await Promise.all([...due.keys()].map(complete));
  stop.abort();
  await running;
  await stopWay();
  await store.close();
  const delays = [...due].map(([position, at]) => stored.get(position)!.at - at);
  return { p50: rounded(percentile(delays, 0.5)), p99: rounded(percentile(delays, 0.99)) };
}

async function appended(appending: ReturnType<ListStore['log']['append']>) {
  const result = await appending;
  if (result.status === 'conflict') throw new Error('An append that expects nothing was refused');
  return result;
}
