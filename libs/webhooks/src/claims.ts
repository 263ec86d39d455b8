import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import { WAKE } from './planner.ts';
import type { Following, Health, Outcome } from './outcome.ts';

/** A dead worker's endpoints are served by others after this time at the latest; the living renew three times as often. */
export const LEASE_MS = 20_000;

/** An endpoint that this process alone sends to, for as long as its lease holds. */
export interface Claimed extends Health {
  id: string;
  owner: string;
  url: string;
  payload: 'thin' | 'full';
  ordering: 'none' | 'by-list';
  rate: number | null;
  concurrency: number;
  retry_after: number[];
  epoch: number;
  nextFreeAt: Date | null;
}

/** A statement that a connection parses and plans once: these run with every batch, which of an endpoint with little news is one delivery. */
const prepared = (name: string, text: string) => ({ name: `webhooks_${name}`, text });

/** A delivery that may be sent now. */
export interface Due {
  id: number;
  kind: 'event' | 'replay' | 'ping' | 'example' | 'operational';
  position: number | null;
  body: object | null;
  lane: string | null;
  seq: number | null;
  prev: number | null;
  attempts: number;
}

/** A request and what came of it. */
export interface Result {
  delivery: Due;
  at: Date;
  outcome: Outcome;
  next: Following;
  ms: Record<string, number> | null;
  request: object;
  response: object | null;
}

/** Another process sends to the endpoint since, or it was deleted: what was about to be written must not be. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

// Whoever was served longest ago comes first, so that none waits for the others. A lease that a crash loses is taken again.
// Leases go by the database's clock; one that ends later than one claimed now is from before that was set back.
const CLAIM = prepared(
  'claim',
  `
  with quick as materialized (select set_config('synchronous_commit', 'off', true)), ready as materialized (
    select s.endpoint from quick cross join webhooks.standing s join webhooks.endpoint p on p.id = s.endpoint
    where s.due_at <= $1 and s.held_until <= $1 and p.status = 'enabled' and ($3::text is null or s.endpoint = $3)
      and (s.leased_until <= clock_timestamp() or s.leased_until > clock_timestamp() + ${LEASE_MS} * interval '1 ms')
    order by s.served_at, s.endpoint limit $2 for update of s skip locked)
  update webhooks.standing s
  set epoch = s.epoch + 1, leased_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms', served_at = $1
  from ready join webhooks.endpoint p on p.id = ready.endpoint
  where s.endpoint = ready.endpoint
  returning p.id, p.owner, p.url, p.payload, p.ordering, p.rate, p.concurrency, p.retry_after, s.epoch, s.failures,
    s.failing_since as "failingSince", nullif(s.held_until, '-infinity') as "heldUntil",
    nullif(s.next_free_at, '-infinity') as "nextFreeAt"`,
);

const RENEW = prepared(
  'renew',
  `
  update webhooks.standing set leased_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
  where endpoint = $1 and epoch = $2`,
);

// In a lane nothing overtakes what waits for its retry.
const DUE = prepared(
  'due',
  `
  select d.id, d.kind, d.position, d.body, d.lane, d.seq, d.prev, d.attempts from webhooks.delivery d
  where d.endpoint = $1 and d.status = 'pending' and d.due_at <= $2
    and (d.lane is null or not exists (
      select 1 from webhooks.delivery h
      where h.endpoint = $1 and h.status = 'pending' and h.lane = d.lane and h.id < d.id and h.due_at > $2))
  order by (d.kind = 'replay'), d.id limit $3`,
);

// What a crash loses of all this is sent once more, which has to be borne anyway.
const LOCK = prepared(
  'lock',
  `
  select epoch, set_config('synchronous_commit', 'off', true) from webhooks.standing where endpoint = $1 for update`,
);

const FINISH = prepared(
  'finish',
  `
  with finished as (
    update webhooks.delivery d
    set status = case when d.status = 'cancelled' and r.status = 'pending' then d.status else r.status end, attempts = r.attempts, due_at = r.due_at,
      finished_at = case when r.status <> 'pending' then r.at else d.finished_at end
    from json_to_recordset($1) as r(id bigint, status text, attempts integer, due_at timestamptz, at timestamptz)
    where d.id = r.id
  )
  insert into webhooks.attempt (at, delivery, number, status, ok, phase, code, detail, ms, request, response)
  select at, delivery, number, status, ok, phase, code, detail, ms, request, response
  from json_to_recordset($2) as r(at timestamptz, delivery bigint, number integer, status integer, ok boolean,
    phase text, code text, detail text, ms json, request json, response json)`,
);

// Who is back gets at once what waits for a later try.
const BRING_FORWARD = `
  update webhooks.delivery set due_at = '-infinity' where endpoint = $1 and status = 'pending' and due_at > $2`;

// Of a lane, its head alone counts: the others wait for it.
const STAND = prepared(
  'stand',
  `
  update webhooks.standing
  set failures = $2, failing_since = $3, held_until = coalesce($4::timestamptz, '-infinity'),
    next_free_at = coalesce($5::timestamptz, '-infinity'),
    leased_until = case when $7 then '-infinity'::timestamptz else leased_until end,
    due_at = greatest($6::timestamptz, $4::timestamptz, case when not $8::boolean then coalesce((
      select min(d.due_at) from webhooks.delivery d
      where d.endpoint = $1 and d.status = 'pending' and (d.lane is null or not exists (
        select 1 from webhooks.delivery h
        where h.endpoint = $1 and h.status = 'pending' and h.lane = d.lane and h.id < d.id))), 'infinity') end)
  where endpoint = $1
  returning due_at <= $6 as "isDue"`,
);

/** Endpoints to which something is to be sent now and nobody sends: at most so many, or the one that is named. */
export async function claim(pool: Pool, now: Date, most: number, endpoint?: string): Promise<Claimed[]> {
  return (await pool.query<Claimed>({ ...CLAIM, values: [now, most, endpoint ?? null] })).rows;
}

