import type { Pool } from 'pg';
import type { Designation, DesignationPeriod } from '#contract';
import { ITEM, PERIOD, PERIODS_OF } from './item.ts';

const RESOLVE = `
  select asked.id as asked, found.designation
  from unnest($1::text[], $3::text[], $4::text[]) as asked(id, list, reference),
    lateral (
      select r.designation from designation_timeline.reference r
      where (r.designation = asked.id or (r.list = asked.list and r.reference = asked.reference)) and r.known @> $2::bigint
      order by exists (
          select from designation_timeline.period p where p.designation = r.designation and p.known @> $2::bigint
        ) desc, (r.designation = asked.id) desc, lower(r.known) desc
      limit 1
    ) as found`;

/**
 * The designations that ids or any references (`un-sc:QI.A.12.01`) lead to, as known; those that lead to none are left out.
 * One of which everything was taken back, because it proved to be another under a later number, gives way to that.
 */
export async function resolveDesignations(
  pool: Pool,
  ids: readonly string[],
  knownAt: number,
): Promise<Map<string, string>> {
  const parts = ids.map((id) => [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)] as const);
  const values = [ids, knownAt, parts.map(([list]) => list), parts.map(([, reference]) => reference)];
  const { rows } = await pool.query<{ asked: string; designation: string }>(RESOLVE, values);
  return new Map(rows.map(({ asked, designation }) => [asked, designation]));
}

const BEARERS = `
  select distinct designation from designation_timeline.reference where lower(reference) = lower($1) and known @> $2::bigint`;

/** The designations, of whatever lists, that a reference leads to, as known, in capitals or small letters. */
export const designationsUnder = async (pool: Pool, reference: string, knownAt: number): Promise<string[]> =>
  (await pool.query<{ designation: string }>(BEARERS, [reference, knownAt])).rows.map(({ designation }) => designation);

const ON_DAY = `
  select ${PERIOD} from ${PERIODS_OF}
  where valid @> $2::date and known @> $3::bigint`;

const LINES = `
  select ${PERIOD} from ${PERIODS_OF} where known @> $2::bigint
  order by lower(valid) nulls first`;

const REFERENCES = `
  select reference from designation_timeline.reference where designation = $1 and known @> $2::bigint
  order by lower(known), reference`;

/** Designations as they stand on a day, in no order; without those of which that day lies before they were ever listed. */
export const periodsOn = async (
  pool: Pool,
  designations: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
): Promise<DesignationPeriod[]> => (await pool.query<DesignationPeriod>(ON_DAY, [designations, on, knownAt])).rows;

/** All periods of designations as known at a position, in the order of the days. */
export const periodsOf = async (
  pool: Pool,
  designations: readonly string[],
  knownAt: number,
): Promise<DesignationPeriod[]> => (await pool.query<DesignationPeriod>(LINES, [designations, knownAt])).rows;

/** Every reference of a designation, the first one first. */
export const referencesOf = async (pool: Pool, designation: string, knownAt: number): Promise<string[]> =>
  (await pool.query<{ reference: string }>(REFERENCES, [designation, knownAt])).rows.map(({ reference }) => reference);

const TO_SHOW = `
  select ${ITEM}, lower(valid) - date '1970-01-01' as "validFrom", lower(known) as "knownFrom" from ${PERIODS_OF}
  where known @> $3::bigint and (valid @> $2::date or designation = any($4))`;

/** A designation as it is shown, and which of its periods that is; days since 1970-01-01, null before all. */
export interface ShownPeriod {
  item: Designation;
  period: { validFrom: number | null; knownFrom: number };
}

/** Designations as they stand on a day, and of those that are shown `often` as they stand on every day, as known at a position. */
export async function periodsToShow(
  pool: Pool,
  { once, often }: { once: readonly string[]; often: readonly string[] },
  { on, knownAt }: { on: string; knownAt: number },
): Promise<ShownPeriod[]> {
  const values = [[...once, ...often], on, knownAt, often];
  const { rows } = await pool.query<Designation & ShownPeriod['period']>({ name: 'to show', text: TO_SHOW, values });
  return rows.map(({ validFrom, knownFrom, ...item }) => ({ item, period: { validFrom, knownFrom } }));
}

const BY_IDS = `
  select ${ITEM} from ${PERIODS_OF}
  where valid @> $2::date and known @> $3::bigint order by authority, list, name`;

/** Designations by their ids, as they stand on a day; those not listed by then are left out. */
export const designationsByIds = async (
  pool: Pool,
  ids: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
): Promise<Designation[]> => (await pool.query<Designation>(BY_IDS, [ids, on, knownAt])).rows;
