import type { Pool, PoolClient } from 'pg';
import type { OperationalType } from '#contract';
import { newsBody, ownBody } from './payload.ts';
import { WAKE } from './planner.ts';

const TELL = `
  insert into webhooks.delivery (endpoint, kind, body)
  select id, 'operational', $3 from webhooks.endpoint
  where owner = $1 and id <> $2 and status = 'enabled' and $4 = any(types) order by id
  returning endpoint`;

const LOOK = `
  update webhooks.standing s set due_at = least(s.due_at, $2)
  from (select endpoint from webhooks.standing where endpoint = any($1) order by endpoint for update) as told
  where s.endpoint = told.endpoint`;

/** Plans for the owner's other endpoints that ask for it what happened to one; `look` tells of them once it is committed. */
export async function tell(
  tx: PoolClient,
  { id, owner }: { id: string; owner: string },
  type: OperationalType,
  at: Date,
  data: object = {},
): Promise<string[]> {
  const body = ownBody(type, id, at, { endpoint: id, ...data });
  const { rows } = await tx.query<{ endpoint: string }>(TELL, [owner, id, body, type]);
  return rows.map(({ endpoint }) => endpoint);
}

/** Something that happened to what an owner has: of the log it is none. */
export interface OwnNews {
  type: OperationalType;
  /** The address of what it happened to, and its id. */
  source: string;
  subject: string;
  at: Date;
  data: object;
}

/** Plans news for all endpoints of an owner that ask for it, in the caller's transaction. */
export async function tellOwner(tx: PoolClient, owner: string, { type, at, data, ...of }: OwnNews): Promise<void> {
  const { rows } = await tx.query<{ endpoint: string }>(TELL, [owner, '', newsBody(type, of, at, data), type]);
  await look(
    tx,
    rows.map(({ endpoint }) => endpoint),
    at,
  );
}

/** Has what was planned looked at. Apart from `tell`, because two endpoints that tell of each other would wait for ever. */
export async function look(pool: Pool | PoolClient, endpoints: readonly string[], at: Date): Promise<void> {
  if (endpoints.length === 0) return;
  await pool.query(LOOK, [endpoints, at]);
  await pool.query(WAKE);
}
