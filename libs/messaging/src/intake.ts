import { fromPublicBytes, type RecordedEvent } from '#event-log';
import { settledBy, type IncomingRecord } from './records.ts';

export interface Intake {
  /** New ones only, in order. */
  events: RecordedEvent[];
  /** The partition is complete up to here. */
  through: number;
  /** A record was met that does not follow on `through`: the topic lacks what lies between. */
  gap: { after: number; offset: number } | null;
}

/**
 * What one partition's records bring to a reader that is complete up to `position`. Doubles are dropped; so is what
 * stands behind a gap, because it comes again once the relay has filled the topic anew.
 */
export function takeIn(position: number, records: readonly IncomingRecord[]): Intake {
  const intake: Intake = { events: [], through: position, gap: null };
  for (const record of records) {
    const settled = settledBy(record);
    if (!settled || settled.position <= intake.through) continue;
    if (settled.after > intake.through) {
      intake.gap ??= { after: settled.after, offset: record.offset };
      continue;
    }
    if (settled.isEvent) intake.events.push(fromPublicBytes(record.value!));
    intake.through = settled.position;
  }
  return intake;
}
