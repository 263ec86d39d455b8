import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import { changesBetween, type Bounds, type Changes, type OpenedQuestion } from './changed-periods.ts';
import { BELIEVED_MS, goesOn, PERIODS, sourceOf, type Source } from './source.ts';

/** Positions of which the periods are read at a time. */
const SPAN = 5_000;
/** A table that changes under every attempt is not what rebuilds do. */
const ATTEMPTS = 5;

/** Takes what was opened and closed, in the order of the log. */
export interface Holder<Opened extends Bounds> {
  take(changes: Changes<Opened>): void;
}

interface Filled<Rows> {
  source: Source;
  position: number;
  rows: Rows;
}

/**
 * Something made of all periods of the designation timeline and held in memory beside its table: filled from it, and caught
 * up from it by what was opened and closed on the known axis since. So it can be asked about any position up to the one that
 * it was brought to. Where a rebuild put another table in place, or a parked event was applied, it is filled anew.
 */
export function holdPeriods<Opened extends Bounds, Rows extends Holder<Opened>>(
  pool: Pool,
  { question, empty }: { question: OpenedQuestion; empty: () => Rows },
) {
  let filled: Filled<Rows> | undefined;
  let believedUntil = 0;
  let running: Promise<unknown> = Promise.resolve();

  const isCurrent = (position: number) =>
    filled !== undefined && filled.position >= position && performance.now() < believedUntil;

  async function bring(position: number): Promise<Rows> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (isCurrent(position)) return filled!.rows;
      const asked = performance.now();
      const source = await sourceOf(pool, PERIODS);
      const isNew = !filled || !goesOn(filled.source, source);
      const goal = Math.max(position, filled?.position ?? 0);
      const from = isNew ? { source, position: 0, rows: empty() } : filled!;
      const wasAt = from.position;
      if (isNew) filled = undefined;
      await read(from, goal, isNew);
      // Swapped meanwhile, some of it may be of the one table and some of the other.
      const isWhole = from.position === wasAt || goesOn(source, await sourceOf(pool, PERIODS));
      filled = isWhole ? Object.assign(from, { source }) : undefined;
      if (isWhole) believedUntil = asked + BELIEVED_MS;
      if (isWhole) return from.rows;
    }
    throw new Error('The table of the designation timeline changes all the time');
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
      const read = await changes;
      if (upTo < position) next = spanAfter(upTo);
      // Lets the question leave before the work begins.
      await setImmediate();
      into.rows.take(read);
      into.position = upTo;
    }
  }

  return {
    /** What is held, brought up to a position at least, which the designation timeline has reached. */
    upTo(position: number): Promise<Rows> {
      const brought = running.then(() => bring(position));
      running = brought.catch(() => undefined);
      return brought;
    },
    /** What is held, and up to which position; undefined while it is filled from the beginning. */
    held: (): { position: number; rows: Rows } | undefined => filled,
    drop(): void {
      filled = undefined;
    },
  };
}
