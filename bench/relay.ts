import { createMemoryEventLog } from '#event-log';
import { createKafka, createRelay, type RelayLease } from '#messaging';
import { startBroker } from '#testing';
import { fill } from './sample-log.ts';

const EVENTS = 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Events per second from a log in memory into a real broker, batch after awaited batch. */
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
    const kafka = createKafka({ brokers: broker.brokers, clientId: 'bench', log: quiet });
    const stop = new AbortController();
    let position = 0;
    const lease: RelayLease = {
      acquire: async () => ({ epoch: 1, position }),
      renew: async () => true,
      save: async (_epoch, to) => ((position = to), true),
      release: async () => undefined,
    };
    let started = 0;
    const relay = createRelay({
      ...{ eventLog: log, publisher: kafka, lease, log: quiet },
      onRelayed: ({ position: to }) => {
        // The first batches warm up broker and compiler.
        if (to >= 10_000 && started === 0) started = performance.now();
        if (to === EVENTS) stop.abort();
      },
    });
    await relay.run(stop.signal);
    const seconds = (performance.now() - started) / 1_000;
    await kafka.close();
    return { relay_events_per_s: Math.round((EVENTS - 10_000) / seconds) };
  } finally {
    await broker.stop();
  }
}