export const renew = (pool: Pool, { id, epoch }: Claimed) => pool.query({ ...RENEW, values: [id, epoch] });

export const dueOf = async (pool: Pool, { id }: Claimed, now: Date, most: number): Promise<Due[]> =>
  (await pool.query<Due>({ ...DUE, values: [id, now, most] })).rows;

export interface Ending {
  /** When the rate lets the next one go. */
  nextFreeAt: Date | null;
  /** Not before this is anything sent again. */
  notBefore: Date;
  /** Whether more is due already, as far as is known. */
  isMore: boolean;
  /** Whether the endpoint is given back. */
  isLast: boolean;
  /** Whether it answers again after the breaker had opened. */
  isBack: boolean;
  /** In the same transaction. */
  also?: (tx: PoolClient) => Promise<void>;
}

/**
 * Records what came of some requests, and how the endpoint stands: all of it or nothing, under the epoch of the claim.
 * Throws LostError.
 */
export async function record(pool: Pool, claimed: Claimed, results: readonly Result[], ending: Ending): Promise<void> {
  const { id, epoch, failures, failingSince, heldUntil } = claimed;
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ epoch: number }>({ ...LOCK, values: [id] });
    if (rows[0]?.epoch !== epoch) throw new LostError(`Another process sends to ${id} now`);
    if (results.length > 0)
      await tx.query({
        ...FINISH,
        values: [JSON.stringify(results.map(finished)), JSON.stringify(results.map(logged))],
      });
    if (ending.isBack) await tx.query(BRING_FORWARD, [id, ending.notBefore]);
    const { nextFreeAt, notBefore, isLast, isMore } = ending;
    const values = [id, failures, failingSince, heldUntil, nextFreeAt, notBefore, isLast, isMore];
    const stands = await tx.query<{ isDue: boolean }>({ ...STAND, values });
    await ending.also?.(tx);
    // Another process may be the one that waits.
    if (isLast && stands.rows[0]!.isDue) await tx.query(WAKE);
  });
}

const finished = ({ delivery: { id }, at, next: { status, attempts, dueAt } }: Result) => ({
  id,
  status,
  attempts,
  at,
  due_at: dueAt,
});
const logged = ({ delivery, at, outcome: { retryAfterMs: _, ...outcome }, next, ms, request, response }: Result) => ({
  at,
  delivery: delivery.id,
  number: next.attempts,
  ms,
  request,
  response,
  ...outcome,
});
