import type { Pool } from 'pg';
import { inTransaction } from '#database';
import type { EventLog } from '#event-log';
import { attempt, type Outlet, type Subscriber } from './subscription.ts';

const KEYS = `
  select distinct key from subscriptions.parked where subscription = $1 and ($2::text is null or key = $2) order by key`;

// The checkpoint's rows are locked first, so that no delivery parks a further event of the key meanwhile.
const HOLD = `select 1 from subscriptions.checkpoint where subscription = $1 order by partition for update`;

const OF_KEY = `select position from subscriptions.parked where subscription = $1 and key = $2 order by position`;
const DONE = `delete from subscriptions.parked where subscription = $1 and position = $2`;
const AGAIN = `
  update subscriptions.parked set attempts = attempts + 1, error = $3, parked_at = now()
  where subscription = $1 and position = $2`;

const NAMES = `select distinct subscription as name from subscriptions.parked order by name`;

/** The subscriptions that have parked events. */
export const parking = async (pool: Pool): Promise<string[]> =>
  (await pool.query<{ name: string }>(NAMES)).rows.map(({ name }) => name);

export interface Unparked {
  applied: number;
  stillParked: number;
}

/** Applies parked events again, each key in its order up to the first that still fails. Returns what became of them. */
export async function unpark(
  pool: Pool,
  log: EventLog,
  subscriber: Subscriber | Outlet,
  key?: string,
): Promise<Unparked> {
  const { rows } = await pool.query<{ key: string }>(KEYS, [subscriber.name, key ?? null]);
  if ('send' in subscriber) return sendAgain(pool, log, subscriber, rows);
  let [applied, stillParked] = [0, 0];
  for (const { key: each } of rows)
    await inTransaction(pool, async (tx) => {
      await tx.query(HOLD, [subscriber.name]);
      const parked = await tx.query<{ position: number }>(OF_KEY, [subscriber.name, each]);
      for (const [index, { position }] of parked.rows.entries()) {
        const event = await log.find(position);
        const error = await attempt(tx, subscriber, () => subscriber.apply(tx, [event!]));
        if (error) {
          await tx.query(AGAIN, [subscriber.name, position, error.message]);
          stillParked += parked.rows.length - index;
          return;
        }
        await tx.query(DONE, [subscriber.name, position]);
        applied++;
      }
    });
  return { applied, stillParked };
}

/** Sends outside any transaction. An event that is sent and stays parked is sent once more the next time. */
async function sendAgain(pool: Pool, log: EventLog, outlet: Outlet, keys: { key: string }[]): Promise<Unparked> {
  let [applied, stillParked] = [0, 0];
  for (const { key } of keys) {
    const parked = await pool.query<{ position: number }>(OF_KEY, [outlet.name, key]);
    for (const [index, { position }] of parked.rows.entries())
      try {
        await outlet.send([(await log.find(position))!]);
        await pool.query(DONE, [outlet.name, position]);
        applied++;
      } catch (error) {
        if (!outlet.isPoison(error)) throw error;
        await pool.query(AGAIN, [outlet.name, position, (error as Error).message]);
        stillParked += parked.rows.length - index;
        break;
      }
  }
  return { applied, stillParked };
}
