import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { InputError } from '#domain';
import { inputsErrorOf, parseJson, ProblemError } from '#nest-kit';

const MAX_BYTES = 1024 * 1024;

/** The text of a request's body. Throws ProblemError (413) beyond a megabyte, InputError for what is no UTF-8. */
export async function readText(body: Readable | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new ProblemError(413, 'too-large', `A command has at most ${MAX_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new InputError('The body is not UTF-8');
  }
}

/** A body as its schema has it. Throws InputError for what is no JSON, InputsError with a pointer for each thing that is wrong. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(parseJson(text));
  if (error) throw inputsErrorOf(error.issues, 'field');
  return data;
}
