import { publicBytes, sourceOf, type RecordedEvent } from '#event-log';
import { PARTITIONS, partitionOf } from './topics.ts';

export interface OutgoingRecord {
  partition: number;
  key: string | null;
  /** Null is a tombstone: a compacted topic forgets the key. */
  value: Buffer | null;
  headers: Record<string, string>;
}

export interface IncomingRecord {
  offset: number;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
}

/**
 * Every record of the events topic says which stretch of the log it completes for its partition: nothing belongs there
 * after AFTER and before its own position. That is true of the log whoever sends it, and however often, so a reader
 * that takes a record only when AFTER is not beyond its own position can neither miss nor repeat an event, whatever
 * became of the topic or of two relays at once.
 */
const AFTER = 'demarche-after';
const WATERMARK = 'demarche-watermark';
const POSITION = 'ce_position';

/** A batch of the log, which follows on position `after`, as records: the events, and what tells the other partitions. */
export function recordsOf(events: readonly RecordedEvent[], after: number) {
  const last = new Map<number, number>();
  const records = events.map((event) => {
    const partition = partitionOf(event.authority);
    const record = eventRecord(event, partition, last.get(partition) ?? after);
    last.set(partition, event.position);
    return record;
  });
  const head = events.at(-1)!.position;
  const watermarks = Array.from({ length: PARTITIONS }, (_, partition) => partition)
    .filter((partition) => last.get(partition) !== head)
    .map((partition) => watermarkRecord(partition, last.get(partition) ?? after, head));
  return { records, watermarks };
}

function eventRecord(event: RecordedEvent, partition: number, after: number): OutgoingRecord {
  return {
    partition,
    key: event.authority,
    value: publicBytes(event),
    headers: {
      'content-type': 'application/cloudevents+json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.type,
      ce_source: sourceOf(event),
      [POSITION]: String(event.position),
      [AFTER]: String(after),
    },
  };
}

export function watermarkRecord(partition: number, after: number, position: number): OutgoingRecord {
  return {
    partition,
    key: null,
    value: Buffer.from(JSON.stringify({ watermark: position })),
    headers: { [WATERMARK]: String(position), [AFTER]: String(after) },
  };
}

/** What a record completes; null for one that is not ours. */
export function completedBy({ headers }: IncomingRecord): { after: number; position: number; isEvent: boolean } | null {
  const isEvent = headers[POSITION] !== undefined;
  const position = Number(headers[POSITION] ?? headers[WATERMARK]);
  const after = Number(headers[AFTER]);
  return Number.isSafeInteger(position) && Number.isSafeInteger(after) ? { after, position, isEvent } : null;
}
