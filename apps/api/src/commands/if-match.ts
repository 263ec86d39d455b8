import { InputError } from '#domain';
import { ProblemError } from '#contract';
import { readTags } from '../http/etags.ts';

/** What the caller takes for the present state: versions of the stream, and ids of events that never change. */
export interface Matching {
  versions: number[];
  events: string[];
}

const VERSION = /^(\d{1,9})(-[0-9a-f]{24})?(-gzip|-zstd)?$/;
const EVENT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(-gzip|-zstd)?$/;

/**
 * If-Match as RFC 9110 section 13.1.1 has it: a star, or ETags that the GET gave, of which one has to be the present one; a
 * stream's bare version in quotes will do too. A weak one never matches. Undefined for a star, or where there is none.
 * Throws ProblemError (428) where it is needed and missing, InputError for what is no ETag.
 */
export function matchingOf(header: string | undefined, needed: boolean): Matching | undefined {
  if (header === undefined && needed)
    throw new ProblemError(
      428,
      'if-match-missing',
      'Send If-Match with the ETag of what you have read, so that nobody’s change is lost',
    );
  const tags = header === undefined ? '*' : readTags(header);
  if (!tags) throw new InputError('If-Match is an ETag in quotes, as the GET gave it, or a star', '/if-match');
  if (tags === '*') return undefined;
  const matching: Matching = { versions: [], events: [] };
  for (const { weak, value } of tags) {
    if (weak) continue;
    const version = VERSION.exec(value)?.[1];
    const event = EVENT.exec(value)?.[1];
    if (version !== undefined) matching.versions.push(Number(version));
    if (event !== undefined) matching.events.push(event);
  }
  return matching;
}
