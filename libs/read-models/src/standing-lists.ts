import type { Pool } from 'pg';
import { countsOn, ON_RECORD } from './designation-timeline/queries.ts';
import { listsAt, type ListItem } from './list-register/queries.ts';

/** A list with what stands on it. */
export interface StandingList extends ListItem {
  /** On record on the day. */
  entries: number;
  /** The last event about one of its designations, but for what was only read better. */
  lastChange: { position: number; type: string; effective: string; recordedAt: string } | null;
}

const LAST_CHANGES = `
  select l.list, e.position, e.type, e.data ->> 'effective' as effective, e.recorded_at as "recordedAt"
  from unnest($1::text[]) as l(list)
  cross join lateral (
    select e.position, e.type, e.data, e.recorded_at from event_log.event e
    where e.list = l.list and e.position <= $2 and e.stream like 'designation-%' and e.data ->> 'cause' <> 'reparse'
    order by e.position desc limit 1
  ) as e`;

/** The lists, or one of them, with what stands on them on day `on` as known at `knownAt`. */
export async function standingLists(
  pool: Pool,
  asOf: { on: string; knownAt: number },
  filter: { list?: string } = {},
): Promise<StandingList[]> {
  const [lists, counts] = await Promise.all([listsAt(pool, asOf, filter), countsOn(pool, asOf, filter)]);
  const { rows } = await pool.query<{
    list: string;
    position: number;
    type: string;
    effective: string;
    recordedAt: Date;
  }>(LAST_CHANGES, [lists.map(({ id }) => id), asOf.knownAt]);
  const changes = new Map(
    rows.map(({ list, recordedAt, ...change }) => [list, { ...change, recordedAt: recordedAt.toISOString() }]),
  );
  return lists.map((list) => ({
    ...list,
    entries: counts
      .filter((count) => count.list === list.id && ON_RECORD.includes(count.status))
      .reduce((sum, { count }) => sum + count, 0),
    lastChange: changes.get(list.id) ?? null,
  }));
}
