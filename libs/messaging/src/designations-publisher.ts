import { canonicalize, lineOf, type KnownDesignationEvent } from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';
import type { KafkaClient } from './kafka.ts';
import type { OutgoingRecord } from './records.ts';
import { partitionOf } from './topics.ts';

const STREAM = 'designation-';

/** How a designation stands after all that is known of it, as a record of the compacted topic; gone once off the list. */
export function designationRecord(id: string, events: readonly KnownDesignationEvent[]): OutgoingRecord {
  const { data, position } = events.at(-1)!;
  const { status, since, until, record } = lineOf(events).at(-1)!;
  const gone = record === null || status === 'delisted' || status === 'not-listed';
  const state = gone
    ? null
    : canonicalize({
        ...{
          id,
          list: id.slice(0, id.indexOf(':')),
          authority: data.authority,
          reference: record.reference,
          status,
          since,
          until,
        },
        ...{ programs: record.programs, subject: record.subject, position },
      });
  return {
    partition: partitionOf(id),
    key: id,
    value: state === null ? null : Buffer.from(state, 'utf8'),
    headers: { 'content-type': 'application/json', ce_position: String(position) },
  };
}

/** What a subscription does to keep the compacted topic: publishing again what was published before does no harm. */
export function publishDesignations(eventLog: EventLog, publisher: Pick<KafkaClient, 'topics' | 'publish'>) {
  return async (events: readonly RecordedEvent[]): Promise<void> => {
    const touched = events.map(({ stream }) => stream).filter((stream) => stream.startsWith(STREAM));
    if (touched.length === 0) return;
    const known = await eventLog.readStreams([...new Set(touched)], events.at(-1)!.position);
    const histories = Map.groupBy(known, ({ stream }) => stream);
    const records = [...histories].map(([stream, history]) =>
      designationRecord(stream.slice(STREAM.length), history as unknown as KnownDesignationEvent[]),
    );
    await publisher.publish(publisher.topics.designations.name, records);
  };
}
