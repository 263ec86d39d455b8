import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { EnvHttpProxyAgent, type buildConnector, type Dispatcher } from 'undici';
import { connectTo, createGuard, type Guard } from '#egress';
import type { Download } from '../list-source.ts';
import { failureOf, FetchFailed, withoutQuery } from './failure.ts';

/** How much and how long we are ready to take. */
export interface FetchLimits {
  /** As sent. */
  bytes: number;
  /** Of the authority's listing of its files. */
  listingBytes: number;
  connectMs: number;
  headersMs: number;
  /** Between two pieces of a body. */
  idleMs: number;
  /** For everything, redirects too. */
  totalMs: number;
}

export const defaultFetchLimits: FetchLimits = {
  bytes: 256 * 1024 * 1024,
  listingBytes: 1024 * 1024,
  connectMs: 10_000,
  headersMs: 60_000,
  idleMs: 30_000,
  totalMs: 15 * 60_000,
};

/**
 * The connections of one fetch, to addresses that the guard lets through; where a proxy is named, it decides in its place.
 * Whatever the environment says, certificates are checked. HTTPS_PROXY and NO_PROXY are the library's to read.
 */
export function openConnections(
  { connectMs, headersMs, idleMs }: FetchLimits,
  { ca, guard = createGuard() }: { ca?: string; guard?: Guard } = {},
): Dispatcher {
  const connect: buildConnector.connector = ({ protocol, hostname, port }, done) => {
    const url = new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}`);
    connectTo(url, guard, { connectMs, tlsMs: connectMs, ca }).then(
      ({ socket }) => done(null, socket),
      (error: Error) => done(error, null),
    );
  };
  return new EnvHttpProxyAgent({
    connect,
    requestTls: { rejectUnauthorized: true, timeout: connectMs, ...(ca === undefined ? {} : { ca }) },
    allowH2: false,
    pipelining: 0,
    maxHeaderSize: 16 * 1024,
    headersTimeout: headersMs,
    bodyTimeout: idleMs,
  });
}

/** What tells a server which file we hold. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export type Answer = { status: 304 } | ({ status: 200; /** Of the bytes as sent. */ sha256: string } & Validators);

const USER_AGENT = 'Demarche (tracker of sanctions lists)';
const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;

export interface Asking {
  through: Dispatcher;
  limits: FetchLimits;
  signal: AbortSignal;
}

/**
 * Gets what a list's address leads to into the file: whole, or it throws FetchFailed. With validators, the server may say
 * that nothing has changed.
 */
export async function get(
  { url: start, redirects = [], listing }: Download,
  into: FileHandle,
  { etag, lastModified }: Validators,
  asking: Asking,
): Promise<Answer> {
  const conditions = {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
  // Receiving expands gzip, under its limits; a published hash is of the file as it is.
  const headers = { ...conditions, 'accept-encoding': listing ? 'identity' : 'gzip', accept: '*/*' };
  const seen = new Set<string>();
  for (let url = new URL(start); ;) {
    seen.add(url.href);
    const response = await request(url, { method: 'GET', headers }, asking);
    const { statusCode: status, headers: answered } = response;
    if (REDIRECTS.includes(status)) {
      url = redirected(url, one(answered, 'location'), redirects, seen);
      continue;
    }
    if (status === 200) return { status, sha256: await save(response, url, into, asking), ...validatorsOf(answered) };
    if (status !== 304)
      throw new FetchFailed('status', `${withoutQuery(url)} answered ${status}`, retryAfter(answered));
    if (Object.keys(conditions).length === 0)
      throw new FetchFailed(
        'not-modified',
        `${withoutQuery(url)} says that nothing changed though it was not asked that`,
      );
    return { status };
  }
}

export async function request(
  url: URL,
  options: Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'>,
  { through, signal }: Asking,
): Promise<Dispatcher.ResponseData> {
  try {
    const response = await through.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      signal,
      ...options,
      headers: { 'user-agent': USER_AGENT, ...options.headers },
    });
    // A body that nobody reads ends with its connection, and nobody is told.
    response.body.on('error', () => undefined);
    return response;
  } catch (error) {
    throw failureOf(error, url, { inBody: false });
  }
}

/** The body's pieces; throws where it is more than the limit or not whole. */
export async function* pieces(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  url: URL,
  most: number,
): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new FetchFailed('too-large', `${withoutQuery(url)} sends more than ${most} bytes`);
  const length = one(headers, 'content-length');
  let bytes = 0;
  try {
    if (Number(length ?? 0) > most) throw tooLarge();
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > most) throw tooLarge();
      yield piece;
    }
  } catch (error) {
    throw failureOf(error, url, { inBody: true });
  }
  if (length !== null && bytes !== Number(length))
    throw new FetchFailed('cut-off', `${withoutQuery(url)} sent ${bytes} of ${length} bytes`);
}

async function save(
  response: Dispatcher.ResponseData,
  url: URL,
  into: FileHandle,
  { limits }: Asking,
): Promise<string> {
  const encoding = one(response.headers, 'content-encoding') ?? 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
    throw new FetchFailed(
      'encoding',
      `${withoutQuery(url)} is sent as ${encoding.slice(0, 40)}, which was not asked for`,
    );
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces(response, url, limits.bytes)) {
    hash.update(piece);
    await into.write(piece, 0, piece.length, bytes);
    bytes += piece.length;
  }
  return hash.digest('hex');
}

function redirected(from: URL, location: string | null, allowed: readonly string[], seen: ReadonlySet<string>): URL {
  const to = URL.parse(location ?? '', from.href);
  if (location === null || !to) throw new FetchFailed('redirect', `${withoutQuery(from)} redirects to no address`);
  // Compared as parsed, so that neither dots nor another way of writing a host lead out of the folder; what only the server
  // would take for a slash is not followed.
  const isAllowed =
    !to.username &&
    !to.password &&
    !/%2f|%5c/i.test(to.pathname) &&
    allowed.some((prefix) => to.href.startsWith(new URL(prefix).href));
  if (!isAllowed)
    throw new FetchFailed(
      'redirect',
      `${withoutQuery(from)} redirects to ${withoutQuery(to)}, which is not among its addresses`,
    );
  if (seen.has(to.href)) throw new FetchFailed('redirect', `${withoutQuery(from)} redirects in a circle`);
  if (seen.size > MOST_REDIRECTS) throw new FetchFailed('redirect', `It redirects more than ${MOST_REDIRECTS} times`);
  return to;
}

const validatorsOf = (headers: IncomingHttpHeaders): Validators => ({
  etag: one(headers, 'etag'),
  lastModified: one(headers, 'last-modified'),
});

function one(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** How long the server asks to be left alone: it says seconds, or a date. */
export function retryAfter(headers: IncomingHttpHeaders): number | null {
  const text = one(headers, 'retry-after');
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
