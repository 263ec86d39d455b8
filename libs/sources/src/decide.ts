import { canonicalize, designation, domainEvent, DomainError, InputError, type DesignationEvent } from '#domain';
import type { StreamAppend } from '#event-log';
import type { Change } from './differ.ts';
import { designationStream } from './list-state.ts';

/** The changes of a publication as events, ready to be appended. */
export interface Decided {
  streams: StreamAppend[];
  events: DesignationEvent[];
  /** Changes that no order of days allows, or that make no record; nothing of them is recorded. */
  refused: { id: string; reason: string }[];
}

/** Lets every designation decide on its commands, one upon the other. */
export function decideChanges(changes: readonly Change[]): Decided {
  const decided: Decided = { streams: [], events: [], refused: [] };
  for (const { id, current, commands } of changes) {
    try {
      const events: DesignationEvent[] = [];
      let state = current?.state ?? designation.initial;
      for (const command of commands)
        for (const event of designation.decide(command, state)) {
          events.push(event);
          if (commands.length > 1) state = designation.evolve(state, event);
        }
      if (events.length === 0) continue;
      refuseUnstorable(id, events);
      decided.streams.push({ stream: designationStream(id), expected: current?.version ?? 0, events });
      decided.events.push(...events);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      decided.refused.push({ id, reason: error.message });
    }
  }
  return decided;
}

const LONGEST_ID = 400;

/** One entry that the log has no room for must not cost the whole publication: what it would refuse is found before. */
function refuseUnstorable(id: string, events: readonly DesignationEvent[]): void {
  if (id.length > LONGEST_ID) throw new InputError(`Its number has more than ${LONGEST_ID} characters`);
  for (const event of events) {
    const { error } = domainEvent.safeParse(event);
    if (error)
      throw new InputError(`It has no room for /${error.issues[0]!.path.join('/')}: ${error.issues[0]!.message}`);
    canonicalize(event);
  }
}
