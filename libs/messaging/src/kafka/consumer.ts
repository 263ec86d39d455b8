import type { Consumer, EachBatchPayload, IHeaders } from 'kafkajs';
import type { IncomingRecord } from '../records.ts';
import { within } from '../supervise.ts';
import { PARTITIONS } from '../topics.ts';
import type { Log } from '../transport.ts';
import type { OffsetRange } from './admin.ts';
import { STOP_WITHIN_MS, type Client } from './client.ts';

/** After a crash of ours or the broker's, the group waits this long for those who are no more. */
const SESSION_MS = 6_000;
const HEARTBEAT_MS = 2_000;
const STUCK_AFTER_MS = 60_000;
const LONG_POLL_MS = 250;
/** A topic that is made anew may end just where a reader waits. Reading its last record again is what tells. */
const LOOK_AGAIN_MS = 5_000;

/** Gets one topic's records from the partitions that the group gives it. */
export interface Reader {
  /** Answers the offset to read each partition from. */
  assigned(partitions: number[], ranges: ReadonlyMap<number, OffsetRange>): Promise<Map<number, number>>;
  /** Called for one batch of a partition at a time, for several partitions at once. May answer with an offset to go on from. */
  read(partition: number, records: IncomingRecord[]): Promise<number | void>;
}

export function createConsumer(
  client: () => Promise<Client>,
  rangesOf: (topic: string) => Promise<ReadonlyMap<number, OffsetRange>>,
  log: Log,
) {
  /** Reads as a member of a group, until the signal. Rejects on any trouble; the caller starts anew. */
  async function consume(groupId: string, topic: string, reader: Reader, signal: AbortSignal): Promise<void> {
    const { kafka } = await client();
    if (signal.aborted) return;
    const consumer = kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: LONG_POLL_MS,
      sessionTimeout: SESSION_MS,
      retry: { initialRetryTime: 100, retries: 5, restartOnFailure: async () => false },
    });
    const end = Promise.withResolvers<void>();
    // Somebody listens only later; until then a rejection must not count as unhandled.
    end.promise.catch(() => {});
    let ours = new Set<number>();
    /** The last record read of each partition, and when it was read or looked at; none while one is being read. */
    const lastRead = new Map<number, { offset: string; at: number }>();
    let takingOver: Promise<void> = Promise.resolve();
    let lastSign = Date.now();
    let joins = 0;
    let over = false;

    const takeOver = async (partitions: number[], join: number) => {
      if (over || join < joins) return;
      const from = await reader.assigned(partitions, await rangesOf(topic));
      if (over || join < joins) return;
      for (const [partition, offset] of from) consumer.seek({ topic, partition, offset: String(offset) });
      ours = new Set(from.keys());
      consumer.resume([{ topic, partitions: [...ours] }]);
    };
    const eachBatch = async ({ batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload) => {
      if (over || !isRunning() || isStale() || !ours.has(batch.partition)) return;
      // A failed one is told again by the next that is awaited.
      const beating = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
      lastRead.delete(batch.partition);
      try {
        const offset = await reader.read(batch.partition, batch.messages.map(incoming));
        if (offset === undefined) {
          resolveOffset(batch.lastOffset());
          lastRead.set(batch.partition, { offset: batch.lastOffset(), at: Date.now() });
        } else consumer.seek({ topic, partition: batch.partition, offset: String(offset) });
      } catch (error) {
        over = true;
        end.reject(error);
        return;
      } finally {
        clearInterval(beating);
      }
      lastSign = Date.now();
      await heartbeat();
    };

    const { CRASH, FETCH, GROUP_JOIN, HEARTBEAT } = consumer.events;
    const alive = () => void (lastSign = Date.now());
    consumer.on(FETCH, alive);
    consumer.on(HEARTBEAT, alive);
    consumer.on(CRASH, ({ payload }) => end.reject(payload.error));
    consumer.on(GROUP_JOIN, ({ payload }) => {
      // Comes while the runner waits to fetch: nothing is read before it is known from where.
      const partitions = payload.memberAssignment[topic] ?? [];
      const join = ++joins;
      ours = new Set();
      lastRead.clear();
      consumer.pause([{ topic, partitions }]);
      takingOver = takingOver.then(() => takeOver(partitions, join)).catch(end.reject);
    });
    const lookAgain = (now: number) => {
      for (const [partition, last] of lastRead) {
        if (!ours.has(partition) || now - last.at < LOOK_AGAIN_MS) continue;
        last.at = now;
        consumer.seek({ topic, partition, offset: last.offset });
      }
    };
    const watchdog = setInterval(() => {
      lookAgain(Date.now());
      if (Date.now() - lastSign > STUCK_AFTER_MS) end.reject(new Error(`The consumer ${groupId} is stuck`));
    }, 1_000);
    const stop = () => end.resolve();
    signal.addEventListener('abort', stop);

    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch,
        partitionsConsumedConcurrently: PARTITIONS,
      });
      await end.promise;
    } finally {
      over = true;
      signal.removeEventListener('abort', stop);
      clearInterval(watchdog);
      await disconnect(consumer, groupId);
      await takingOver;
    }
  }

  async function disconnect(consumer: Consumer, groupId: string): Promise<void> {
    await within(STOP_WITHIN_MS, 'Leaving the group', consumer.disconnect()).catch((error: unknown) =>
      log.warn({ err: error, groupId }, 'kafka.consumer-left-behind'),
    );
  }

  return { consume };
}

const incoming = ({ offset, key, value, headers }: EachBatchPayload['batch']['messages'][number]): IncomingRecord => ({
  offset: Number(offset),
  key: key?.toString() ?? null,
  value,
  headers: textHeaders(headers),
});

const textHeaders = (headers: IHeaders | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
