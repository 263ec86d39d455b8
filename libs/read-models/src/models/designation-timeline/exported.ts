import type { Pool } from 'pg';
import type { AsOf, DesignationPeriod } from '#contract';
import { ON_RECORD, PERIOD, PERIODS_OF } from './item.ts';

/** A period of a designation with what exports tell beside it. Instants are RFC 3339 in UTC. */
export interface ExportedPeriod extends DesignationPeriod {
  /** The position from which on it is known so, and when that was recorded. */
  knownFrom: number;
  knownSince: string;
  /** The latest event that bears on it. */
  event: { id: string; recordedAt: string; publisher: string | null; url: string | null };
  /** When the first event of the designation was recorded. */
  firstRecordedAt: string;
  /** Every reference that it ever had, as known, the first one first. */
  references: string[];
}

type Times = Pick<AsOf, 'on' | 'knownAt'>;

const PAGE = 500;

// Ids are sorted by their bytes, so that every database gives the same order.
const IDS_ON_RECORD = `
  select designation as id from designation_timeline.period
  where list = any($1) and valid @> $2::date and known @> $3::bigint and status = any($4)
  order by list collate "C", designation collate "C"`;

const IDS = `
  select designation as id from designation_timeline.period where list = any($1) and known @> $2::bigint
  group by list, designation order by list collate "C", designation collate "C"`;

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const instant = (column: string) => `to_char(${column} at time zone 'UTC', ${INSTANT})`;

const PERIODS = `
  with page as (
    select ${PERIOD}, lower(known) as "knownFrom"
    from ${PERIODS_OF}
    where known @> $2::bigint and ($3::date is null or valid @> $3::date)
  )
  select page.*, ${instant('k.recorded_at')} as "knownSince", ${instant('f.recorded_at')} as "firstRecordedAt",
    jsonb_build_object('id', e.id, 'recordedAt', ${instant('e.recorded_at')},
      'publisher', e.data #>> '{source,publisher}', 'url', e.data #>> '{source,url}') as event,
    array(
      select r.reference from designation_timeline.reference r where r.designation = page.id and r.known @> $2::bigint
      order by lower(r.known), r.reference collate "C"
    ) as references
  from page
  join event_log.event e on e.position = page."lastEvent"
  join event_log.event k on k.position = page."knownFrom"
  join event_log.event f on f.stream = 'designation-' || page.id and f.version = 1
  order by page.list collate "C", page.id collate "C", page."validFrom" nulls first`;

/** Designations that are on record on a day, some at a time, by list and id. Only their ids are held for the whole time. */
export async function* exportedOnRecord(
  pool: Pool,
  lists: readonly string[],
  { on, knownAt }: Times,
): AsyncGenerator<ExportedPeriod[]> {
  const { rows } = await pool.query<{ id: string }>(IDS_ON_RECORD, [lists, on, knownAt, ON_RECORD]);
  for (let from = 0; from < rows.length; from += PAGE) {
    const ids = rows.slice(from, from + PAGE).map(({ id }) => id);
    yield (await exportedByIds(pool, ids, { on, knownAt })).filter(isOnRecord);
  }
}

export const isOnRecord = ({ status }: Pick<DesignationPeriod, 'status'>): boolean => ON_RECORD.includes(status);

/** Some designations as they stand on a day; those that were not listed by then are left out. */
export async function exportedByIds(
  pool: Pool,
  ids: readonly string[],
  { on, knownAt }: Times,
): Promise<ExportedPeriod[]> {
  const query = { name: 'exported', text: PERIODS, values: [ids, knownAt, on] };
  return (await pool.query<ExportedPeriod>(query)).rows;
}

/** All periods of all designations as known at a position, some at a time, by list, id and day. */
export async function* exportedPeriods(
  pool: Pool,
  lists: readonly string[],
  knownAt: number,
): AsyncGenerator<ExportedPeriod[]> {
  const { rows } = await pool.query<{ id: string }>(IDS, [lists, knownAt]);
  for (let from = 0; from < rows.length; from += PAGE) {
    const ids = rows.slice(from, from + PAGE).map(({ id }) => id);
    const values = [ids, knownAt, null];
    yield (await pool.query<ExportedPeriod>({ name: 'exported', text: PERIODS, values })).rows;
  }
}
