import type { Pool, PoolClient } from 'pg';
import type { Attempt, Delivery, DeliveryAnswer } from '#contract';
import { NotFoundError } from '#domain';
import { ownBody } from './payload.ts';
import { webhookIdOf } from './send.ts';

const COLUMNS = `
  id, endpoint, kind, position, seq, prev, status, attempts, nullif(due_at, '-infinity') as due_at, created_at, finished_at`;

const PING = `
  insert into webhooks.delivery (endpoint, kind, body) values ($1, $2, $3) returning ${COLUMNS}`;

const PAGE = `
  select ${COLUMNS} from webhooks.delivery
  where endpoint = $1 and id < $2 and ($3::text is null or status = $3) order by id desc limit $4`;
const FIND = `select ${COLUMNS} from webhooks.delivery where endpoint = $1 and id = $2`;

const ATTEMPTS = `
  select number, at, ok, status, phase, code, detail, ms, request, response from webhooks.attempt
  where delivery = $1 order by at limit 100`;

const RESEND = `
  update webhooks.delivery set status = 'pending', attempts = 0, due_at = '-infinity', finished_at = null
  where endpoint = $1 and id = $2 returning ${COLUMNS}`;

const FORGET = `
  delete from webhooks.delivery where id in (
    select id from webhooks.delivery where status <> 'pending' and finished_at < $1 limit 10000)`;
const FORGET_REPLAYS = `
  delete from webhooks.replay r
  where status <> 'running' and created_at < $1 and not exists (select 1 from webhooks.delivery d where d.replay = r.id)`;
const FORGET_SECRETS = `delete from webhooks.secret where expires_at < $1`;

interface Row {
  id: number;
  endpoint: string;
  kind: Delivery['kind'];
  position: number | null;
  seq: number | null;
  prev: number | null;
  status: Delivery['status'];
  attempts: number;
  due_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
}

const NOBODY = (endpoint: string, id: number) => new NotFoundError(`There is no delivery ${id} of ${endpoint}`);

/** Plans a ping, or an example of an event. */
export async function planOwn(
  tx: PoolClient,
  endpoint: string,
  kind: 'ping' | 'example',
  body: object,
): Promise<Delivery> {
  return shown((await tx.query<Row>(PING, [endpoint, kind, body])).rows[0]!);
}

export const pingOf = (endpoint: string, at: Date): object => ownBody('ping', endpoint, at, { endpoint });

/** Deliveries of an endpoint before one of them, the newest first. */
export async function deliveriesOf(
  pool: Pool,
  endpoint: string,
  { before, status, limit }: { before: number; status?: Delivery['status']; limit: number },
): Promise<Delivery[]> {
  return (await pool.query<Row>(PAGE, [endpoint, before, status ?? null, limit])).rows.map(shown);
}

/** One delivery and its attempts. Throws NotFoundError. */
export async function deliveryOf(pool: Pool, endpoint: string, id: number): Promise<DeliveryAnswer> {
  const { rows } = await pool.query<Row>(FIND, [endpoint, id]);
  if (!rows[0]) throw NOBODY(endpoint, id);
  const log = await pool.query<Omit<Attempt, 'at'> & { at: Date }>(ATTEMPTS, [id]);
  return { ...shown(rows[0]), log: log.rows.map((each) => ({ ...each, at: each.at.toISOString() })) };
}

/** Sends a delivery once more, under the id that it had. Throws NotFoundError. */
export async function resend(tx: PoolClient, endpoint: string, id: number): Promise<Delivery> {
  const { rows } = await tx.query<Row>(RESEND, [endpoint, id]);
  if (!rows[0]) throw NOBODY(endpoint, id);
  return shown(rows[0]);
}

/**
 * Makes room: the log of attempts by whole months, deliveries that are finished, and secrets that sign no more. What waits
 * stays, however old; and nothing is planned again, because `planned_through` says what was.
 */
export async function forgetOld(pool: Pool, now: Date, keptDays: number): Promise<void> {
  const from = new Date(now.getTime() - keptDays * 86_400_000);
  await pool.query('select webhooks.keep_attempts($1, $2)', [now, from]);
  while ((await pool.query(FORGET, [from])).rowCount! > 0);
  await pool.query(FORGET_REPLAYS, [from]);
  await pool.query(FORGET_SECRETS, [now]);
}

const shown = (row: Row): Delivery => ({
  id: row.id,
  webhookId: webhookIdOf(row.endpoint, row.id),
  kind: row.kind,
  position: row.position,
  sequence: row.seq,
  previous: row.prev,
  status: row.status,
  attempts: row.attempts,
  dueAt: row.status === 'pending' ? (row.due_at ?? row.created_at).toISOString() : null,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});
