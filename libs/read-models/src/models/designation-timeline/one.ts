import type { Pool } from 'pg';
import type { Designation, DesignationPeriod } from '#contract';
import { ITEM } from './item.ts';

const RESOLVE = `
  select designation from designation_timeline.reference
  where (designation = $1 or (list = $3 and reference = $4)) and known @> $2::bigint
  order by exists (
      select from designation_timeline.period p where p.designation = reference.designation and p.known @> $2::bigint
    ) desc, (designation = $1) desc, lower(known) desc
  limit 1`;

/**
 * The designation that an id or any of its references (`un-sc:QI.A.12.01`) leads to, as known; null where none does. One of
 * which everything was taken back, because it proved to be another under a later number, gives way to that.
 */
export async function resolveDesignation(pool: Pool, id: string, knownAt: number): Promise<string | null> {
  const colon = id.indexOf(':');
  const values = [id, knownAt, id.slice(0, colon), id.slice(colon + 1)];
  const { rows } = await pool.query<{ designation: string }>(RESOLVE, values);
  return rows[0]?.designation ?? null;
}

const PERIOD = `${ITEM}, record, lower(valid)::text as "validFrom", (upper(valid) - 1)::text as "validTo"`;

const ON_DAY = `
  select ${PERIOD} from designation_timeline.period where designation = $1 and valid @> $2::date and known @> $3::bigint`;

const LINE = `
  select ${PERIOD} from designation_timeline.period where designation = $1 and known @> $2::bigint
  order by lower(valid) nulls first`;

const REFERENCES = `
  select reference from designation_timeline.reference where designation = $1 and known @> $2::bigint
  order by lower(known), reference`;

/** The designation as it stands on a day; null where that day lies before it was ever listed. */
export async function designationOn(
  pool: Pool,
  designation: string,
  { on, knownAt }: { on: string; knownAt: number },
): Promise<DesignationPeriod | null> {
  return (await pool.query<DesignationPeriod>(ON_DAY, [designation, on, knownAt])).rows[0] ?? null;
}

/** All periods of a designation as known at a position, in the order of the days. */
export const periodsOf = async (pool: Pool, designation: string, knownAt: number): Promise<DesignationPeriod[]> =>
  (await pool.query<DesignationPeriod>(LINE, [designation, knownAt])).rows;

/** Every reference of a designation, the first one first. */
export const referencesOf = async (pool: Pool, designation: string, knownAt: number): Promise<string[]> =>
  (await pool.query<{ reference: string }>(REFERENCES, [designation, knownAt])).rows.map(({ reference }) => reference);

const BY_IDS = `
  select ${ITEM} from designation_timeline.period
  where designation = any($1) and valid @> $2::date and known @> $3::bigint order by authority, list, name`;

/** Designations by their ids, as they stand on a day; those not listed by then are left out. */
export const designationsByIds = async (
  pool: Pool,
  ids: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
): Promise<Designation[]> => (await pool.query<Designation>(BY_IDS, [ids, on, knownAt])).rows;
