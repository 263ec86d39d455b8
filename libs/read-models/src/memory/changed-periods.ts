import type { Pool } from 'pg';

/** Which days a period speaks of, and from which position to before which it is known. Days since 1970-01-01; null is open. */
export interface Bounds {
  validFrom: number | null;
  validTo: number | null;
  knownFrom: number;
  knownTo: number | null;
}

/** A period that is no longer what is known. */
export type ClosedPeriod = Bounds & { designation: string; knownTo: number };

/** What was opened and closed on the known axis. Who takes it closes first: a period may follow on itself. */
export interface Changes<Opened extends Bounds> {
  closed: readonly ClosedPeriod[];
  opened: readonly Opened[];
}

/** The columns of the table that say it. */
export const BOUNDS = `lower(valid) - date '1970-01-01' as "validFrom", upper(valid) - date '1970-01-01' as "validTo",
  lower(known) as "knownFrom", upper(known) as "knownTo"`;

const CLOSED = `
  select designation, ${BOUNDS} from designation_timeline.period
  where upper(known) > $1 and upper(known) <= $2 and lower(known) <= $1`;

/** A question for the periods that are known since after a position and up to another, in an order that never changes. */
export interface OpenedQuestion {
  name: string;
  text: string;
}

/** The question for some columns of what was opened. */
export const openedQuestion = (name: string, columns: string): OpenedQuestion => ({
  name,
  text: `
  select designation, ${columns}, ${BOUNDS} from designation_timeline.period
  where lower(known) > $1 and lower(known) <= $2
  order by lower(known), designation collate "C", lower(valid) nulls first`,
});

/**
 * What changed after a position and up to another. `isNew` where nothing is held yet: what was closed before it was first
 * read says so itself.
 */
export async function changesBetween<Opened extends Bounds>(
  pool: Pool,
  question: OpenedQuestion,
  { after, upTo, isNew }: { after: number; upTo: number; isNew: boolean },
): Promise<Changes<Opened>> {
  const [opened, closed] = await Promise.all([
    pool.query<Opened & Bounds>({ ...question, values: [after, upTo] }),
    isNew ? { rows: [] } : pool.query<ClosedPeriod>({ name: 'closed periods', text: CLOSED, values: [after, upTo] }),
  ]);
  return { opened: opened.rows, closed: closed.rows };
}
