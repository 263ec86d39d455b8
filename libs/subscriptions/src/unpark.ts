import type { Pool } from 'pg';
import { inTransaction } from '#database';
import type { EventLog } from '#event-log';
import { attempt, type Subscriber } from './subscription.ts';

const KEYS = `
  select distinct key from subscriptions.parked where subscription = $1 and ($2::text is null or key = $2) order by key`;

// The checkpoint's rows are locked first, so that no delivery parks a further event of the key meanwhile.
const HOLD = `select 1 from subscriptions.checkpoint where subscription = $1 order by partition for update`;

const OF_KEY = `select position from subscriptions.parked where subscription = $1 and key = $2 order by position`;
const DONE = `delete from subscriptions.parked where subscription = $1 and position = $2`;
const AGAIN = `
  update subscriptions.parked set attempts = attempts + 1, error = $3, parked_at = now()
  where subscription = $1 and position = $2`;

/** Applies parked events again, each key in its order up to the first that still fails. Returns what became of them. */
export async function unpark(
  pool: Pool,
  log: EventLog,
  subscriber: Subscriber,
  key?: string,
): Promise<{ applied: number; stillParked: number }> {
  const { rows } = await pool.query<{ key: string }>(KEYS, [subscriber.name, key ?? null]);
  let [applied, stillParked] = [0, 0];
  for (const { key: each } of rows)
    await inTransaction(pool, async (tx) => {
      await tx.query(HOLD, [subscriber.name]);
      const parked = await tx.query<{ position: number }>(OF_KEY, [subscriber.name, each]);
      for (const [index, { position }] of parked.rows.entries()) {
        const event = await log.find(position);
        const error = await attempt(tx, () => subscriber.apply(tx, [event!]));
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
