import type { z } from 'zod';
import { contentHash, InputError } from '#domain';

/**
 * An opaque place in a list, bound to the question it belongs to: the same cursor with another filter is refused, since
 * the page after it would belong to neither.
 */
export function encodeCursor(question: object, place: unknown): string {
  const text = JSON.stringify([contentHash(question).slice(0, 12), place]);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/**
 * The place inside a cursor, as its schema has it: anybody can write one. Throws InputError where it is none of ours, or
 * belongs to another question.
 */
export function decodeCursor<Place extends z.ZodType>(schema: Place, question: object, cursor: string): z.infer<Place> {
  const [hash, written] = parse(cursor);
  if (hash !== contentHash(question).slice(0, 12))
    throw new InputError('This cursor belongs to a query with other filters; start again without it', '/cursor');
  const { data, error } = schema.safeParse(written);
  if (error) throw new InputError(NO_CURSOR, '/cursor');
  return data;
}

const NO_CURSOR = 'Not a cursor of this API; take it from `next` of the page before';

function parse(cursor: string): [string, unknown] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2 && typeof parsed[0] === 'string')
      return parsed as [string, unknown];
  } catch {
    // Told below.
  }
  throw new InputError(NO_CURSOR, '/cursor');
}
