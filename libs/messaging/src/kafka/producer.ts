import type { Producer } from 'kafkajs';
import { splitBySize } from '../batches.ts';
import type { OutgoingRecord } from '../records.ts';
import { LateError, within } from '../supervise.ts';
import { SEND_WITHIN_AT_MOST_MS, STOP_WITHIN_MS, type Client } from './client.ts';

const SEND_WITHIN_MS = 15_000;

/** The topic is not the one that was written to before: it was made anew, or cut short. */
export class TopicRecreatedError extends Error {
  override readonly name = 'TopicRecreatedError';
}

/** Sends records, and knows where each partition ends that it has written to. */
export function createProducer(client: () => Promise<Client>) {
  let producer: Producer | undefined;
  let sending: Promise<unknown> = Promise.resolve();
  let patience = SEND_WITHIN_MS;
  /** By topic and partition: no later record may get a lower offset. */
  const nextOffsets = new Map<string, number>();

  async function connectProducer(): Promise<Producer> {
    const { sender, createPartitioner } = await client();
    producer = sender.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner,
      // As few as it allows: retries that outlive our deadline come back with old records in their hands.
      retry: { retries: 1 },
    });
    const connected = producer;
    await connected.connect();
    return connected;
  }

  async function send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    const messages = records.map(({ partition, key, value, headers }) => ({ partition, key, value, headers }));
    const connected = producer ?? (await connectProducer());
    const answers = await connected.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
    for (const { partition, baseOffset } of answers) {
      const place = `${topic}/${partition}`;
      const next = nextOffsets.get(place) ?? 0;
      const offset = Number(baseOffset);
      if (offset < next) {
        for (const known of nextOffsets.keys()) if (known.startsWith(`${topic}/`)) nextOffsets.delete(known);
        throw new TopicRecreatedError(`${place} was at ${next} and took a record at ${offset}`);
      }
      nextOffsets.set(place, offset + 1);
    }
  }

  async function discardProducer(): Promise<void> {
    const old = producer;
    producer = undefined;
    if (old) await within(STOP_WITHIN_MS, 'Closing the producer', old.disconnect()).catch(() => {});
  }

  /**
   * In order, one batch at a time. Resolves when all replicas in sync have all of it; a failure may have left a part.
   * Answers with the offset that comes next in each partition that this client has written to.
   */
  function publish(topic: string, records: readonly OutgoingRecord[]): Promise<Map<number, number>> {
    const sent = sending.then(async () => {
      try {
        for (const part of splitBySize(records)) await within(patience, 'Sending', send(topic, part));
        patience = SEND_WITHIN_MS;
      } catch (error) {
        if (error instanceof LateError) patience = Math.min(2 * patience, SEND_WITHIN_AT_MOST_MS);
        await discardProducer();
        throw error;
      }
      const own = [...nextOffsets].filter(([place]) => place.startsWith(`${topic}/`));
      return new Map(own.map(([place, next]) => [Number(place.slice(topic.length + 1)), next]));
    });
    sending = sent.catch(() => {});
    return sent;
  }

  async function close(): Promise<void> {
    await sending;
    await discardProducer();
  }

  return { publish, close };
}
