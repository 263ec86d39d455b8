import type { Pool } from 'pg';
import { BLOCK } from './model.ts';

const ACTIVITY = `
  select authority, list, sum(designations)::bigint as designations, sum(events)::bigint as events,
    max(last_position) as last_position, max(last_recorded_at) as last_recorded_at
  from (
    select authority, list, designations, events, last_position, last_recorded_at from country_overview.activity
    where block < $2::bigint / ${BLOCK}
    union all
    select authority, list, (version = 1 and stream ^@ 'designation-')::int, 1, position, recorded_at from event_log.event
    where position >= $2::bigint / ${BLOCK} * ${BLOCK} and position <= $2 and list is not null
  ) as told
  where $1::text is null or authority = $1
  group by authority, list order by authority, list`;

/** What was recorded of a list. */
export interface Activity {
  authority: string;
  list: string;
  /** Ever recorded, whatever became of them. */
  designations: number;
  events: number;
  last_position: number;
  last_recorded_at: Date;
}

/** What was recorded by `knownAt` of the lists of every country, or of one. */
export const activityOf = async (pool: Pool, knownAt: number, authority?: string): Promise<Activity[]> =>
  (await pool.query<Activity>(ACTIVITY, [authority ?? null, knownAt])).rows;
