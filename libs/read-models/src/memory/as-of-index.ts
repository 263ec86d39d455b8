import type { Pool } from 'pg';
import type { Designation } from '#contract';
import type { StatusCount } from '../models/designation-timeline/counts.ts';
import { designationsByIds } from '../models/designation-timeline/one.ts';
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

const COUNTED = openedQuestion('counted periods', COUNTED_COLUMNS);

const SORTING = `
  select datlocprovider = 'c' and datcollate in ('C', 'POSIX') as "byBytes" from pg_database
  where datname = current_database()`;

/** A day and a position, as a question has them. */
interface Moment {
  on: string;
  knownAt: number;
}

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
  const { upTo, held, drop } = holdPeriods<CountedPeriod, AsOfRows>(pool, {
    question: COUNTED,
    empty: () => asOfRows({ maxBytes }),
  });
  const { listsAt } = createHeldLists(pool);
  let sortsByBytes: boolean | undefined;
  let isTooLarge = false;

  const fill = (position: number): Promise<AsOfRows | undefined> =>
    upTo(position).catch((error: unknown) => {
      if (!(error instanceof TooLargeError)) throw error;
      isTooLarge = true;
      drop();
      return undefined;
    });

  /** The rows as known up to a position; undefined while there are none. */
  async function rowsAt(position: number): Promise<AsOfRows | undefined> {
    if (isTooLarge) return undefined;
    const filling = fill(position);
    if (held()) return filling;
    // The tables answer meanwhile; what went wrong goes wrong again for whoever comes next.
    filling.catch(() => undefined);
    return undefined;
  }

  return {
    /** Fills it, or brings it up to a position. Rejects where the table cannot be read. */
    async upTo(position: number): Promise<void> {
      if (!isTooLarge) await fill(position);
    },

    listsAt,

    /** How many designations stand in which status, per list. */
    async counts({ on, knownAt }: Moment, filter: RowFilter = {}): Promise<StatusCount[] | undefined> {
      return (await rowsAt(knownAt))?.counts({ on: dayNumber(on), knownAt }, filter);
    },

    /** A page of the designations that stand there, in the order of list and name. */
    async page(
      moment: Moment,
      { program, q, ...filter }: DesignationFilter,
      page: { after?: PageKey; limit: number },
    ): Promise<Designation[] | undefined> {
      if (program !== undefined || q !== undefined) return undefined;
      sortsByBytes ??= (await pool.query<{ byBytes: boolean }>(SORTING)).rows[0]!.byBytes;
      const rows = sortsByBytes ? await rowsAt(moment.knownAt) : undefined;
      return rows && itemsOf(pool, rows, moment, rows.page({ ...moment, on: dayNumber(moment.on) }, filter, page));
    },

    /** The change points of all days as known at a position. Waits for the index, where it is being filled. */
    async chart(knownAt: number, question: ChartQuestion): Promise<Chart | undefined> {
      return isTooLarge ? undefined : (await fill(knownAt))?.chart(knownAt, question);
    },

    /** What is held, and up to which position; undefined before it was filled. */
    size() {
      const { position = 0, rows } = held() ?? {};
      return rows && { position, ...rows.size() };
    },
  };
}
export type AsOfIndex = ReturnType<typeof createAsOfIndex>;

/** Designations that are kept, as JSON. */
const texts = new WeakMap<object, string>();
/** An item of a page as JSON; of a designation that is kept it is written once. */
export const jsonOf = (item: object): string => texts.get(item) ?? JSON.stringify(item);

/** Keeps the designation of a row with its text. Together they take some three bytes for each of its characters. */
function keep(items: AsOfRows['items'], row: number, item: Designation): void {
  const text = JSON.stringify(item);
  texts.set(item, text);
  items.set(row, item, { size: 3 * text.length });
}

/** The designations of rows; those that were not shown lately are read by their ids. */
async function itemsOf(
  pool: Pool,
  { items, columns }: AsOfRows,
  moment: Moment,
  rows: readonly number[],
): Promise<Designation[] | undefined> {
  const known = new Map(rows.map((row) => [row, items.get(row)]));
  const missing = rows.filter((row) => !known.get(row));
  if (missing.length > 0) {
    const read = await designationsByIds(pool, missing.map(columns.designationOf), moment);
    const byId = new Map(read.map((each) => [each.id, each]));
    for (const row of missing) {
      const item = byId.get(columns.designationOf(row));
      // The table was swapped between, for one that says otherwise.
      if (!item) return undefined;
      keep(items, row, item);
      known.set(row, item);
    }
  }
  return rows.map((row) => known.get(row)!);
}
