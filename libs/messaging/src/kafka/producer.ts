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
  const ends = createEnds();

  async function connectProducer(): Promise<Producer> {
    const connected = idempotentProducer(await client());
    producer = connected;
    await connected.connect();
    return connected;
  }

  async function send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    const messages = records.map(({ partition, key, value, headers }) => ({ partition, key, value, headers }));
    const connected = producer ?? (await connectProducer());
    const answers = await connected.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
    for (const { partition, baseOffset } of answers) ends.note(topic, partition, Number(baseOffset));
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
      return ends.of(topic);
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

const idempotentProducer = ({ sender, createPartitioner }: Client): Producer =>
  sender.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner,
    // As few as it allows: retries that outlive our deadline come back with old records in their hands.
    retry: { retries: 1 },
  });

/** Where the partitions end that were written to: no later record may get a lower offset. */
function createEnds() {
  const topics = new Map<string, Map<number, number>>();
  return {
    /** Throws TopicRecreatedError, and knows nothing of the topic any more. */
    note(topic: string, partition: number, offset: number): void {
      const ends = topics.get(topic) ?? new Map<number, number>();
      topics.set(topic, ends);
      const next = ends.get(partition) ?? 0;
      if (offset < next) {
        topics.delete(topic);
        throw new TopicRecreatedError(`${topic}/${partition} was at ${next} and took a record at ${offset}`);
      }
      ends.set(partition, offset + 1);
    },
    of: (topic: string): Map<number, number> => new Map(topics.get(topic)),
  };
}
