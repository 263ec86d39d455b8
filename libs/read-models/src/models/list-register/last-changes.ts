import type { Pool } from 'pg';
import type { ListOnRecord } from '#contract';

const LAST_CHANGES = `
  select l.list, e.position, e.type, e.data ->> 'effective' as effective, e.recorded_at as "recordedAt"
  from unnest($1::text[]) as l(list)
  cross join lateral (
    select e.position, e.type, e.data, e.recorded_at from event_log.event e
    where e.list = l.list and e.position <= $2 and e.stream like 'designation-%' and e.data ->> 'cause' <> 'reparse'
    order by e.position desc limit 1
  ) as e`;

type LastChange = NonNullable<ListOnRecord['lastChange']>;

/** The last event about a designation of each list, reparses apart. */
export async function lastChangesOf(
  pool: Pool,
  lists: readonly string[],
  knownAt: number,
): Promise<Map<string, LastChange>> {
  type Row = Omit<LastChange, 'recordedAt'> & { list: string; recordedAt: Date };
  const { rows } = await pool.query<Row>(LAST_CHANGES, [lists, knownAt]);
  return new Map(
    rows.map(({ list, recordedAt, ...change }) => [list, { ...change, recordedAt: recordedAt.toISOString() }]),
  );
}
