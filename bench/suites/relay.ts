import { createMemoryEventLog } from '#event-log';
import { createKafka, createRelay, type RelayLease } from '#messaging';
import { startBroker } from '#testing';
import { quiet } from './project.ts';
import { atLeast, summarize } from '../report.ts';
import { fill } from '../inputs/sample-log.ts';

const EVENTS = 60_000;
/** The first batches warm up broker and compiler. */
const WARM_UP = 10_000;
const ROUNDS = 3;

/**
 * Events per second from a log in memory into a real broker, batch after awaited batch; each round into topics of its
 * own. To reach: 20,000.
 */
export async function benchRelay() {
  const log = createMemoryEventLog();
  await fill(log, EVENTS);
  const probe = async (brokers: string[]) => {
    const kafka = createKafka({ brokers, clientId: 'probe', log: quiet, prefix: 'probe' });
    await kafka.ensureTopics();
    await kafka.close();
  };
  const broker = await startBroker(probe);
  try {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await relayAll(log, broker.brokers, `bench${round}`));
    const figures = { relay: summarize(rates) };
    return {
      unit: 'events/s',
      events: EVENTS - WARM_UP,
      figures,
      goals: [atLeast('≥ 20,000 events/s', figures.relay.median, 20_000)],
    };
  } finally {
    await broker.stop();
  }
}

async function relayAll(eventLog: ReturnType<typeof createMemoryEventLog>, brokers: string[], prefix: string) {
  const kafka = createKafka({ brokers, clientId: 'bench', log: quiet, prefix });
  const stop = new AbortController();
  let position = 0;
  const lease: RelayLease = {
    acquire: async () => ({ epoch: 1, position }),
    renew: async () => true,
    save: async (_epoch, to) => ((position = to), true),
    release: async () => undefined,
  };
  let from = { position: 0, at: 0 };
  let seconds = 0;
  const relay = createRelay({
    eventLog,
    publisher: kafka,
    lease,
    log: quiet,
    onRelayed: ({ position: to }) => {
      if (to >= WARM_UP && from.position === 0) from = { position: to, at: performance.now() };
      if (to < EVENTS) return;
      seconds = (performance.now() - from.at) / 1_000;
      stop.abort();
    },
  });
  await relay.run(stop.signal);
  await kafka.close();
  return (EVENTS - from.position) / seconds;
}
