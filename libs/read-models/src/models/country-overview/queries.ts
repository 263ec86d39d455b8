import type { Pool } from 'pg';
import type { CountryItem } from '#contract';
import { countsOn } from '../designation-timeline/counts.ts';
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

interface ActivityRow {
  authority: string;
  list: string;
  designations: number;
  events: number;
  last_position: number;
  last_recorded_at: Date;
}

const names = new Intl.DisplayNames('en', { type: 'region' });

/** The English name of a country code; `UN` and `EU` included. */
const countryName = (code: string): string => names.of(code) ?? code;

/** Every country with something recorded by `knownAt`, or one, and how many stand on its lists on a day. */
export async function countriesOn(
  pool: Pool,
  question: { on: string; knownAt: number },
  authority?: string,
): Promise<CountryItem[]> {
  const [{ rows }, counts] = await Promise.all([
    pool.query<ActivityRow>(ACTIVITY, [authority ?? null, question.knownAt]),
    countsOn(pool, question, { authority }),
  ]);
  return [...Map.groupBy(rows, (row) => row.authority)].map(([code, lists]) => {
    const count = (status: string, list?: string) =>
      counts
        .filter((each) => each.authority === code && each.status === status && (!list || each.list === list))
        .reduce((sum, each) => sum + each.count, 0);
    const last = lists.reduce((a, b) => (a.last_position > b.last_position ? a : b));
    const tally = (list?: string) => ({
      listed: count('listed', list),
      suspended: count('suspended', list),
      uncertain: count('uncertain', list),
      delisted: count('delisted', list),
    });
    return {
      code,
      name: countryName(code),
      ...tally(),
      lists: lists.map(({ list }) => ({ list, ...tally(list) })),
      designations: lists.reduce((sum, row) => sum + row.designations, 0),
      events: lists.reduce((sum, row) => sum + row.events, 0),
      lastEvent: last.last_position,
      lastRecordedAt: last.last_recorded_at.toISOString(),
    };
  });
}
