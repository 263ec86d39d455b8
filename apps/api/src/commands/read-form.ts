import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { InputError } from '#domain';
import { ProblemError } from '#contract';
import { sentAs } from '../http/media-type.ts';
import { readText } from './read-json.ts';

/** https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
export const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form, by name. Throws ProblemError (415) for what is none, InputError where a field is sent twice. */
export async function readForm(
  headers: IncomingHttpHeaders,
  body: IncomingMessage | undefined,
): Promise<Record<string, string>> {
  const { type, isPlain } = sentAs(headers);
  if (!isPlain || type !== FORM)
    throw new ProblemError(
      415,
      'unsupported-media-type',
      `This is asked with a form, in UTF-8 and not compressed: Content-Type: ${FORM}`,
    );
  const fields = [...new URLSearchParams(await readText(body))];
  const names = fields.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new InputError('The field is sent twice; send it once', `/${twice}`);
  return Object.fromEntries(fields);
}
