type Json = Record<string, unknown>;

const header = (description: string, schema: Json = { type: 'string' }) => ({ description, schema });
export const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

export const HEADERS = {
  ETag: header(
    'Strong: of exactly these bytes. If-None-Match takes it, and of a designation, a list, a subject or a webhook If-Match',
  ),
  'Demarche-Position': header('How far the read models had come', { type: 'integer' }),
  'Cache-Control': header('Answers whose two times are both given never change, and may be kept for ever'),
  'X-Request-Id': header('The one that was sent, or one of ours; it stands in our log too'),
  Link: header('The next page, where the body has no room for it: RFC 8288'),
  RateLimit: header('What is left: `"key";r=119999;t=42`, r requests for t seconds'),
  'RateLimit-Policy': header('How much may be asked: `"key";q=120000;w=60`, q requests in w seconds'),
  'Content-Range': header('Which part of the file it is: RFC 9110 section 14.4'),
  'Repr-Digest': header('SHA-256 of the whole file in its coding: RFC 9530'),
  Location: header('The event that was recorded', { type: 'string', format: 'uri-reference' }),
  'Retry-After': header('Seconds', { type: 'integer' }),
  'WWW-Authenticate': header('RFC 6750'),
  Allow: header('The methods that are taken here'),
};

/** How a request is refused; each with a problem. */
const REFUSALS: Record<string, { description: string; headers?: (keyof typeof HEADERS)[] }> = {
  400: { description: 'Something in the request cannot be understood; `errors` point at it' },
  401: { description: 'A key is needed, or the one that was sent is none', headers: ['WWW-Authenticate'] },
  403: { description: 'The key may not do this', headers: ['WWW-Authenticate'] },
  404: { description: 'Nothing of that name is known' },
  405: { description: 'The path takes other methods', headers: ['Allow'] },
  406: { description: 'Accept takes none of the forms that there are' },
  408: { description: 'The body stalled' },
  409: { description: 'A rule forbids it, or the same request is still running', headers: ['Retry-After'] },
  412: { description: 'Somebody changed it first: If-Match has none of its present ETags' },
  413: { description: 'The body is too large; the connection is closed' },
  414: { description: 'A part of the address is longer than any id' },
  415: { description: 'A command is JSON in UTF-8' },
  416: { description: 'The range begins after the end of the file; `Content-Range` says how long that is' },
  422: { description: 'The Idempotency-Key was used for another request' },
  428: { description: 'If-Match is needed' },
  429: { description: 'Too many requests of this key or address', headers: ['Retry-After'] },
  431: { description: 'The header is too large' },
  500: { description: 'A fault of ours; it was logged' },
  503: { description: 'Not now: it is starting, too busy, or the database is gone', headers: ['Retry-After'] },
};

/** What every question may be refused with, and what every command. */
export const READ = ['400', '401', '403', '404', '405', '406', '414', '429', '431', '500', '503'];
export const WRITE = [...READ, '408', '409', '412', '413', '415', '422'];

/** The header fields of an answer. */
export const headersOf = (...names: (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, ref('headers', name)]));

/** The ways in which a request may be refused. */
export const refusalsOf = (statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, ref('responses', `Problem${status}`)]));

/** Every refusal, by name. */
export const PROBLEMS = Object.fromEntries(
  Object.entries(REFUSALS).map(([status, { description, headers = [] }]) => [
    `Problem${status}`,
    {
      description,
      headers: headersOf(...headers, 'X-Request-Id', 'RateLimit', 'RateLimit-Policy'),
      content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
    },
  ]),
);
