import type { Consumer, EachBatchPayload } from 'kafkajs';
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
const WATCH_MS = 1_000;
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

type RangesOf = (topic: string) => Promise<ReadonlyMap<number, OffsetRange>>;

export function createConsumer(client: () => Promise<Client>, rangesOf: RangesOf, log: Log) {
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
    const share = createShare(consumer, topic, reader, rangesOf);
    const silence = watchSilence(consumer, () => end.reject(new Error(`The consumer ${groupId} is stuck`)));
    const eachBatch = async (payload: EachBatchPayload) => {
      if (!share.takes(payload)) return;
      try {
        await whileBeating(payload.heartbeat, () => share.read(payload));
      } catch (error) {
        share.leave();
        return end.reject(error);
      }
      silence.hear();
      await payload.heartbeat();
    };
    const { CRASH, GROUP_JOIN } = consumer.events;
    consumer.on(CRASH, ({ payload }) => end.reject(payload.error));
    consumer.on(GROUP_JOIN, ({ payload }) => share.join(payload.memberAssignment[topic] ?? [], end.reject));
    const looking = setInterval(() => share.lookAgain(Date.now()), WATCH_MS);
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
      share.leave();
      signal.removeEventListener('abort', stop);
      clearInterval(looking);
      silence.stop();
      await within(STOP_WITHIN_MS, 'Leaving the group', consumer.disconnect()).catch((error: unknown) =>
        log.warn({ err: error, groupId }, 'kafka.consumer-left-behind'),
      );
      await share.takenOver();
    }
  }

  return { consume };
}

/** The partitions that the group gives to this member, and how far each is read. */
function createShare(consumer: Consumer, topic: string, reader: Reader, rangesOf: RangesOf) {
  let ours = new Set<number>();
  /** The last record read of each partition, and when it was read or looked at; none while one is being read. */
  const lastRead = new Map<number, { offset: string; at: number }>();
  let takingOver: Promise<void> = Promise.resolve();
  let joins = 0;
  let over = false;

  const seek = (partition: number, offset: number | string) => consumer.seek({ topic, partition, offset: `${offset}` });

  async function takeOver(partitions: number[], join: number): Promise<void> {
    const isPast = () => over || join < joins;
    if (isPast()) return;
    const from = await reader.assigned(partitions, await rangesOf(topic));
    if (isPast()) return;
    for (const [partition, offset] of from) seek(partition, offset);
    ours = new Set(from.keys());
    consumer.resume([{ topic, partitions: [...ours] }]);
  }

  return {
    takes: ({ batch, isRunning, isStale }: EachBatchPayload) =>
      !over && isRunning() && !isStale() && ours.has(batch.partition),

    /** Comes while the runner waits to fetch: nothing is read before it is known from where. */
    join(partitions: number[], onFailed: (error: unknown) => void) {
      const join = ++joins;
      ours = new Set();
      lastRead.clear();
      consumer.pause([{ topic, partitions }]);
      takingOver = takingOver.then(() => takeOver(partitions, join)).catch(onFailed);
    },

    async read({ batch, resolveOffset }: EachBatchPayload) {
      const { partition, messages } = batch;
      lastRead.delete(partition);
      const offset = await reader.read(partition, messages.map(incoming));
      if (offset !== undefined) return seek(partition, offset);
      resolveOffset(batch.lastOffset());
      lastRead.set(partition, { offset: batch.lastOffset(), at: Date.now() });
    },

    lookAgain(now: number) {
      for (const [partition, last] of lastRead) {
        if (!ours.has(partition) || now - last.at < LOOK_AGAIN_MS) continue;
        last.at = now;
        seek(partition, last.offset);
      }
    },

    leave: () => void (over = true),
    takenOver: () => takingOver,
  };
}

/** Tells when nothing was heard of the consumer for too long. */
function watchSilence(consumer: Consumer, onStuck: () => void) {
  let heardAt = Date.now();
  const hear = () => void (heardAt = Date.now());
  consumer.on(consumer.events.FETCH, hear);
  consumer.on(consumer.events.HEARTBEAT, hear);
  const timer = setInterval(() => Date.now() - heardAt > STUCK_AFTER_MS && onStuck(), WATCH_MS);
  return { hear, stop: () => clearInterval(timer) };
}

/** Stays a member of the group while the work takes its time. */
async function whileBeating(heartbeat: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  // A failed one is told again by the next that is awaited.
  const beating = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
  await work().finally(() => clearInterval(beating));
}

const incoming = ({ offset, key, value, headers }: EachBatchPayload['batch']['messages'][number]): IncomingRecord => ({
  offset: Number(offset),
  key: key?.toString() ?? null,
  value,
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
});
