import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { RelayLease } from '#messaging';
import { createFailures } from './failures.ts';
import { LEASE_MS } from './lease.ts';

const ENSURE = `insert into subscriptions.checkpoint (subscription, partition) values ($1, 0) on conflict do nothing`;

// A lease that ends later than one taken now is of a clock that was set back since.
const ACQUIRE = `
  update subscriptions.checkpoint
  set epoch = epoch + 1, owner = $2, expires_at = clock_timestamp() + $3 * interval '1 ms'
  where subscription = $1 and partition = 0
    and (expires_at < clock_timestamp() or expires_at > clock_timestamp() + $3 * interval '1 ms')
  returning epoch, position`;

const RENEW = `
  update subscriptions.checkpoint set expires_at = clock_timestamp() + $3 * interval '1 ms'
  where subscription = $1 and partition = 0 and epoch = $2`;

const SAVE = `
  update subscriptions.checkpoint set position = $4, expires_at = clock_timestamp() + $3 * interval '1 ms'
  where subscription = $1 and partition = 0 and epoch = $2`;

const RELEASE = `
  update subscriptions.checkpoint set expires_at = '-infinity' where subscription = $1 and partition = 0 and epoch = $2`;

/** The relay's leadership and checkpoint: one row, one leader, each with an epoch of its own. */
export function createRelayLease(pool: Pool, name: string): RelayLease {
  const owner = randomUUID();
  const failures = createFailures(pool, name);
  return {
    async acquire() {
      await pool.query(ENSURE, [name]);
      const { rows } = await pool.query<{ epoch: number; position: number }>(ACQUIRE, [name, owner, LEASE_MS]);
      return rows[0] ?? null;
    },
    renew: async (epoch) => (await pool.query(RENEW, [name, epoch, LEASE_MS])).rowCount === 1,
    async save(epoch, position) {
      const { rowCount } = await pool.query(SAVE, [name, epoch, LEASE_MS, position]);
      await failures.ended();
      return rowCount === 1;
    },
    failed: failures.failed,
    release: async (epoch) => void (await pool.query(RELEASE, [name, epoch])),
  };
}
