import { EgressError, type Egress, type EgressAnswer } from '#egress';
import type { RecordedEvent } from '#event-log';
import type { Claimed, Due, Result } from './claims.ts';
import { failedOutcome, following, outcomeOf, type Outcome } from './outcome.ts';
import { bodyOf } from './payload.ts';
import { signedHeaders, type Signer } from './signing.ts';

const SHOWN_BYTES = 4_096;
const HIDDEN = '…';

/** What requests to one endpoint have in common. */
export interface Letterhead {
  endpoint: Claimed;
  signers: readonly Signer[];
  /** The owner's own. */
  headers: Record<string, string>;
  /** The address of the service, for links. */
  base: string;
}

export interface Sending {
  egress: Egress;
  now: () => Date;
  random: () => number;
}

/** The id of a message, the same for all its attempts. */
export const webhookIdOf = (endpoint: string, delivery: number): string => `msg_${endpoint.slice(3)}_${delivery}`;

/** Sends one delivery once. Never throws: how it failed is what came of it. */
export async function sendOnce(
  { egress, now, random }: Sending,
  { endpoint, signers, headers: own, base }: Letterhead,
  delivery: Due,
  event: RecordedEvent | undefined,
): Promise<Result> {
  const at = now();
  const { seq, prev, kind } = delivery;
  const isReplay = kind === 'replay';
  const body = event
    ? bodyOf(event, { payload: endpoint.payload, seq, prev, isReplay }, base)
    : JSON.stringify(delivery.body);
  const headers: Record<string, string> = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'accept-encoding': 'identity',
    'user-agent': 'Demarche (webhooks)',
    ...(await signedHeaders(signers, { id: webhookIdOf(endpoint.id, delivery.id), at, body })),
    'demarche-attempt': String(delivery.attempts + 1),
    ...(seq !== null && { 'demarche-sequence': String(seq), 'demarche-previous': String(prev ?? 0) }),
    ...(isReplay && { 'demarche-replay': 'true' }),
  };
  const [outcome, answer] = await attempt(egress, endpoint, { ...own, ...headers }, body, now);
  const ended = now();
  return {
    delivery,
    at,
    outcome,
    next: following(outcome, delivery.attempts, endpoint.retry_after, ended, random),
    ms: answer && rounded(answer.ms),
    request: { headers: { ...hidden(own), ...headers, 'webhook-signature': HIDDEN }, body: shown(Buffer.from(body)) },
    response: answer && { headers: shownHeaders(answer), body: shown(answer.body) },
  };
}

async function attempt(
  egress: Egress,
  { id, url }: Claimed,
  headers: Record<string, string>,
  body: string,
  now: () => Date,
): Promise<[Outcome, EgressAnswer | null]> {
  try {
    const answer = await egress.send({ url, method: 'POST', headers, body, lane: id });
    return [outcomeOf(answer, now()), answer];
  } catch (error) {
    if (error instanceof EgressError) return [failedOutcome(error), null];
    return [failedOutcome(new EgressError('headers', 'network', (error as Error).message.slice(0, 200))), null];
  }
}

const rounded = (ms: EgressAnswer['ms']) =>
  Object.fromEntries(Object.entries(ms).map(([phase, each]) => [phase, Math.round(each * 10) / 10]));

const hidden = (headers: Record<string, string>) =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN]));

/** As it can be stored: PostgreSQL has no U+0000, and what is cut in the middle of a character has no end. */
const shown = (bytes: Buffer): string => bytes.subarray(0, SHOWN_BYTES).toString('utf8').replaceAll('\0', '\ufffd');

const SECRET = /^(set-cookie|authorization|.*(token|secret|api-?key).*)$/i;
const shownHeaders = ({ headers }: EgressAnswer) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET.test(name) ? HIDDEN : shown(Buffer.from([value].flat().join(', '))),
    ]),
  );
