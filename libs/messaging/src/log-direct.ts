import type { EventLog } from '#event-log';
import { supervise } from './supervise.ts';
import { PARTITIONS } from './topics.ts';
import type { Log, Subscription, Transport } from './transport.ts';

const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const BATCH_SIZE = 1_000;

/** Reads the log itself, no Kafka between: one runner has all partitions, and they move together. */
export function createLogTransport(eventLog: EventLog, log: Log): Transport {
  async function follow(subscription: Subscription, signal: AbortSignal, progress: () => void) {
    const places = await subscription.assigned(ALL);
    try {
      const after = Math.min(...ALL.map((partition) => places.get(partition)?.position ?? 0));
      const interruption = subscription.interruption?.() ?? signal;
      const either = AbortSignal.any([signal, interruption]);
      for await (const events of eventLog.follow(after, { batchSize: BATCH_SIZE, signal: either })) {
        if (either.aborted) break;
        const through = events.at(-1)!.position;
        await subscription.deliver({ events, reached: ALL.map((partition) => ({ partition, through })) });
        progress();
        await subscription.recovered?.();
      }
      if (!signal.aborted) interruption.throwIfAborted();
    } finally {
      await subscription.revoked(ALL);
    }
  }

  return {
    run: (subscription, signal) =>
      supervise(
        `subscription.${subscription.name}`,
        log,
        signal,
        (progress) => follow(subscription, signal, progress),
        subscription.failed,
      ),
  };
}
