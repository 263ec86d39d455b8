import type { EventLog } from '#event-log';
import type { KafkaClient } from './kafka/kafka.ts';
import { TopicRecreatedError } from './kafka/producer.ts';
import { recordsOf, completedBy } from './records.ts';
import { sleep, supervise } from './supervise.ts';
import { PARTITIONS } from './topics.ts';
import type { Log } from './transport.ts';

interface Leadership {
  epoch: number;
  position: number;
}

/** Who may relay, and from where: one row with an epoch that rises with every new leader. */
export interface RelayLease {
  /** Null while somebody else has it. The position is the one last saved, 0 at first. */
  acquire(): Promise<Leadership | null>;
  /** False: fenced, somebody else leads. */
  renew(epoch: number): Promise<boolean>;
  /** Renews too. False: fenced. The position may be lower than before, when the topic has to be filled anew. */
  save(epoch: number, position: number): Promise<boolean>;
  /** Does nothing where the epoch is no longer ours. */
  release(epoch: number): Promise<void>;
  /** Something failed and is tried again after a pause; what is saved or led next says that it goes on. */
  failed?(error: Error): Promise<void>;
}

export interface RelayOptions {
  eventLog: EventLog;
  publisher: Pick<KafkaClient, 'topics' | 'ensureTopics' | 'publish' | 'lastRecords'>;
  lease: RelayLease;
  log: Log;
  batchSize?: number;
  /** How often an idle leader says that it is still there. */
  renewMs?: number;
  /** How often one who waits asks for the lease. */
  standbyMs?: number;
  onRelayed?(batch: { count: number; position: number; ms: number }): void;
}

/**
 * The log into Kafka, in order. A batch is acknowledged, then its watermarks, then the checkpoint is saved; whatever
 * fails in between is sent again from the checkpoint, and readers drop the doubles.
 */
export function createRelay(options: RelayOptions) {
  const { lease, log, standbyMs = 1_000 } = options;
  return {
    /** Resolves when the signal aborts; rejects only where a person has to act. */
    run: (signal: AbortSignal): Promise<void> =>
      supervise(
        'relay',
        log,
        signal,
        async (progress) => {
          const held = await lease.acquire();
          if (held) await leadWhileOurs(options, held, signal, progress);
          else await sleep(standbyMs, signal);
        },
        lease.failed,
      ),
  };
}

/** Leads for as long as the lease is ours; a lease that cannot be asked about is not lost yet. */
async function leadWhileOurs(options: RelayOptions, held: Leadership, signal: AbortSignal, progress: () => void) {
  const { publisher, lease, log, renewMs = 5_000 } = options;
  const { epoch } = held;
  const fenced = new AbortController();
  const renewal = setInterval(() => {
    lease.renew(epoch).then(
      (ours) => ours || fenced.abort(),
      (error: unknown) => log.warn({ err: error, epoch }, 'relay.renewal-failed'),
    );
  }, renewMs);
  try {
    await lead(options, held, AbortSignal.any([signal, fenced.signal]), progress);
  } catch (error) {
    if (!(error instanceof TopicRecreatedError)) throw error;
    const topic = publisher.topics.events.name;
    log.warn({ err: error, topic, epoch }, 'relay.refilling: the topic was made anew');
    await lease.save(epoch, 0);
  } finally {
    clearInterval(renewal);
    await lease.release(epoch).catch((error: unknown) => log.warn({ err: error, epoch }, 'relay.release-failed'));
  }
}

async function lead(options: RelayOptions, held: Leadership, signal: AbortSignal, progress: () => void): Promise<void> {
  const { publisher, lease, log, onRelayed } = options;
  const { epoch } = held;
  const topic = publisher.topics.events.name;
  const position = await verified(options, held.position);
  log.info({ epoch, position }, 'relay.leading');
  for await (const { records, watermarks, count, through } of ahead(batchesAfter(options, position, signal))) {
    if (signal.aborted) return;
    const started = performance.now();
    await publisher.publish(topic, records);
    await publisher.publish(topic, watermarks);
    if (!(await lease.save(epoch, through))) return log.warn({ epoch, position: through }, 'relay.fenced');
    progress();
    onRelayed?.({ count, position: through, ms: performance.now() - started });
  }
}

/** The checkpoint, or what Kafka really holds, if that is less: topics can be deleted, and disks lost. */
async function verified({ publisher, log }: RelayOptions, checkpoint: number): Promise<number> {
  await publisher.ensureTopics();
  if (checkpoint === 0) return 0;
  const topic = publisher.topics.events.name;
  const last = await publisher.lastRecords(topic);
  const held = Array.from({ length: PARTITIONS }, (_, partition) => {
    const record = last.get(partition);
    return (record && completedBy(record)?.position) ?? 0;
  });
  const position = Math.min(checkpoint, ...held);
  if (position < checkpoint) log.warn({ topic, checkpoint, position }, 'relay.refilling: Kafka lost records');
  return position;
}

/** The log's batches as records. */
async function* batchesAfter({ eventLog, batchSize = 2_000 }: RelayOptions, after: number, signal: AbortSignal) {
  let position = after;
  for await (const events of eventLog.follow(after, { batchSize, signal })) {
    yield { ...recordsOf(events, position), count: events.length, through: events.at(-1)!.position };
    position = events.at(-1)!.position;
  }
}

/** The same, each made while the one before it is on its way to Kafka. */
async function* ahead<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T> {
  for (let next = source.next(); ;) {
    const current = await next;
    if (current.done) return;
    next = source.next();
    // Whoever stops reading here still leaves a promise behind, which must not count as unhandled.
    next.catch(() => {});
    yield current.value;
  }
}
