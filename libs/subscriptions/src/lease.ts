import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';

/** A dead owner is succeeded after this time at the latest; the living renew three times as often. */
export const LEASE_MS = 6_000;

const ENSURE = `
  insert into subscriptions.checkpoint (subscription, partition) select $1, unnest($2::int[]) on conflict do nothing`;

const CLAIM = `
  update subscriptions.checkpoint
  set epoch = epoch + 1, owner = $3, expires_at = clock_timestamp() + $4 * interval '1 ms'
  where subscription = $1 and partition = any($2)
  returning partition, position, cursor, epoch`;

// A lease that ends later than one claimed now is of a clock that was set back since: waiting for it could take hours.
const HELD = `
  select count(*) as held from subscriptions.checkpoint
  where subscription = $1 and partition = any($2) and owner <> $3
    and expires_at > clock_timestamp() and expires_at <= clock_timestamp() + $4 * interval '1 ms'`;

const LOCK = `
  select partition, position, epoch from subscriptions.checkpoint
  where subscription = $1 and partition = any($2) order by partition for update`;

/** The rows of one's own, in the order in which the fence takes them: two that lock otherwise wait for each other. */
const MINE = `
  with mine as materialized (
    select c.partition from subscriptions.checkpoint c
    join unnest($2::int[], $3::bigint[]) as own(partition, epoch) on own.partition = c.partition and own.epoch = c.epoch
    where c.subscription = $1 order by c.partition for update of c)`;

const RENEW = `${MINE}
  update subscriptions.checkpoint c set expires_at = clock_timestamp() + $4 * interval '1 ms'
  from mine where c.subscription = $1 and c.partition = mine.partition`;

const RELEASE = `${MINE}
  update subscriptions.checkpoint c set expires_at = '-infinity'
  from mine where c.subscription = $1 and c.partition = mine.partition`;

export interface HeldCheckpoint {
  position: number;
  cursor: string | null;
  epoch: number;
}

/** Another owner has claimed the partition since: whatever this one was about to write must not be written. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/**
 * The right to move a subscription's checkpoints, partition by partition. Every claim raises the partition's epoch, and
 * every write is made under the epoch of its claim: an owner that slept through its lease can change nothing.
 */
export function createLease(pool: Pool, subscription: string) {
  const owner = randomUUID();
  const held = new Map<number, HeldCheckpoint>();
  let renewing: NodeJS.Timeout | undefined;

  const mine = (partitions: Iterable<number>) => {
    const numbers = [...partitions].filter((partition) => held.has(partition));
    return [numbers, numbers.map((partition) => held.get(partition)!.epoch)];
  };
  const renew = () =>
    pool.query(RENEW, [subscription, ...mine(held.keys()), LEASE_MS]).then(
      () => undefined,
      // The next renewal, or the fence, will tell.
      () => undefined,
    );

  return {
    /** Takes the partitions: at once with `steal` (the broker has assigned them), else only when nobody holds any. */
    async claim(
      partitions: readonly number[],
      { steal }: { steal: boolean },
    ): Promise<Map<number, HeldCheckpoint> | null> {
      await pool.query(ENSURE, [subscription, partitions]);
      const rows = await inTransaction(pool, async (tx) => {
        const values = [subscription, partitions, owner, LEASE_MS];
        await tx.query(LOCK, [subscription, partitions]);
        if (!steal && (await tx.query<{ held: number }>(HELD, values)).rows[0]!.held > 0) return null;
        return (await tx.query<HeldCheckpoint & { partition: number }>(CLAIM, values)).rows;
      });
      if (!rows) return null;
      const claimed = new Map(rows.map(({ partition, ...checkpoint }) => [partition, checkpoint]));
      for (const [partition, checkpoint] of claimed) held.set(partition, checkpoint);
      renewing ??= setInterval(() => void renew(), LEASE_MS / 3).unref();
      return claimed;
    },

    /** Locks the partitions' rows for this transaction and gives their positions; throws FencedError. */
    async fence(tx: PoolClient, partitions: readonly number[]): Promise<Map<number, number>> {
      const { rows } = await tx.query<{ partition: number; position: number; epoch: number }>(LOCK, [
        subscription,
        partitions,
      ]);
      for (const { partition, epoch } of rows)
        if (held.get(partition)?.epoch !== epoch)
          throw new FencedError(`Partition ${partition} of ${subscription} has another owner now`);
      return new Map(rows.map(({ partition, position }) => [partition, position]));
    },

    /** Lets the partitions go, so that the next owner need not wait. */
    async release(partitions: readonly number[] = [...held.keys()]): Promise<void> {
      const [numbers, epochs] = mine(partitions);
      for (const partition of partitions) held.delete(partition);
      if (held.size === 0) {
        clearInterval(renewing);
        renewing = undefined;
      }
      await pool.query(RELEASE, [subscription, numbers, epochs]).catch(() => undefined);
    },
  };
}
