import { randomUUID } from 'node:crypto';
import { publicBytes } from '#event-log';
import { createKafka, createKafkaTransport, PARTITIONS } from '#messaging';
import { until } from './services.ts';
import { quiet } from './standalone.ts';

/** The public bytes of every event in Kafka by its position, read as a subscription would, up to a position of the log. */
export async function eventsInKafka(brokers: string[], head: number, withinMs: number): Promise<Map<number, Buffer>> {
  const kafka = createKafka({ brokers, clientId: 'reader', log: quiet });
  const held = new Map<number, Buffer>();
  const through = new Map<number, number>();
  const stop = new AbortController();
  const reading = createKafkaTransport(kafka, quiet).run(
    {
      name: `check-${randomUUID()}`,
      assigned: async (partitions) =>
        new Map(partitions.map((each) => [each, { position: through.get(each) ?? 0, cursor: null }])),
      revoked: async () => undefined,
      deliver: async (delivery) => {
        for (const event of delivery.events) held.set(event.position, publicBytes(event));
        for (const reached of delivery.reached) through.set(reached.partition, reached.through);
      },
    },
    stop.signal,
  );
  const isComplete = () => through.size === PARTITIONS && Math.min(...through.values()) >= head;
  await until(
    'all of Kafka',
    withinMs,
    async () => (isComplete() ? true : null),
    () => JSON.stringify([...through]),
  );
  stop.abort();
  await reading;
  await kafka.close();
  return held;
}

/** What the compacted topic says of each designation in the end; those whose last record is a tombstone are gone. */
export async function designationsInKafka(
  brokers: string[],
  withinMs: number,
): Promise<Map<string, Record<string, unknown>>> {
  const kafka = createKafka({ brokers, clientId: 'reader', log: quiet });
  const topic = kafka.topics.designations.name;
  const held = new Map<string, Record<string, unknown>>();
  const waiting = new Map<number, number>();
  let isJoined = false;
  const stop = new AbortController();
  const reading = kafka.consume(
    `check-${randomUUID()}`,
    topic,
    {
      assigned: async (partitions, ranges) => {
        for (const [partition, { low, high }] of ranges) if (high > low) waiting.set(partition, high);
        isJoined = partitions.length === PARTITIONS;
        return new Map(partitions.map((partition) => [partition, ranges.get(partition)!.low]));
      },
      read: async (partition, records) => {
        for (const { key, value } of records)
          if (value === null) held.delete(key!);
          else held.set(key!, JSON.parse(value.toString()) as Record<string, unknown>);
        if (records.at(-1)!.offset + 1 >= (waiting.get(partition) ?? 0)) waiting.delete(partition);
      },
    },
    stop.signal,
  );
  await until('all designations in Kafka', withinMs, async () => (isJoined && waiting.size === 0 ? true : null));
  stop.abort();
  await reading;
  await kafka.close();
  return held;
}
