import type { EgressAnswer, EgressError } from '#egress';

/** How an attempt went. */
export interface Outcome {
  ok: boolean;
  /** Null where no whole answer came. */
  status: number | null;
  phase: string | null;
  code: string | null;
  detail: string | null;
  /** How long the receiver asks to be left alone. */
  retryAfterMs: number | null;
}

const GONE = 410;
const LONGEST_WAIT_MS = 24 * 3_600_000;
const SHORTEST_WAIT_MS = 1_000;
/** Retries lie this share apart from the schedule, so that not all come together. */
const JITTER = 0.2;
/** So many failures without a success between them, and the endpoint is left alone for a while. */
export const BREAKS_AFTER = 5;
const FIRST_HOLD_MS = 30_000;
const LONGEST_HOLD_MS = 3_600_000;
/** After failures alone for so long, nobody is there any more. */
const DISABLED_AFTER_MS = 5 * 24 * 3_600_000;

const no = (phase: string, code: string, detail: string, status: number | null = null): Outcome => ({
  ok: false,
  status,
  phase,
  code,
  detail,
  retryAfterMs: null,
});

/** Only 2xx is success: a redirect is a failure, and is never followed. */
export function outcomeOf({ status, headers }: EgressAnswer, now: Date): Outcome {
  if (status >= 200 && status < 300)
    return { ok: true, status, phase: null, code: null, detail: null, retryAfterMs: null };
  const code = status === GONE ? 'gone' : status >= 300 && status < 400 ? 'redirect' : 'status';
  return {
    ...no('answer', code, `Answered ${status}`, status),
    retryAfterMs: retryAfterOf(headers['retry-after'], now),
  };
}

export const failedOutcome = ({ phase, code, detail }: EgressError): Outcome => no(phase, code, detail);

/** Seconds, or an HTTP date; a day at most. */
function retryAfterOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_WAIT_MS) : null;
}

/** What becomes of a delivery after an attempt. */
export interface Following {
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  dueAt: Date;
}

/** The schedule is the endpoint's: seconds before the second attempt, the third, and so on. */
export function following(
  outcome: Outcome,
  attemptsBefore: number,
  schedule: readonly number[],
  now: Date,
  random: () => number,
): Following {
  const attempts = attemptsBefore + 1;
  if (outcome.ok) return { status: 'delivered', attempts, dueAt: now };
  const seconds = schedule[attempts - 1];
  if (seconds === undefined || outcome.code === 'gone') return { status: 'failed', attempts, dueAt: now };
  const planned = seconds * 1000 * (1 - JITTER + 2 * JITTER * random());
  // Nobody is asked again before the time that he named, and nobody at once.
  const wait = Math.max(outcome.retryAfterMs ?? planned, SHORTEST_WAIT_MS);
  return { status: 'pending', attempts, dueAt: new Date(now.getTime() + wait) };
}

/** How an endpoint stands, as far as attempts change it. */
export interface Health {
  failures: number;
  failingSince: Date | null;
  heldUntil: Date | null;
  /** The part of `heldUntil` that the receiver asked for: no success that was under way meanwhile takes it back. */
  askedUntil?: Date | null;
}

/** An endpoint after one more attempt. */
export function healthAfter(
  { failures, failingSince, askedUntil = null }: Health,
  outcome: Outcome,
  now: Date,
): Health {
  if (outcome.ok) return { failures: 0, failingSince: null, heldUntil: askedUntil, askedUntil };
  const more = failures + 1;
  const pause =
    more < BREAKS_AFTER ? 0 : Math.min(FIRST_HOLD_MS * 2 ** Math.min(more - BREAKS_AFTER, 20), LONGEST_HOLD_MS);
  const asked = outcome.status === 429 || outcome.status === 503 ? (outcome.retryAfterMs ?? 0) : 0;
  const asksUntil = laterOf(askedUntil, asked > 0 ? after(now, asked) : null);
  const heldUntil = laterOf(asksUntil, pause > 0 ? after(now, pause) : null);
  return { failures: more, failingSince: failingSince ?? now, heldUntil, askedUntil: asksUntil };
}

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
const laterOf = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other > one) ? other : one;

/** Why an endpoint has to be disabled; null where it need not be. */
export function disabledBecause(outcome: Outcome, { failingSince }: Health, now: Date): string | null {
  if (outcome.code === 'gone') return 'The receiver answered 410: it wants nothing more';
  if (failingSince !== null && now.getTime() - failingSince.getTime() > DISABLED_AFTER_MS)
    return `Nothing but failures since ${failingSince.toISOString()}`;
  return null;
}

/** Requests that may be sent now at a rate per second, and when one more is due. */
export function allowance(rate: number | null, nextFreeAt: Date | null, now: Date) {
  if (rate === null) return { most: Infinity, after: () => nextFreeAt, nextAt: now };
  const interval = 1000 / rate;
  const start = Math.max(nextFreeAt?.getTime() ?? 0, now.getTime());
  // A second's worth may go at once.
  const most = Math.max(0, Math.floor((now.getTime() + rate * interval - start) / interval + 1e-6));
  return {
    most,
    after: (sent: number): Date => new Date(start + sent * interval),
    nextAt: new Date(start - rate * interval + interval),
  };
}
