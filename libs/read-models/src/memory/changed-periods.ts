import type { Pool } from 'pg';
import type { Status, Subject } from '#domain';

/** A period of a designation, with what it is found by. Days since 1970-01-01 and positions; `To` is exclusive, null is open. */
export interface FoundPeriod {
  designation: string;
  list: string;
  status: Status;
  type: Subject['type'];
  names: string[];
  numbers: string[];
  validFrom: number | null;
  validTo: number | null;
  knownFrom: number;
  knownTo: number | null;
}

/** A period that is no longer what is known. */
export type ClosedPeriod = Pick<FoundPeriod, 'designation' | 'validFrom' | 'validTo' | 'knownFrom'> & {
  knownTo: number;
};

const DAYS = `lower(valid) - date '1970-01-01' as "validFrom", upper(valid) - date '1970-01-01' as "validTo",
  lower(known) as "knownFrom", upper(known) as "knownTo"`;

const OPENED = `
  select designation, list, status, type, ${DAYS},
    array(select name union all select a ->> 'name' from jsonb_array_elements(record #> '{subject,aliases}') a) as names,
    array(
      select i ->> 'number' from jsonb_array_elements(record #> '{subject,identifiers}') i where i ->> 'number' is not null
    ) as numbers
  from designation_timeline.period
  where lower(known) > $1 and lower(known) <= $2
  order by lower(known), designation collate "C", lower(valid) nulls first`;

const CLOSED = `
  select designation, ${DAYS} from designation_timeline.period
  where upper(known) > $1 and upper(known) <= $2 and lower(known) <= $1`;

// A rebuild puts another table in its place.
const TABLE = `select 'designation_timeline.period'::regclass::oid::bigint as table`;

/** Periods that are known since after a position and up to another, in an order that never changes. */
export const openedBetween = async (pool: Pool, after: number, upTo: number): Promise<FoundPeriod[]> =>
  (await pool.query<FoundPeriod>({ name: 'opened_periods', text: OPENED, values: [after, upTo] })).rows;

/** Periods that were known at a position and no longer are at another. */
export const closedBetween = async (pool: Pool, after: number, upTo: number): Promise<ClosedPeriod[]> =>
  (await pool.query<ClosedPeriod>({ name: 'closed_periods', text: CLOSED, values: [after, upTo] })).rows;

/** Which table the periods are in: another one since a rebuild. */
export const tableOfPeriods = async (pool: Pool): Promise<number> =>
  (await pool.query<{ table: number }>(TABLE)).rows[0]!.table;
