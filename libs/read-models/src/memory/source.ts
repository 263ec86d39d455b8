import type { Pool } from 'pg';

// A rebuild puts another table in its place. What was parked once changes what was known long ago when it is applied.
const SOURCE = `
  select $1::regclass::oid::bigint as table,
    array(select position from subscriptions.parked where subscription = $2) as parked`;

/** Where what is held in memory comes from: a table of a read model, and the events that it lacks. */
export interface Source {
  table: number;
  parked: readonly number[];
}

/** A read model and one of its tables. */
export interface SourceTable {
  model: string;
  table: string;
}

export const PERIODS: SourceTable = { model: 'designation-timeline', table: 'designation_timeline.period' };
export const REGISTRATIONS: SourceTable = { model: 'list-register', table: 'list_register.registration' };

export const sourceOf = async (pool: Pool, { model, table }: SourceTable): Promise<Source> =>
  (await pool.query<Source>({ name: 'source', text: SOURCE, values: [table, model] })).rows[0]!;

/** Whether what was read of the one source is what the other says too, as far as it goes. */
export const goesOn = (before: Source, now: Source): boolean =>
  before.table === now.table && before.parked.every((position) => now.parked.includes(position));

/** As long as a position is believed: in so many milliseconds nobody asks anew whether the table is another one. */
export const BELIEVED_MS = 250;
