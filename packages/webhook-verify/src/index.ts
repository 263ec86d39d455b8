import { createHmac, createPublicKey, timingSafeEqual, verify as verifySignature, type KeyObject } from 'node:crypto';

/** Why a request is not believed. */
export type Reason =
  /** One of the three headers is missing. */
  | 'header-missing'
  /** The timestamp is no number of seconds, or too far from now. */
  | 'timestamp'
  /** No signature was made by any of the secrets over exactly this id, timestamp and body. */
  | 'signature'
  /** The message was accepted before. */
  | 'replayed'
  /** The body is no JSON object. */
  | 'body';

export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message);
  }
}

/** Ids of messages that were accepted. One in memory serves one process; several share one of their own. */
export interface ReplayCache {
  has(id: string): boolean;
  add(id: string): void;
}

export interface VerifierOptions {
  /** How far a timestamp may be from now, in seconds. */
  toleranceSeconds?: number;
  /** Messages that were accepted are refused. */
  seen?: ReplayCache;
  /** In milliseconds. */
  now?: () => number;
}

export interface Verified<Event> {
  /** The same for every attempt to deliver this message. */
  id: string;
  /** When this attempt was made. */
  at: Date;
  event: Event;
  /** Call it once the event is dealt with: until then, a retry is taken. */
  accept(): void;
}

export type Headers = Record<string, string | string[] | undefined> | { get(name: string): string | null };

type Key = { version: 'v1'; key: Buffer } | { version: 'v1a'; key: KeyObject };

const TOLERANCE_SECONDS = 300;

/**
 * Makes a function that verifies requests: give it the body as it arrived, not parsed and printed again, and the headers.
 * Secrets are `whsec_…` (v1) or public keys `whpk_…` (v1a); any of them may have signed, so that they can be rotated.
 */
export function createVerifier(secrets: string | readonly string[], options: VerifierOptions = {}) {
  const { toleranceSeconds = TOLERANCE_SECONDS, seen, now = Date.now } = options;
  const keys = [secrets].flat().map(keyOf);
  if (keys.length === 0) throw new TypeError('A verifier needs a secret or a public key');

  return function verify<Event = unknown>(body: string | Uint8Array, headers: Headers): Verified<Event> {
    const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      headerOf(headers, name),
    ) as [string, string, string];
    const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
    if (!(Math.abs(now() / 1000 - seconds) <= toleranceSeconds))
      throw new WebhookError(
        'timestamp',
        `The timestamp ${timestamp.slice(0, 20)} is not within ${toleranceSeconds} seconds`,
      );
    const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
    const isSigned = signatures.split(' ').some((signature) => keys.some((key) => isBy(key, signature, content)));
    if (!isSigned) throw new WebhookError('signature', 'No signature fits');
    if (seen?.has(id)) throw new WebhookError('replayed', `${id} was accepted before`);
    return { id, at: new Date(seconds * 1000), event: parse<Event>(body), accept: () => seen?.add(id) };
  };
}

/** Remembers the newest ids, in memory. A message is retried for days: keep as many as come in a week. */
export function createReplayCache(most = 100_000): ReplayCache {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id);
      if (ids.size > most) ids.delete(ids.values().next().value!);
    },
  };
}

function keyOf(secret: string): Key {
  const [, prefix, text] = /^(whsec_|whpk_|)([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (text === undefined) throw new TypeError('A secret is whsec_ and base64, a public key whpk_ and base64');
  const bytes = Buffer.from(text, 'base64');
  if (prefix !== 'whpk_') return { version: 'v1', key: bytes };
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
  return { version: 'v1a', key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

function isBy({ version, key }: Key, signature: string, content: Buffer): boolean {
  const [of, text = ''] = signature.split(',', 2);
  if (of !== version) return false;
  const given = Buffer.from(text, 'base64');
  if (version === 'v1a') return given.length === 64 && verifySignature(null, content, key, given);
  const expected = createHmac('sha256', key).update(content).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function headerOf(headers: Headers, name: string): string {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
  const [first] = [value].flat() as (string | null | undefined)[];
  if (typeof first !== 'string' || first === '')
    throw new WebhookError('header-missing', `The header ${name} is missing`);
  return first;
}

function parse<Event>(body: string | Uint8Array): Event {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed as Event;
  } catch {
    // Told below.
  }
  throw new WebhookError('body', 'The body is no JSON object');
}
