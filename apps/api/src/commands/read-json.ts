import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { InputError, parseJson } from '#domain';
import { CallerGoneError, inputsErrorOf } from '#nest-kit';
import { ProblemError } from '#contract';
import { sentAs } from '../http/media-type.ts';

const MAX_BYTES = 1024 * 1024;
/** So much of what is too long is read and forgotten, so that a caller who sends all before he reads gets his answer. */
const DRAINED_BYTES = 32 * 1024 * 1024;
const STALLED_MS = 30_000;
/** Who sends a byte now and then would hold a place for ever. */
const LONGEST_MS = 15 * 60_000;

const JSON_TYPE = /^application\/(?:[\w.-]{1,80}\+)?json$/;

/** The JSON of a body, as `parseJson` takes it. Throws ProblemError (415, 413, 408) and InputError. */
export async function readJson(headers: IncomingHttpHeaders, body: IncomingMessage | undefined): Promise<unknown> {
  const { type, isPlain } = sentAs(headers);
  if (!isPlain || !JSON_TYPE.test(type))
    throw new ProblemError(
      415,
      'unsupported-media-type',
      'This is asked in JSON, in UTF-8 and not compressed: Content-Type: application/json',
    );
  return parseJson(await readText(body));
}

/** The text of a request's body. Throws ProblemError (413 beyond a megabyte, 408 where it stalls), InputError for what is no UTF-8. */
export async function readText(body: IncomingMessage | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await readAll(body, (chunk) => {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    return bytes <= DRAINED_BYTES;
  });
  if (bytes > MAX_BYTES) throw new ProblemError(413, 'too-large', `The body has more than ${MAX_BYTES} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new InputError('The body is not UTF-8');
  }
}

/** Gives `take` each chunk until it wants no more, leaving the request as it is. Throws ProblemError (408) where it stalls. */
export async function readAll(
  body: IncomingMessage | undefined,
  take: (chunk: Buffer) => boolean | Promise<boolean>,
): Promise<void> {
  for await (const chunk of chunksOf(body)) if (!(await take(chunk))) break;
}

/** The chunks of a request's body. Leaves the request as it is when no more are wanted. Throws ProblemError (408) where it stalls or takes for ever. */
export async function* chunksOf(body: IncomingMessage | undefined): AsyncGenerator<Buffer> {
  if (!body) return;
  const chunks = body.iterator({ destroyOnReturn: false });
  const until = performance.now() + LONGEST_MS;
  try {
    for (let next = await inTime(chunks.next()); !next.done; next = await inTime(chunks.next())) {
      if (performance.now() > until) throw tooLong();
      yield next.value as Buffer;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw new CallerGoneError('The caller hung up');
    throw error;
  }
}

/** Waits for what the caller sends, and for no longer than he may take. Throws ProblemError (408). */
async function inTime<T>(arriving: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), STALLED_MS);
  });
  try {
    return await Promise.race([arriving, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

const tooLong = () =>
  new ProblemError(408, 'too-slow', `It did not arrive within ${LONGEST_MS / 60_000} minutes; send it again`);
const tooSlow = () =>
  new ProblemError(408, 'too-slow', `Nothing arrived for ${STALLED_MS / 1000} seconds; send it again`);

/** A body's JSON as its schema has it. Throws InputsError with a pointer for each thing that is wrong. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error) throw inputsErrorOf(error.issues, 'field');
  return data;
}
