import type { Pool } from 'pg';
import type { AsOf, EventForm } from '#contract';
import { InputError, isDay } from '#domain';
import { instantOf, publicForm, withinHead, type EventLog, type RecordedEvent } from '#event-log';
import type { Progress } from '#subscriptions';
import type { AsOfIndex } from '../memory/as-of-index.ts';
import { ANSWERING } from '../models/registered.ts';

/** What answers are made from: the read models, the log, and how far the models have come. */
export interface ReadSide {
  /** In the role `demarche_reader`. */
  pool: Pool;
  log: EventLog;
  progress: Progress;
  /** The periods in memory, for a process that answers much; the tables are asked, where left out. */
  index?: AsOfIndex;
  /** Aborts when nobody waits for the answer any more; long work stops then. */
  signal?: AbortSignal;
}

/** The read models have not come so far yet; try again. REST answers 503. */
export class NotYetProjectedError extends Error {
  override readonly name = 'NotYetProjectedError';
}

const WAIT_MS = 10_000;

/** Today, as the server's clock has it in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/**
 * Resolves `on` (a day, today where left out) and `knownAt` (a position, or an RFC 3339 instant that means the last position
 * at or before it; now where left out), and waits until the read models have come to `knownAt` and `minPosition`.
 * `called` is what the caller calls `knownAt`. Throws InputError for what cannot be read or lies beyond the log's head, NotYetProjectedError after ten seconds.
 */
export async function resolveAsOf(
  { log, progress }: ReadSide,
  { on = today(), knownAt, minPosition = 0 }: { on?: string; knownAt?: string; minPosition?: number },
  called = 'knownAt',
): Promise<AsOf> {
  if (!isDay(on)) throw new InputError(`${on} is not a day; write YYYY-MM-DD`, '/on');
  let position = await progress.position(ANSWERING);
  const wanted = knownAt === undefined ? undefined : await positionOf(log, knownAt, position).catch(asCalled(called));
  if (minPosition > position) await withinHead(log, minPosition, '/minPosition');
  const needed = Math.max(minPosition, wanted ?? 0);
  if (position < needed) {
    if (!(await progress.waitFor(ANSWERING, needed, WAIT_MS)))
      throw new NotYetProjectedError(`The read models are at ${position}, ${needed} is not in yet; try again`);
    position = await progress.position(ANSWERING);
  }
  return { on, knownAt: wanted ?? position, position };
}

const KNOWN_AT = '/knownAt';

/** Points at what the caller calls it. */
const asCalled =
  (name: string) =>
  (error: unknown): never => {
    if (error instanceof InputError && error.pointer === KNOWN_AT) throw new InputError(error.message, `/${name}`);
    throw error;
  };

const POSITION = /^\d{1,15}$/;

/** What the read models have `reached` lies within the log. */
async function positionOf(log: EventLog, knownAt: string, reached: number): Promise<number> {
  if (POSITION.test(knownAt))
    return Number(knownAt) <= reached ? Number(knownAt) : withinHead(log, Number(knownAt), KNOWN_AT);
  if (instantOf(knownAt) === null) {
    const hint = /\d \d\d:\d\d$/.test(knownAt) ? '; write + as %2B' : '';
    throw new InputError(
      `${knownAt.slice(0, 100)} is neither a position nor an instant; write 412 or 2024-06-05T12:00:00Z${hint}`,
      KNOWN_AT,
    );
  }
  return log.positionAt(knownAt);
}

/** An event as everybody sees it. */
export const formOf = (event: RecordedEvent): EventForm => publicForm(event) as EventForm;
