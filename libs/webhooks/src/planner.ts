import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { Subscriber } from '#subscriptions';
import { FITS } from './filter.ts';

/** The subscription that plans what is to be sent. */
export const PLANNER = 'webhooks';

/** Nothing more is planned for an endpoint of which so many deliveries wait: the log keeps them. */
const MOST_PENDING = 10_000;
/** Positions of the log that are planned at a time for an endpoint that is behind. */
const PAGE = 5_000;
const ENDPOINTS_AT_A_TIME = 20;

const LOCK = `
  select s.endpoint from webhooks.standing s join webhooks.endpoint p on p.id = s.endpoint
  where p.status = 'enabled' and s.planned_through >= $1 and ($2::text is null or s.endpoint = $2)
  order by s.endpoint for update of s`;

const PLAN = `
  with due as materialized (
    select p.*, s.planned_through, s.seq, s.last_position
    from webhooks.endpoint p join webhooks.standing s on s.endpoint = p.id
    where p.id = any($1) and (
      select count(*) from (
        select 1 from webhooks.delivery d where d.endpoint = p.id and d.status = 'pending' limit $5) as waiting) < $5
  ), found as materialized (
    select p.id as endpoint, e.position, case p.ordering when 'by-list' then coalesce(e.list, e.stream) end as lane,
      p.seq + row_number() over each as seq, coalesce(lag(e.position) over each, p.last_position) as prev
    from due p join event_log.event e on e.position > greatest($2, p.planned_through) and e.position <= $3 and ${FITS}
    window each as (partition by p.id order by e.position)
  ), planned as (
    insert into webhooks.delivery (endpoint, kind, position, lane, seq, prev)
    select endpoint, 'event', position, lane, seq, prev from found order by position, endpoint
  ), totals as (
    select endpoint, max(seq) as seq, max(position) as last_position from found group by endpoint
  )
  update webhooks.standing s
  set planned_through = greatest(s.planned_through, $3), seq = coalesce(t.seq, s.seq),
    last_position = coalesce(t.last_position, s.last_position),
    due_at = case when t.seq is null then s.due_at else least(s.due_at, $4) end
  from due left join totals t on t.endpoint = due.id
  where s.endpoint = due.id
  returning case when t.seq is not null then pg_notify('webhooks', '') end`;

export const WAKE = `select pg_notify('webhooks', '')`;

/** Where the planner stands. */
const CHECKPOINT = `
  select coalesce(min(position), 0) as position from subscriptions.checkpoint where subscription = '${PLANNER}'`;

const BEHIND = `
  select s.endpoint, s.planned_through as after from webhooks.standing s join webhooks.endpoint p on p.id = s.endpoint
  where p.status = 'enabled' and s.planned_through < (${CHECKPOINT})
  order by s.planned_through limit ${ENDPOINTS_AT_A_TIME}`;

/**
 * Plans the events of a span for all endpoints that have everything before it, or for one of them. The row of an
 * endpoint's standing is locked first: what is planned for it is planned in order, and once.
 */
async function plan(tx: PoolClient, after: number, upTo: number, now: Date, endpoint?: string): Promise<number> {
  const { rows } = await tx.query<{ endpoint: string }>(LOCK, [after, endpoint ?? null]);
  if (rows.length === 0) return 0;
  const endpoints = rows.map((row) => row.endpoint);
  return (await tx.query(PLAN, [endpoints, after, upTo, now, MOST_PENDING])).rowCount ?? 0;
}

/**
 * Turns events into deliveries, in the transaction of its checkpoint; nothing is sent here. Whoever is behind (new, enabled
 * again, or with too much waiting) is left to `catchUp`.
 */
export const planner = (now: () => Date): Subscriber => ({
  name: PLANNER,
  // What fails here fails for every event: it is tried again, and nothing is left out.
  isPoison: () => false,
  async apply(tx, events) {
    await plan(tx, events[0]!.position - 1, events.at(-1)!.position, now());
  },
});

/** Plans a page of the log for each endpoint that is behind the planner; false where there was nothing to do. */
export async function catchUp(pool: Pool, now: () => Date): Promise<boolean> {
  const { rows } = await pool.query<{ endpoint: string; after: number }>(BEHIND);
  let didAny = false;
  for (const { endpoint, after } of rows)
    await inTransaction(pool, async (tx) => {
      const { rows: reached } = await tx.query<{ position: number }>(CHECKPOINT);
      const upTo = Math.min(reached[0]!.position, after + PAGE);
      if (upTo > after && (await plan(tx, after, upTo, now(), endpoint)) > 0) didAny = true;
    });
  return didAny;
}
