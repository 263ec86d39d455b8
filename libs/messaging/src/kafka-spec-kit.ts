import { randomUUID } from 'node:crypto';
import type { EventLog } from '#event-log';
import type { Reader } from './kafka/consumer.ts';
import { createKafka, type KafkaClient } from './kafka/kafka.ts';
import { completedBy, watermarkRecord, type IncomingRecord } from './records.ts';
import { createRelay, type RelayOptions } from './relay.ts';
import { createLease, quiet, until } from './spec-kit.ts';
import { supervise } from './supervise.ts';
import { PARTITIONS } from './topics.ts';

/** Topics and groups of its own, so that tests do not meet on one broker. */
export const connect = (brokers: string[], prefix = `test-${randomUUID()}`, log = quiet) =>
  createKafka({ brokers, clientId: 'spec', log, prefix });

/** Ready is a broker that takes a record. */
export async function probe(brokers: string[]): Promise<void> {
  const kafka = connect(brokers);
  try {
    await kafka.ensureTopics();
    await kafka.publish(kafka.topics.events.name, [watermarkRecord(0, 0, 0)]);
  } finally {
    await kafka.close();
  }
}

export const relayOf = (eventLog: EventLog, publisher: KafkaClient, more: Partial<RelayOptions> = {}) =>
  createRelay({ eventLog, publisher, lease: createLease().lease, log: quiet, standbyMs: 50, ...more });

/** Everything that a topic holds, by partition, up to what is there now. */
export async function contentOf(kafka: KafkaClient, topic: string): Promise<Map<number, IncomingRecord[]>> {
  const content = new Map<number, IncomingRecord[]>();
  const done = new AbortController();
  let ends = new Map<number, number>();
  const isComplete = () =>
    [...ends].every(([partition, high]) => high === 0 || content.get(partition)?.at(-1)?.offset === high - 1);
  const reader: Reader = {
    assigned: async (partitions, ranges) => {
      content.clear();
      ends = new Map([...ranges].map(([partition, { high }]) => [partition, high]));
      return new Map(partitions.map((partition) => [partition, ranges.get(partition)!.low]));
    },
    read: async (partition, records) => {
      content.set(partition, [...(content.get(partition) ?? []), ...records]);
    },
  };
  const groupId = `${kafka.prefix}.content.${randomUUID()}`;
  const reading = supervise('content', quiet, done.signal, () => kafka.consume(groupId, topic, reader, done.signal));
  await until(() => ends.size === PARTITIONS && isComplete(), `all of ${topic} is read`);
  done.abort();
  await reading;
  return content;
}

/** The values of the events that a topic holds, each position once, in the order of the log. */
export async function valuesOf(kafka: KafkaClient): Promise<string[]> {
  const values = new Map<number, string>();
  for (const records of (await contentOf(kafka, kafka.topics.events.name)).values()) {
    let last = 0;
    for (const record of records) {
      const completed = completedBy(record)!;
      if (completed.position <= last || completed.after > last) continue;
      last = completed.position;
      if (completed.isEvent) values.set(last, record.value!.toString());
    }
  }
  return [...values].sort(([a], [b]) => a - b).map(([, value]) => value);
}
