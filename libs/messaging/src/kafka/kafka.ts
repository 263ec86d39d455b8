import type { IncomingRecord } from '../records.ts';
import { topicsOf } from '../topics.ts';
import { createAdmin } from './admin.ts';
import { createClient, type KafkaOptions } from './client.ts';
import { createConsumer, type Reader } from './consumer.ts';
import { createProducer } from './producer.ts';

const LAST_WITHIN_MS = 15_000;

export type KafkaClient = ReturnType<typeof createKafka>;

export function createKafka({ prefix = 'demarche', ...options }: KafkaOptions) {
  const client = createClient(options);
  const topics = topicsOf(prefix);
  const { ensureTopics, rangesOf, deleteGroup } = createAdmin(client, topics);
  const { publish, close } = createProducer(client);
  const { consume } = createConsumer(client, rangesOf, options.log);

  /** The newest record of every partition that has one. */
  async function lastRecords(topic: string): Promise<Map<number, IncomingRecord>> {
    const last = new Map<number, IncomingRecord>();
    const filled = [...(await rangesOf(topic))].filter(([, { low, high }]) => high > low);
    if (filled.length === 0) return last;
    const groupId = `${prefix}.last-records.${crypto.randomUUID()}`;
    const done = new AbortController();
    const reader: Reader = {
      assigned: async () => new Map(filled.map(([partition, { high }]) => [partition, high - 1])),
      read: async (partition, records) => {
        last.set(partition, records.at(-1)!);
        if (last.size === filled.length) done.abort();
      },
    };
    const patience = AbortSignal.timeout(LAST_WITHIN_MS);
    await consume(groupId, topic, reader, AbortSignal.any([done.signal, patience]));
    if (!done.signal.aborted) throw new Error(`The last records of ${topic} did not come in ${LAST_WITHIN_MS} ms`);
    await deleteGroup(groupId).catch(() => {});
    return last;
  }

  return { prefix, topics, ensureTopics, rangesOf, publish, lastRecords, consume, close };
}
