import { fromPublicBytes, type RecordedEvent } from '#event-log';
import { completedBy, type IncomingRecord } from './records.ts';

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
export function intakeOf(position: number, records: readonly IncomingRecord[]): Intake {
  const intake: Intake = { events: [], through: position, gap: null };
  for (const record of records) {
    const completed = completedBy(record);
    if (!completed || completed.position <= intake.through) continue;
    if (completed.after > intake.through) {
      intake.gap ??= { after: completed.after, offset: record.offset };
      continue;
    }
    if (completed.isEvent) intake.events.push(fromPublicBytes(record.value!));
    intake.through = completed.position;
  }
  return intake;
}
