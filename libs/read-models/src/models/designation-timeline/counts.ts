import type { Pool } from 'pg';
import type { Status } from '#domain';
import { ON_RECORD } from './item.ts';

export interface StatusCount {
  authority: string;
  list: string;
  status: Status;
  count: number;
}

const COUNTS = `
  select authority, list, status, count(*) as count from designation_timeline.period
  where valid @> $1::date and known @> $2::bigint and ($3::text is null or authority = $3)
    and ($4::text is null or list = $4)
  group by authority, list, status order by authority, list, status`;

/** How many designations stand in which status, per list. */
export const countsOn = async (
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list }: { authority?: string; list?: string } = {},
): Promise<StatusCount[]> =>
  (await pool.query<StatusCount>(COUNTS, [on, knownAt, authority ?? null, list ?? null])).rows;

const PROGRAM = `
  select count(*) filter (where $2 = any(programs) and valid @> $3::date and status = any($5)) as listed, count(*) as held
  from designation_timeline.period where list = $1 and known @> $4::bigint`;

/** How many stand under a programme of a list on a day; null where nothing of that list is held. */
export async function countProgram(
  pool: Pool,
  { list, program, on, knownAt }: { list: string; program: string; on: string; knownAt: number },
): Promise<number | null> {
  const { rows } = await pool.query<{ listed: number; held: number }>(PROGRAM, [list, program, on, knownAt, ON_RECORD]);
  return rows[0]!.held === 0 ? null : rows[0]!.listed;
}
