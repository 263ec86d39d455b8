import type { Pool } from 'pg';
import type { AsOf, Designation } from '#contract';
import type { StatusCount } from '../models/designation-timeline/counts.ts';
import { periodsToShow } from '../models/designation-timeline/one.ts';
import type { DesignationFilter, PageKey } from '../models/designation-timeline/page.ts';
import { asOfRows, type AsOfRows, type RowFilter } from './as-of-rows.ts';
import { TooLargeError } from './too-large.ts';
import type { Chart } from './chart.ts';
import { openedQuestion } from './changed-periods.ts';
import { dayNumber } from './day-number.ts';
import type { ChartQuestion } from './groups.ts';
import { holdPeriods } from './held.ts';
import { createHeldLists } from './held-lists.ts';
import { COUNTED_COLUMNS, type CountedPeriod } from './period-columns.ts';
import { Written } from './written.ts';

const COUNTED = openedQuestion('counted periods', COUNTED_COLUMNS);

const SORTING = `
  select datlocprovider = 'c' and datcollate in ('C', 'POSIX') as "byBytes" from pg_database
  where datname = current_database()`;

/** A day and a position, as a question has them. */
type Times = Pick<AsOf, 'on' | 'knownAt'>;

const MB = 1024 * 1024;

export interface AsOfIndexOptions {
  /** With more bytes than this it is given up, and the tables answer. */
  maxBytes?: number;
}

/**
 * Which designations stand where on any day, as known at any position, in memory: counts, and the choice of a page. Each
 * answers undefined where the tables have to be asked: while the index is filled for the first time, where it would be too
 * large, where the database sorts otherwise.
 */
export function createAsOfIndex(pool: Pool, { maxBytes = 512 * MB }: AsOfIndexOptions = {}) {
  const { upTo, ifHeld, isGivenUp, size } = holdPeriods<CountedPeriod, AsOfRows>(pool, {
    question: COUNTED,
    empty: () => asOfRows({ maxBytes }),
  });
  const { listsAt } = createHeldLists(pool);
  let sortsByBytes: boolean | undefined;

  const unlessTooLarge = (rows: Promise<AsOfRows | undefined>): Promise<AsOfRows | undefined> =>
    rows.catch((error: unknown) => {
      if (error instanceof TooLargeError) return undefined;
      throw error;
    });
  const fill = (position: number) => unlessTooLarge(upTo(position));
  /** The rows as known up to a position; undefined while the tables have to be asked. */
  const rowsAt = (position: number) => unlessTooLarge(ifHeld(position));

  return {
    /** Fills it, or brings it up to a position. Rejects where the table cannot be read. */
    async upTo(position: number): Promise<void> {
      await fill(position);
    },

    listsAt,

    /** How many designations stand in which status, per list. */
    async counts({ on, knownAt }: Times, filter: RowFilter = {}): Promise<StatusCount[] | undefined> {
      return (await rowsAt(knownAt))?.counts({ on: dayNumber(on), knownAt }, filter);
    },

    /** A page of the designations that stand there, in the order of list and name. */
    async page(
      times: Times,
      { program, q, ...filter }: DesignationFilter,
      page: { after?: PageKey; limit: number },
    ): Promise<Written<Designation>[] | undefined> {
      if (program !== undefined || q !== undefined) return undefined;
      sortsByBytes ??= (await pool.query<{ byBytes: boolean }>(SORTING)).rows[0]!.byBytes;
      const rows = sortsByBytes ? await rowsAt(times.knownAt) : undefined;
      return rows && itemsOf(pool, rows, times, rows.page({ ...times, on: dayNumber(times.on) }, filter, page));
    },

    /** The change points of all days as known at a position. Waits for the index, where it is being filled. */
    async chart(knownAt: number, question: ChartQuestion): Promise<Chart | undefined> {
      return (await fill(knownAt))?.chart(knownAt, question);
    },

    isGivenUp,
    size,
  };
}
export type AsOfIndex = ReturnType<typeof createAsOfIndex>;

/**
 * The designations of rows; those that were not shown lately are read by their ids. Of one that was shown on other days already all
 * that is known of it at the position comes along: who asks about one day asks about others.
 */
async function itemsOf(
  pool: Pool,
  { items, columns }: AsOfRows,
  times: Times,
  rows: readonly number[],
): Promise<Written<Designation>[] | undefined> {
  const texts = new Map(rows.map((row) => [row, items.get(row)]));
  const missing = rows.filter((row) => texts.get(row) === undefined);
  if (missing.length > 0) {
    const isShown = (row: number) => columns.findBeside(row, (other) => items.has(other)) !== undefined;
    const [often, once] = [true, false].map((wanted) =>
      missing.filter((row) => isShown(row) === wanted).map(columns.designationOf),
    );
    for (const { period, item } of await periodsToShow(pool, { once: once!, often: often! }, times)) {
      const row = columns.rowOf(item.id, period);
      if (row === undefined) continue;
      const text = JSON.stringify(item);
      items.set(row, text);
      if (texts.has(row)) texts.set(row, text);
    }
    // The table was swapped between, for one that says otherwise.
    if (missing.some((row) => texts.get(row) === undefined)) return undefined;
  }
  return rows.map((row) => new Written(texts.get(row)!));
}
