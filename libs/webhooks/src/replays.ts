import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Replay, WebhookFilter } from '#contract';
import { inTransaction } from '#database';
import { InputError } from '#domain';
import { withinHead } from '#event-log';
import { columnsOf, filterAt, FITS, valuesOf } from './filter.ts';
import { WAKE } from './planner.ts';

const COUNT = `
  select count(*) as count from event_log.event e, ${filterAt(3)} where e.position > $1 and e.position <= $2 and ${FITS}`;
const NEWEST = `
  select e.position from event_log.event e, ${filterAt(3)}
  where e.position > $1 and e.position <= $2 and ${FITS} order by e.position desc limit $9`;
const HEAD = `select coalesce(max(position), 0) as head from event_log.event`;

const START = `
  insert into webhooks.replay (id, endpoint, after, began_after, up_to, per_second, events)
  values ($1, $2, $3, $3, $4, $5, $6)`;

/** Nothing more of a replay is planned while so much of it waits. */
const MOST_PENDING = 2_000;

const READY = `
  select r.id, w.count >= ${MOST_PENDING} as "isFull"
  from webhooks.replay r join webhooks.endpoint p on p.id = r.endpoint
  cross join lateral (
    select count(*) as count from (
      select 1 from webhooks.delivery d
      where d.endpoint = r.endpoint and d.status = 'pending' and d.kind = 'replay' limit ${MOST_PENDING}) as waiting) as w
  where r.status = 'running' and r.next_at <= $1 and p.status = 'enabled'
  order by "isFull", r.next_at limit 20`;
const LOCK = `
  select id, endpoint, after, up_to as "upTo", per_second as "perSecond" from webhooks.replay
  where id = $1 and status = 'running' and next_at <= $2 for update skip locked`;

// A lane of its own: what is new must not wait for what is old.
const PLAN = `
  with found as materialized (
    select e.position, case p.ordering when 'by-list' then 'replay ' || coalesce(e.list, e.stream) end as lane
    from webhooks.endpoint p join event_log.event e on e.position > $3 and e.position <= $4 and ${FITS}
    where p.id = $2 order by e.position limit $5
  ), planned as (
    insert into webhooks.delivery (endpoint, kind, position, replay, lane)
    select $2, 'replay', position, $1, lane from found order by position
  )
  select coalesce(max(position), 0) as last, count(*) as count from found`;
const ADVANCE = `
  update webhooks.replay set after = $2, planned = planned + $3, next_at = $4, status = $5 where id = $1`;
const LOOK = `update webhooks.standing set due_at = least(due_at, $2) where endpoint = $1`;

/** The last position of the log, as a transaction sees it. */
export const headIn = async (tx: PoolClient): Promise<number> => (await tx.query<{ head: number }>(HEAD)).rows[0]!.head;

/** A span of the log. */
export interface Span {
  after: number;
  upTo: number;
}

/** How many events of a span a filter asks for, and the newest of them. */
export async function previewOf(pool: Pool, filter: WebhookFilter, { after, upTo }: Span, shown: number) {
  const values = [after, upTo, ...valuesOf(columnsOf(filter))];
  const { rows } = await pool.query<{ count: number }>(COUNT, values);
  const newest = await pool.query<{ position: number }>(NEWEST, [...values, shown]);
  return { matching: rows[0]!.count, positions: newest.rows.map(({ position }) => position) };
}

/** Has events sent once more, or says how many that would be. Throws InputError for what lies ahead. */
export async function startReplay(
  tx: PoolClient,
  endpoint: { id: string; filter: WebhookFilter },
  { after, upTo: given, perSecond, dryRun }: { after: number; upTo?: number; perSecond: number; dryRun: boolean },
): Promise<Replay> {
  const head = await headIn(tx);
  const within = { head: async () => head };
  await withinHead(within, after, '/after');
  const upTo = await withinHead(within, given ?? head, '/upTo');
  if (after > upTo) throw new InputError('`after` is later than `upTo`', '/after');
  const { rows } = await tx.query<{ count: number }>(COUNT, [after, upTo, ...valuesOf(columnsOf(endpoint.filter))]);
  const id = dryRun ? null : randomUUID();
  const events = rows[0]!.count;
  if (id !== null) await tx.query(START, [id, endpoint.id, after, upTo, perSecond, events]);
  return { id, after, upTo, events, dryRun };
}

/** Plans what running replays may send now; false where none is running. */
export async function planReplays(pool: Pool, now: () => Date): Promise<boolean> {
  const { rows } = await pool.query<{ id: string; isFull: boolean }>(READY, [now()]);
  for (const { id, isFull } of rows) if (!isFull) await inTransaction(pool, (tx) => planPage(tx, id, now()));
  return rows.length > 0;
}

/** A fifth of a second's worth at a time, so that the rate is kept within the second too. */
async function planPage(tx: PoolClient, id: string, at: Date): Promise<void> {
  const { rows } = await tx.query<Span & { endpoint: string; perSecond: number }>(LOCK, [id, at]);
  const [replay] = rows;
  if (!replay) return;
  const { endpoint, after, upTo, perSecond } = replay;
  const most = Math.max(1, Math.min(MOST_PENDING, Math.ceil(perSecond / 5)));
  const planned = await tx.query<{ last: number; count: number }>(PLAN, [id, endpoint, after, upTo, most]);
  const { last, count } = planned.rows[0]!;
  const isDone = count < most;
  const nextAt = new Date(at.getTime() + (count * 1000) / perSecond);
  await tx.query(ADVANCE, [id, isDone ? upTo : last, count, nextAt, isDone ? 'done' : 'running']);
  if (count === 0) return;
  await tx.query(LOOK, [endpoint, at]);
  await tx.query(WAKE);
}
