import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import { changesBetween, type Bounds, type Changes, type OpenedQuestion } from './changed-periods.ts';
import { BELIEVED_MS, goesOn, PERIODS, sourceOf, type Source } from './source.ts';
import { TooLargeError } from './too-large.ts';

/** Positions of which the periods are read at a time. */
const SPAN = 5_000;
/** A table that changes under every attempt is not what rebuilds do. */
const ATTEMPTS = 5;

/** Takes what was opened and closed, in the order of the log. */
export interface Holder<Opened extends Bounds> {
  /** Throws TooLargeError where it would take more room than there is. */
  take(changes: Changes<Opened>): void;
  /** Rows held, closed ones included, and the bytes that they take. */
  size(): { rows: number; designations: number; bytes: number };
}

interface Filled<Rows> {
  source: Source;
  position: number;
  rows: Rows;
}

/**
 * Something made of all periods of the designation timeline and held in memory beside its table: filled from it, and caught
 * up from it by what was opened and closed on the known axis since. So it can be asked about any position up to the one that
 * it was brought to. Where a rebuild put another table in place, or a parked event was applied, it is filled anew. What was too
 * large once is given up for good.
 */
export function holdPeriods<Opened extends Bounds, Rows extends Holder<Opened>>(
  pool: Pool,
  { question, empty }: { question: OpenedQuestion; empty: () => Rows },
) {
  let filled: Filled<Rows> | undefined;
  let tooLarge: TooLargeError | undefined;
  let believedUntil = 0;
  let running: Promise<unknown> = Promise.resolve();

  /** Those who do not wait for a filling from the beginning. */
  const inHaste = new Set<() => void>();
  const begin = () => {
    filled = undefined;
    for (const leave of inHaste) leave();
  };

  const isCurrent = (position: number) =>
    filled !== undefined && filled.position >= position && performance.now() < believedUntil;

  async function bring(position: number): Promise<Rows> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tooLarge) throw tooLarge;
      if (isCurrent(position)) return filled!.rows;
      const asked = performance.now();
      const source = await sourceOf(pool, PERIODS);
      const isNew = !filled || !goesOn(filled.source, source);
      const goal = Math.max(position, filled?.position ?? 0);
      const from = isNew ? { source, position: 0, rows: empty() } : filled!;
      const wasAt = from.position;
      // Until it is seen that the table is the same one still, nobody takes what is read for whole.
      believedUntil = 0;
      if (isNew) begin();
      await read(from, goal, isNew);
      // Swapped meanwhile, some of it may be of the one table and some of the other.
      const isWhole = from.position === wasAt || goesOn(source, await sourceOf(pool, PERIODS));
      filled = isWhole ? Object.assign(from, { source }) : undefined;
      if (isWhole) believedUntil = asked + BELIEVED_MS;
      if (isWhole) return from.rows;
    }
    throw new Error('The table of the designation timeline changes all the time');
  }

  function take(rows: Rows, changes: Changes<Opened>): void {
    try {
      rows.take(changes);
    } catch (error) {
      if (error instanceof TooLargeError) [tooLarge, filled] = [error, undefined];
      throw error;
    }
  }

  /**
   * Has the rows take everything up to a position; what was taken is noted at once, should the rest fail. The database reads
   * the next ones while these are taken.
   */
  async function read(into: Filled<Rows>, position: number, isNew: boolean): Promise<void> {
    const spanAfter = (after: number) => {
      const upTo = Math.min(position, after + SPAN);
      const changes = changesBetween<Opened>(pool, question, { after, upTo, isNew });
      // It is awaited only where those before it could be taken.
      changes.catch(() => undefined);
      return { upTo, changes };
    };
    for (let next = spanAfter(into.position); into.position < position;) {
      const { upTo, changes } = next;
      const changed = await changes;
      if (upTo < position) next = spanAfter(upTo);
      // Lets the question leave before the work begins.
      await setImmediate();
      take(into.rows, changed);
      into.position = upTo;
    }
  }

  async function upTo(position: number): Promise<Rows> {
    const brought = running.then(() => bring(position));
    running = brought.catch(() => undefined);
    return brought;
  }

  return {
    /** What is held, brought up to a position at least, which the designation timeline has reached. Throws TooLargeError. */
    upTo,
    /** The same; undefined while it is filled from the beginning, which goes on meanwhile. */
    async ifHeld(position: number): Promise<Rows | undefined> {
      const brought = upTo(position);
      // What goes wrong after somebody left goes wrong again for whoever comes next.
      brought.catch(() => undefined);
      if (!filled) return undefined;
      const { promise: begun, resolve: leave } = Promise.withResolvers<undefined>();
      const hurry = () => leave(undefined);
      inHaste.add(hurry);
      return Promise.race([brought, begun]).finally(() => inHaste.delete(hurry));
    },
    /** Whether it was too large, so that it is held no more. */
    isGivenUp: () => tooLarge !== undefined,
    /** How much is held, and up to which position; undefined while it is filled from the beginning. */
    size: () => filled && { position: filled.position, ...filled.rows.size() },
  };
}
