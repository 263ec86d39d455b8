import { intakeOf } from './intake.ts';
import type { OffsetRange } from './kafka/admin.ts';
import type { Reader } from './kafka/consumer.ts';
import type { KafkaClient } from './kafka/kafka.ts';
import type { IncomingRecord } from './records.ts';
import { inRounds } from './rounds.ts';
import { supervise } from './supervise.ts';
import type { Delivery, Log, Subscription, Transport } from './transport.ts';

/**
 * Reads the events topic; the runners of one subscription share its partitions. Where each stands is the subscription's
 * knowledge, stored with its effect; Kafka is never told. The cursor is the offset of the last record read.
 */
export function createKafkaTransport(kafka: KafkaClient, log: Log): Transport {
  async function read(subscription: Subscription, signal: AbortSignal, progress: () => void): Promise<void> {
    const reader = createReader(subscription, log, progress);
    try {
      await kafka.ensureTopics();
      await kafka.consume(`${kafka.prefix}.${subscription.name}`, kafka.topics.events.name, reader, signal);
    } finally {
      await reader.giveBack();
    }
  }

  return {
    run: (subscription, signal) =>
      supervise(
        `subscription.${subscription.name}`,
        log,
        signal,
        (progress) => read(subscription, signal, progress),
        subscription.failed,
      ),
  };
}

interface PartitionState {
  position: number;
  /** The topic's first offset when the partition became ours. */
  low: number;
  /** Gone back to the beginning because of a gap, and nothing new since. */
  rewound: boolean;
}

/** Hands the records of the partitions that are ours to the subscription; `giveBack` ends that. */
function createReader(subscription: Subscription, log: Log, progress: () => void) {
  const reading = new Map<number, PartitionState>();
  // Partitions are read side by side, but twelve transactions for what one can hold would take twelve times as long.
  const deliver = inRounds((deliveries: Delivery[]) =>
    subscription.deliver({
      events: deliveries.flatMap(({ events }) => events).sort((a, b) => a.position - b.position),
      reached: deliveries.flatMap(({ reached }) => reached),
    }),
  );

  const giveBack = async () => {
    const partitions = [...reading.keys()];
    reading.clear();
    if (partitions.length > 0) await subscription.revoked(partitions);
  };

  return {
    giveBack,
    async assigned(partitions, ranges) {
      await giveBack();
      const from = new Map<number, number>();
      if (partitions.length === 0) return from;
      const places = await subscription.assigned(partitions);
      for (const partition of partitions) {
        const { position, cursor } = places.get(partition) ?? { position: 0, cursor: null };
        const range = ranges.get(partition) ?? { low: 0, high: 0 };
        reading.set(partition, { position, low: range.low, rewound: false });
        from.set(partition, startOf(cursor, range));
      }
      // Nothing to read is nothing that could fail any more.
      if (partitions.every((partition) => ranges.get(partition)?.high === ranges.get(partition)?.low))
        await subscription.recovered?.();
      return from;
    },

    async read(partition, records) {
      const place = reading.get(partition);
      if (!place) return;
      const { events, through, gap } = intakeOf(place.position, records);
      if (through > place.position) {
        await deliver({ events, reached: [{ partition, through, cursor: cursorOf(records) }] });
        place.position = through;
        place.rewound = false;
        progress();
      }
      if (!gap) return void (await subscription.recovered?.());
      const fields = { subscription: subscription.name, partition, position: through, ...gap };
      if (place.rewound) return log.error(fields, 'kafka.gap: the topic lacks events; waiting for the relay');
      log.warn(fields, 'kafka.gap: reading the partition from its beginning');
      place.rewound = true;
      return place.low;
    },
  } satisfies Reader & { giveBack(): Promise<void> };
}

const cursorOf = (records: readonly IncomingRecord[]) => String(records.at(-1)!.offset);

/**
 * At the cursor, not behind it: a topic made anew may end just there, and only a record tells. Where there is no such
 * record, at the beginning.
 */
function startOf(cursor: string | null, { low, high }: OffsetRange): number {
  const offset = cursor === null ? low : Number(cursor);
  return offset >= low && offset < high ? offset : low;
}
