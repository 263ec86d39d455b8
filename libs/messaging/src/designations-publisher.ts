import {
  canonicalize,
  designationOf,
  designationStream,
  isDesignationStream,
  type KnownDesignationEvent,
  lineOf,
  listOf,
  segmentOn,
} from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';
import type { KafkaClient } from './kafka/kafka.ts';
import { TopicRecreatedError } from './kafka/producer.ts';
import type { OutgoingRecord } from './records.ts';
import { PARTITIONS, partitionOf } from './topics.ts';

/** As few events as keep the database's answers small where years of changes fall due at once. */
const DUE_AT_ONCE = 500;

/** An event of which no record can be made. */
export class IndigestibleError extends Error {
  override readonly name = 'IndigestibleError';
}

/** The days on which a designation's state changes by itself: recorded before, valid from then on. */
export interface DueDays {
  /** Designations with such a day at or before `day`. */
  until(day: string, limit: number): Promise<string[]>;
  /** The next such day of each; null where there is none. */
  set(days: ReadonlyMap<string, string | null>): Promise<void>;
}

export interface DesignationsPublisherOptions {
  eventLog: EventLog;
  kafka: Pick<KafkaClient, 'topics' | 'ensureTopics' | 'rangesOf' | 'publish'>;
  dueDays: DueDays;
  /** Today, as `YYYY-MM-DD` in UTC. */
  today?: () => string;
}

/**
 * A designation as a record of the compacted topic: how it stands on `day` after all that is known of it. A tombstone where
 * it is on no list that day. `changesOn` is the next day on which what is known already gives another state.
 */
export function designationRecord(id: string, events: readonly KnownDesignationEvent[], day: string) {
  const { data, position } = events.at(-1)!;
  const { status, since, until, record, to } = segmentOn(lineOf(events), day);
  const gone = record === null || status === 'delisted' || status === 'not-listed';
  const state = gone
    ? null
    : canonicalize({
        id,
        list: listOf(id),
        authority: data.authority,
        reference: record.reference,
        status,
        since,
        until,
        programs: record.programs,
        subject: record.subject,
        position,
      });
  const outgoing: OutgoingRecord = {
    partition: partitionOf(id),
    key: id,
    value: state === null ? null : Buffer.from(state, 'utf8'),
    headers: { 'content-type': 'application/json', ce_position: String(position) },
  };
  return { record: outgoing, changesOn: to === null ? null : dayAfter(to) };
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/**
 * Keeps the compacted topic: each designation as it stands today. Sends after every event of a designation, and again on
 * the day on which what was recorded before comes to hold. To send a state twice does no harm.
 */
export function createDesignationsPublisher({
  eventLog,
  kafka,
  dueDays,
  today = () => new Date().toISOString().slice(0, 10),
}: DesignationsPublisherOptions) {
  const topic = kafka.topics.designations.name;

  /** With `broken: 'skip'`, a designation of which nothing can be made is left out: its events are parked already. */
  async function send(ids: readonly string[], broken?: 'skip'): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const names = ids.map(designationStream);
    const known = await eventLog.readStreams(names, Number.MAX_SAFE_INTEGER);
    const day = today();
    const changes = new Map<string, string | null>();
    const records: OutgoingRecord[] = [];
    for (const [id, history] of Map.groupBy(known, ({ stream }) => designationOf(stream)))
      try {
        const { record, changesOn } = designationRecord(id, history as unknown as KnownDesignationEvent[], day);
        changes.set(id, changesOn);
        records.push(record);
      } catch (error) {
        if (!broken) throw new IndigestibleError(`${id}: ${(error as Error).message}`, { cause: error });
        changes.set(id, null);
      }
    // First, so that a day is not forgotten where we are killed after sending; a day too many only sends once more.
    await dueDays.set(new Map([...changes].filter(([, changesOn]) => changesOn !== null)));
    const next = await kafka.publish(topic, records);
    await dueDays.set(new Map([...changes].filter(([, changesOn]) => changesOn === null)));
    return new Map([...next].map(([partition, offset]) => [partition, String(offset)]));
  }

  return {
    /** Sends what has fallen due. False where the topic is not the one that was written to before. */
    async check(cursors: ReadonlyMap<number, string | null>): Promise<boolean> {
      await kafka.ensureTopics();
      const ranges = await kafka.rangesOf(topic);
      for (let partition = 0; partition < PARTITIONS; partition++)
        if ((ranges.get(partition)?.high ?? 0) < Number(cursors.get(partition) ?? 0)) return false;
      for (let due = await dueDays.until(today(), DUE_AT_ONCE); due.length > 0;) {
        await send(due, 'skip');
        due = due.length < DUE_AT_ONCE ? [] : await dueDays.until(today(), DUE_AT_ONCE);
      }
      return true;
    },
    send: (events: readonly RecordedEvent[]) => {
      const touched = events.map(({ stream }) => stream).filter(isDesignationStream);
      return send([...new Set(touched)].map(designationOf));
    },
    isPoison: (error: unknown) => error instanceof IndigestibleError,
    isGone: (error: unknown) => error instanceof TopicRecreatedError,
  };
}
