import type { Pool } from 'pg';
import { currentScorer, type Scorer } from '#matching';
import { closedBetween, openedBetween, tableOfPeriods } from './changed-periods.ts';
import { nameRows, type NameRows } from './name-rows.ts';

/** Positions of which the periods are read at a time. */
const SPAN = 5_000;

interface Filled {
  table: number;
  position: number;
  rows: NameRows;
}

/**
 * The names of all designations in memory, beside the table of the designation timeline: filled from it when first asked, and
 * caught up from it by what was opened and closed on the known axis since. So it can be asked about any position up to the
 * one that it was brought to. A table that a rebuild put in place is read from its beginning.
 */
export function createNames(pool: Pool, scorer: Scorer = currentScorer) {
  let filled: Filled | undefined;
  let running: Promise<unknown> = Promise.resolve();

  async function bring(position: number): Promise<NameRows> {
    if (filled && filled.position >= position) return filled.rows;
    const table = await tableOfPeriods(pool);
    let now = filled?.table === table ? filled : { table, position: 0, rows: nameRows(scorer) };
    const isNew = now.position === 0;
    while (now.position < position) {
      const upTo = Math.min(position, now.position + SPAN);
      const [opened, closed] = await Promise.all([
        openedBetween(pool, now.position, upTo),
        // What was closed before it was first read says so itself.
        isNew ? [] : closedBetween(pool, now.position, upTo),
      ]);
      for (const each of closed) now.rows.close(each);
      for (const each of opened) now.rows.open(each);
      now = { ...now, position: upTo };
      if (!isNew) filled = now;
    }
    filled = now;
    return now.rows;
  }

  return {
    scorer,
    /** The names as known up to a position at least, which the designation timeline has reached. */
    upTo(position: number): Promise<NameRows> {
      const brought = running.then(() => bring(position));
      running = brought.catch(() => undefined);
      return brought;
    },
    /** What is held, and up to which position; null before the first question. */
    held: () => filled && { position: filled.position, ...filled.rows.size() },
  };
}
export type Names = ReturnType<typeof createNames>;
