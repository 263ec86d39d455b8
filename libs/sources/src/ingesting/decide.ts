import {
  type DesignationEvent,
  designationStream,
  DomainError,
  InputError,
  type KnownDesignationEvent,
  MAX_ID,
  publicationDayOf,
  withCorrections,
} from '#domain';
import type { StreamAppend, SubmissionDraft } from '#event-log';
import type { Change } from '../comparing/difference.ts';
import { eventsOf, type CurrentEntry } from '../comparing/list-state.ts';

/** What of a publication's changes the log takes. */
export interface Storable {
  streams: StreamAppend[];
  /** The events that change something. */
  news: DesignationEvent[];
  /** Changes that make no valid event, or that the log has no room for; nothing of them is recorded. */
  refused: { id: string; reason: string }[];
}

/** Adds the changes to a submission, without those that the log would refuse: one entry must not cost the publication. */
export function addStorable(submission: SubmissionDraft, changes: readonly Change[]): Storable {
  const storable: Storable = { streams: [], news: [], refused: [] };
  for (const { id, current, events } of changes) {
    const touched = { stream: designationStream(id), expected: current?.version ?? 0, events };
    try {
      if (id.length > MAX_ID) throw new InputError(`Its number has more than ${MAX_ID} characters`);
      submission.add(touched);
      storable.streams.push(touched);
      storable.news.push(...events.filter((event) => !current || !isToldAgain(event, current)));
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      storable.refused.push({ id, reason: reasonOf(error) });
    }
  }
  return storable;
}

const COMES_OR_GOES = /(Designated|Delisted)$/;

/**
 * Whether a report tells no more than that of the publication before it, as of an entry that is over when it goes, or that comes
 * back as it stood. It is kept, because it tells what was printed, and it changes nothing.
 */
function isToldAgain({ type, data }: DesignationEvent, current: CurrentEntry): boolean {
  if (!COMES_OR_GOES.test(type)) return false;
  const { publishedOn = '' } = data.source;
  const dayOf = (event: KnownDesignationEvent) => publicationDayOf(event) ?? '';
  const [last] = withCorrections(eventsOf(current))
    .filter((event) => COMES_OR_GOES.test(event.type) && dayOf(event) !== '' && dayOf(event) < publishedOn)
    .sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : b.position - a.position));
  return last?.type === type && last.data.effective === data.effective;
}

function reasonOf(error: DomainError | InputError): string {
  const place = error instanceof InputError ? /\/events\/\d+(\/.+)$/.exec(error.pointer)?.[1] : undefined;
  return place === undefined ? error.message : `It has no room for ${place}: ${error.message}`;
}
