import { canonicalize, domainEvent, DomainError, InputError, type DesignationEvent } from '#domain';
import type { StreamAppend } from '#event-log';
import type { Change } from '../comparing/difference.ts';
import { designationStream } from '../comparing/list-state.ts';

/** The changes of a publication, ready to be appended. */
export interface Storable {
  streams: StreamAppend[];
  events: DesignationEvent[];
  /** Changes that make no valid event, or that the log has no room for; nothing of them is recorded. */
  refused: { id: string; reason: string }[];
}

/** Parts the changes that the log can store from those that it would refuse: one entry must not cost the publication. */
export function storableChanges(changes: readonly Change[]): Storable {
  const storable: Storable = { streams: [], events: [], refused: [] };
  for (const { id, current, events } of changes)
    try {
      refuseUnstorable(id, events);
      storable.streams.push({ stream: designationStream(id), expected: current?.version ?? 0, events });
      storable.events.push(...events);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      storable.refused.push({ id, reason: error.message });
    }
  return storable;
}

const LONGEST_ID = 400;

function refuseUnstorable(id: string, events: readonly DesignationEvent[]): void {
  if (id.length > LONGEST_ID) throw new InputError(`Its number has more than ${LONGEST_ID} characters`);
  for (const event of events) {
    const { error } = domainEvent.safeParse(event);
    if (error)
      throw new InputError(`It has no room for /${error.issues[0]!.path.join('/')}: ${error.issues[0]!.message}`);
    canonicalize(event);
  }
}
