import type { Pool } from 'pg';
import { listStream } from '#domain';

/**
 * When a list's designations, or what it is registered as, last changed, as known at a position, and the last day until `on` on
 * which a designation turned by itself.
 */
export interface ListVersion {
  list: string;
  position: number;
  /** RFC 3339 in UTC. */
  recordedAt: string;
  /** Null where nothing turned after `recordedAt`. */
  turnedOn: string | null;
}

/** By what a list comes, goes or is called otherwise. */
const OF_REGISTRATION = `e.type in ('ListRegistered', 'EventCorrected', 'EventRetracted')`;
/** What becomes a version of a list. */
const BEARS_ON_IT = `(e.stream like 'designation-%' or ${OF_REGISTRATION})`;

// A row begins on a day that was still to come when the position was recorded: known before, it came by itself.
const LAST = `
  with last as (
    select l.list, e.position, e.recorded_at from unnest($1::text[]) as l(list)
    cross join lateral (
      select e.position, e.recorded_at from event_log.event e
      where e.list = l.list and e.position <= $2 and ${BEARS_ON_IT} order by e.position desc limit 1
    ) e
  )
  select last.list, last.position, to_char(last.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
    (
      select max(lower(p.valid))::text from designation_timeline.period p
      where p.list = last.list and p.known @> $2::bigint and lower(p.valid) <= $3::date
        and lower(p.valid) > (last.recorded_at at time zone 'UTC')::date
    ) as "turnedOn"
  from last`;

/** The versions of lists; without those of which nothing is known. */
export const listVersions = async (
  pool: Pool,
  lists: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
): Promise<ListVersion[]> => (await pool.query<ListVersion>(LAST, [lists, knownAt, on])).rows;

const REGISTRATIONS = `
  select e.position from event_log.event e
  where e.stream = any($1) and e.position > $2 and e.position <= $3 and ${OF_REGISTRATION}`;

/** The positions after one and up to another at which lists were registered, or that was corrected or taken back. */
export const registrationsBetween = async (
  pool: Pool,
  lists: readonly string[],
  after: number,
  upTo: number,
): Promise<number[]> => {
  const { rows } = await pool.query<{ position: number }>(REGISTRATIONS, [lists.map(listStream), after, upTo]);
  return rows.map(({ position }) => position);
};

const SUBMISSIONS = `
  select max(e.position) as position,
    to_char(max(e.recorded_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt"
  from event_log.event e
  where e.list = any($1) and e.position <= $2 and ${BEARS_ON_IT}
  group by e.position - e.batch_index order by 1 desc limit $3`;

const TURNS = `
  select distinct lower(p.valid)::text as day from designation_timeline.period p
  join event_log.event o on o.position = lower(p.known)
  left join event_log.event c on c.position = upper(p.known) and c.position <= $2
  where p.list = any($1) and lower(p.known) <= $2 and lower(p.valid) <= $3::date
    and (o.recorded_at at time zone 'UTC')::date < lower(p.valid)
    and (c.position is null or (c.recorded_at at time zone 'UTC')::date >= lower(p.valid))
  order by 1 desc limit $4`;

/** What changed some lists, the newest first: the submissions about them or their designations, and days on which one of these turned by itself. */
export async function changesOfLists(
  pool: Pool,
  lists: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
  limit: number,
): Promise<{ submissions: { position: number; recordedAt: string }[]; turns: string[] }> {
  const [submissions, turns] = await Promise.all([
    pool.query<{ position: number; recordedAt: string }>(SUBMISSIONS, [lists, knownAt, limit]),
    pool.query<{ day: string }>(TURNS, [lists, knownAt, on, limit]),
  ]);
  return { submissions: submissions.rows, turns: turns.rows.map(({ day }) => day) };
}

const AFFECTED = `
  select designation as id from designation_timeline.period
  where lower(known) <= $3 and (list = any($6) or list = any($1) and (
    lower(known) > $2 or (upper(known) > $2 and upper(known) <= $3)
    or (lower(valid) > $4::date and lower(valid) <= $5::date)))
  group by list, designation order by list collate "C", designation collate "C"`;

/** The day and the position that a version is of. */
export interface VersionTimes {
  on: string;
  position: number;
}

/** The designations that may be told otherwise than before, by list and id: those that changed, and all of lists that came, went or are called otherwise. */
export const affectedBetween = async (
  pool: Pool,
  { same, other }: { same: readonly string[]; other: readonly string[] },
  before: VersionTimes,
  after: VersionTimes,
): Promise<string[]> => {
  const values = [same, before.position, after.position, before.on, after.on, other];
  return (await pool.query<{ id: string }>(AFFECTED, values)).rows.map(({ id }) => id);
};

/** The event that changed a designation. */
export interface ChangingEvent {
  id: string;
  effective: string | null;
  reason: string | null;
}

const CHANGING = `
  select asked.id as designation, e.id, e.data ->> 'effective' as effective, coalesce(e.data ->> 'reason', e.data ->> 'why') as reason
  from unnest($1::text[]) as asked(id)
  cross join lateral (
    select id, data from event_log.event e where e.stream = 'designation-' || asked.id and e.position > $2 and e.position <= $3
    order by e.version desc limit 1
  ) e`;

/** The last event of each designation after a position up to another; none for those that turned by themselves. */
export async function changingEvents(
  pool: Pool,
  ids: readonly string[],
  after: number,
  upTo: number,
): Promise<Map<string, ChangingEvent>> {
  const { rows } = await pool.query<ChangingEvent & { designation: string }>(CHANGING, [ids, after, upTo]);
  return new Map(rows.map(({ designation, ...event }) => [designation, event]));
}
