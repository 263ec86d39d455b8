import type { IncomingMessage } from 'node:http';
import { InputError } from '#domain';
import { ProblemError } from '#contract';
import { readText } from './read-json.ts';

/** https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
export const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form, by name. Throws ProblemError (415) for what is none, InputError where a field is sent twice. */
export async function readForm(
  type: string | undefined,
  body: IncomingMessage | undefined,
): Promise<Record<string, string>> {
  if (type?.split(';', 1)[0]!.trim().toLowerCase() !== FORM)
    throw new ProblemError(415, 'unsupported-media-type', `This is asked with a form: Content-Type: ${FORM}`);
  const fields = [...new URLSearchParams(await readText(body))];
  const names = fields.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new InputError('The field is sent twice; send it once', `/${twice}`);
  return Object.fromEntries(fields);
}
