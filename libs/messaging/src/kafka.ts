import kafkajs, {
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type IHeaders,
  type KafkaConfig,
  type Producer,
} from 'kafkajs';
import { splitBySize } from './batches.ts';
import type { IncomingRecord, OutgoingRecord } from './records.ts';
import { LateError, RefusedError, within } from './supervise.ts';
import { PARTITIONS, topicsOf, type Topics } from './topics.ts';
import type { Log } from './transport.ts';

// The only file that knows kafkajs 2.2.4, which nobody maintains: no concurrent sends, no trust in its own retries, no
// offsets kept in Kafka; whatever fails is thrown away and made anew.
const { Kafka, logLevel, Partitioners } = kafkajs;

const SEND_WITHIN_MS = 15_000;
/** A broker that is slow and not dead gets more time at each attempt: else it would never be done with one. */
const SEND_WITHIN_AT_MOST_MS = 240_000;
const STOP_WITHIN_MS = 10_000;
/** After a crash of ours or the broker's, the group waits this long for those who are no more. */
const SESSION_MS = 6_000;
const HEARTBEAT_MS = 2_000;
const STUCK_AFTER_MS = 60_000;
const LONG_POLL_MS = 250;
/** A topic that is made anew may end just where a reader waits. Reading its last record again is what tells. */
const LOOK_AGAIN_MS = 5_000;
/** Its one complaint about settings that we chose on purpose. */
const ABOUT_RETRIES = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

export interface KafkaOptions {
  brokers: string[];
  clientId: string;
  log: Log;
  /** Of topics and consumer groups. */
  prefix?: string;
}

/** The topic is not the one that was written to before: it was made anew, or cut short. */
export class TopicRecreatedError extends Error {
  override readonly name = 'TopicRecreatedError';
}

export interface OffsetRange {
  low: number;
  /** Of the next record. */
  high: number;
}

/** Gets one topic's records from the partitions that the group gives it. */
export interface Reader {
  /** Answers the offset to read each partition from. */
  assigned(partitions: number[], ranges: ReadonlyMap<number, OffsetRange>): Promise<Map<number, number>>;
  /** Called for one batch of a partition at a time, for several partitions at once. May answer with an offset to go on from. */
  read(partition: number, records: IncomingRecord[]): Promise<number | void>;
}

export type KafkaClient = ReturnType<typeof createKafka>;

export function createKafka({ brokers, clientId, log, prefix = 'demarche' }: KafkaOptions) {
  const options: KafkaConfig = {
    brokers,
    clientId,
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, retries: 2 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: { message, timestamp: _, logger: __, stack: ___, ...fields } }) => {
        if (message !== ABOUT_RETRIES) log.warn({ ...fields, from: `kafkajs/${namespace}` }, message);
      },
  };
  const kafka = new Kafka(options);
  // Our own deadline is what ends a send.
  const sender = new Kafka({ ...options, requestTimeout: SEND_WITHIN_AT_MOST_MS });
  const topics: Topics = topicsOf(prefix);

  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Makes the topics that are missing; refuses to go on with one of another partition count. */
  const ensureTopics = () =>
    withAdmin(async (admin) => {
      const wanted = [topics.events, topics.designations].map(({ name, config }) => ({
        topic: name,
        numPartitions: PARTITIONS,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      }));
      await admin.createTopics({ topics: wanted, waitForLeaders: true });
      const metadata = await admin.fetchTopicMetadata({ topics: wanted.map(({ topic }) => topic) });
      for (const { name, partitions } of metadata.topics)
        if (partitions.length !== PARTITIONS)
          throw new RefusedError(
            `Topic ${name} has ${partitions.length} partitions, not ${PARTITIONS}: an authority's events would lose ` +
              'their order. Delete the topic and let the relay fill it anew.',
          );
    });

  const rangesOf = (topic: string): Promise<Map<number, OffsetRange>> =>
    withAdmin(async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));
    });

  let producer: Producer | undefined;
  let sending: Promise<unknown> = Promise.resolve();
  let patience = SEND_WITHIN_MS;
  /** By topic and partition: no later record may get a lower offset. */
  const nextOffsets = new Map<string, number>();

  async function connectProducer(): Promise<Producer> {
    producer = sender.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
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

  /** Reads as a member of a group, until the signal. Rejects on any trouble; the caller starts anew. */
  async function consume(groupId: string, topic: string, reader: Reader, signal: AbortSignal): Promise<void> {
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
        ...{ autoCommit: false, eachBatchAutoResolve: false, eachBatch },
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
    const patience = AbortSignal.timeout(SEND_WITHIN_MS);
    await consume(groupId, topic, reader, AbortSignal.any([done.signal, patience]));
    if (!done.signal.aborted) throw new Error(`The last records of ${topic} did not come in ${SEND_WITHIN_MS} ms`);
    await withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => {});
    return last;
  }

  async function close(): Promise<void> {
    await sending;
    await discardProducer();
  }

  return { prefix, topics, ensureTopics, rangesOf, publish, lastRecords, consume, close };
}

const incoming = ({ offset, key, value, headers }: EachBatchPayload['batch']['messages'][number]): IncomingRecord => ({
  offset: Number(offset),
  key: key?.toString() ?? null,
  value,
  headers: textHeaders(headers),
});

const textHeaders = (headers: IHeaders | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
