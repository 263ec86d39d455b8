import { type DesignationEvent, designationStream, DomainError, InputError, MAX_ID } from '#domain';
import type { StreamAppend, SubmissionDraft } from '#event-log';
import type { Change } from '../comparing/difference.ts';

/** What of a publication's changes the log takes. */
export interface Storable {
  streams: StreamAppend[];
  events: DesignationEvent[];
  /** Changes that make no valid event, or that the log has no room for; nothing of them is recorded. */
  refused: { id: string; reason: string }[];
}

/** Adds the changes to a submission, without those that the log would refuse: one entry must not cost the publication. */
export function addStorable(submission: SubmissionDraft, changes: readonly Change[]): Storable {
  const storable: Storable = { streams: [], events: [], refused: [] };
  for (const { id, current, events } of changes) {
    const touched = { stream: designationStream(id), expected: current?.version ?? 0, events };
    try {
      if (id.length > MAX_ID) throw new InputError(`Its number has more than ${MAX_ID} characters`);
      submission.add(touched);
      storable.streams.push(touched);
      storable.events.push(...events);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      storable.refused.push({ id, reason: reasonOf(error) });
    }
  }
  return storable;
}

function reasonOf(error: DomainError | InputError): string {
  const place = error instanceof InputError ? /\/events\/\d+(\/.+)$/.exec(error.pointer)?.[1] : undefined;
  return place === undefined ? error.message : `It has no room for ${place}: ${error.message}`;
}
