import { contentHash, InputError } from '#domain';

/**
 * An opaque place in a list, bound to the question it belongs to: the same cursor with another filter is refused, since
 * the page after it would belong to neither.
 */
export function encodeCursor(question: object, place: unknown): string {
  const text = JSON.stringify([contentHash(question).slice(0, 12), place]);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** The place inside a cursor. Throws InputError where it is none of ours, or belongs to another question. */
export function decodeCursor<Place>(question: object, cursor: string): Place {
  const [hash, place] = parse(cursor);
  if (hash !== contentHash(question).slice(0, 12))
    throw new InputError('This cursor belongs to a query with other filters; start again without it', '/cursor');
  return place as Place;
}

function parse(cursor: string): [string, unknown] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2 && typeof parsed[0] === 'string')
      return parsed as [string, unknown];
  } catch {
    // Told below.
  }
  throw new InputError('Not a cursor of this API; take it from `next` of the page before', '/cursor');
}
