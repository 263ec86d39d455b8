import type { Pool, PoolClient } from 'pg';
import type { ReplayStanding } from '#contract';
import { NotFoundError } from '#domain';

// Of a replay no more than a thousand deliveries wait at a time: counting them takes no time.
const TOLD = `
  select r.*, (select count(*) from webhooks.delivery d
    where d.endpoint = r.endpoint and d.status = 'pending' and d.kind = 'replay' and d.replay = r.id) as pending
  from webhooks.replay r where r.endpoint = $1`;
const PAGE = `${TOLD} and r.number < $2 order by r.number desc limit $3`;
const FIND = `${TOLD} and r.id = $2`;

// The row of the standing is locked first, as whoever records attempts does: two that lock in another order would wait for
// each other.
const LOCK = `select endpoint from webhooks.standing where endpoint = $1 for update`;
const STOP = `
  update webhooks.replay r set status = 'cancelled'
  where endpoint = $1 and id = $2 and (status = 'running' or exists (
    select 1 from webhooks.delivery d
    where d.endpoint = r.endpoint and d.status = 'pending' and d.kind = 'replay' and d.replay = r.id))`;
const CANCEL = `
  update webhooks.delivery set status = 'cancelled', finished_at = $3
  where endpoint = $1 and status = 'pending' and kind = 'replay' and replay = $2`;

interface Row {
  id: string;
  number: number;
  began_after: number;
  up_to: number;
  per_second: number;
  events: number;
  planned: number;
  pending: number;
  status: ReplayStanding['status'];
  created_at: Date;
}

/** A replay, and its place among those of its endpoint. */
export interface PlacedReplay {
  number: number;
  replay: ReplayStanding;
}

/** Replays of an endpoint before one of them, the newest first. */
export async function replaysOf(
  pool: Pool,
  endpoint: string,
  { before, limit }: { before: number; limit: number },
): Promise<PlacedReplay[]> {
  const { rows } = await pool.query<Row>(PAGE, [endpoint, before, limit]);
  return rows.map((row) => ({ number: row.number, replay: shown(row) }));
}

/** One replay of an endpoint. Throws NotFoundError. */
export async function replayOf(pool: Pool | PoolClient, endpoint: string, id: string): Promise<ReplayStanding> {
  const { rows } = await pool.query<Row>(FIND, [endpoint, id]);
  if (!rows[0]) throw new NotFoundError(`There is no replay ${id} of ${endpoint}`);
  return shown(rows[0]);
}

/**
 * Calls a replay off: nothing more of it is planned, and what waits is sent no more; what is on its way just now still
 * arrives. One that is over stays as it is. Throws NotFoundError.
 */
export async function cancelReplay(tx: PoolClient, endpoint: string, id: string, at: Date): Promise<ReplayStanding> {
  await tx.query(LOCK, [endpoint]);
  await tx.query(STOP, [endpoint, id]);
  await tx.query(CANCEL, [endpoint, id, at]);
  return replayOf(tx, endpoint, id);
}

const shown = (row: Row): ReplayStanding => ({
  id: row.id,
  after: row.began_after,
  upTo: row.up_to,
  perSecond: row.per_second,
  events: row.events,
  planned: row.planned,
  pending: row.pending,
  // All is planned before all is sent.
  status: row.status === 'done' && row.pending > 0 ? 'running' : row.status,
  createdAt: row.created_at.toISOString(),
});
