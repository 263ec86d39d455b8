import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction, isDatabaseUnavailable } from '#database';
import type { RecordedEvent } from '#event-log';
import { partitionOf, type Delivery, type Subscription } from '#messaging';
import { createLease, FencedError } from './lease.ts';

/** What keeps something up to date with the log: a read model, usually. */
export interface Subscriber {
  name: string;
  /**
   * Folds the batch in memory and writes it, inside the transaction that also stores the checkpoint. Sees each event
   * once in effect, in order within an authority. Throws where an event cannot be digested; it will be parked.
   */
  apply(tx: PoolClient, events: readonly RecordedEvent[]): Promise<void>;
  /** Events of one key wait for each other where one of them is parked; the stream, where left out. */
  keyOf?(event: RecordedEvent): string;
}

export interface SubscriptionOptions {
  /** In the role `demarche_projector`. */
  pool: Pool;
  subscriber: Subscriber;
  /** `steal` where the broker says who owns what; `wait` where the lease alone does. */
  claim: 'steal' | 'wait';
  signal: AbortSignal;
  onApplied?: (batch: { name: string; count: number; position: number; ms: number }) => void;
  onParked?: (event: { name: string; position: number; key: string; error: Error }) => void;
}

const PARKED_KEYS = `select distinct key from subscriptions.parked where subscription = $1`;

const PARK = `
  insert into subscriptions.parked (subscription, position, key, error) values ($1, $2, $3, $4)
  on conflict (subscription, position) do update set attempts = parked.attempts + 1, error = excluded.error`;

const ADVANCE = `
  update subscriptions.checkpoint c
  set position = greatest(c.position, reached.position), cursor = coalesce(reached.cursor, c.cursor)
  from unnest($2::integer[], $3::bigint[], $4::text[]) as reached(partition, position, cursor)
  where c.subscription = $1 and c.partition = reached.partition`;

const ANNOUNCE = `select pg_notify('subscriptions', '')`;

const WAITING_FOR_LEASE_MS = 500;

/**
 * A subscriber bound to its checkpoints: what a transport delivers is applied exactly once in effect. Checkpoint, effect
 * and parked events are one transaction under the lease's epoch.
 */
export function createSubscription(options: SubscriptionOptions): Subscription {
  const { pool, subscriber, claim, signal, onApplied, onParked } = options;
  const { name } = subscriber;
  const keyOf = (event: RecordedEvent) => subscriber.keyOf?.(event) ?? event.stream;
  const lease = createLease(pool, name);

  const park = async (tx: PoolClient, event: RecordedEvent, error: Error) => {
    await tx.query(PARK, [name, event.position, keyOf(event), error.message]);
    onParked?.({ name, position: event.position, key: keyOf(event), error });
  };

  /** One transaction; `careful` takes the events one by one and parks those that fail. */
  const store = ({ events, reached }: Delivery, careful: boolean) =>
    inTransaction(pool, async (tx) => {
      const partitions = reached.map(({ partition }) => partition);
      const positions = await lease.fence(tx, partitions);
      const fresh = events.filter(
        ({ authority, position }) => position > (positions.get(partitionOf(authority)) ?? Infinity),
      );
      const { rows } = await tx.query<{ key: string }>(PARKED_KEYS, [name]);
      const parkedKeys = new Set(rows.map(({ key }) => key));
      const due: RecordedEvent[] = [];
      for (const event of fresh)
        if (parkedKeys.has(keyOf(event))) await park(tx, event, new Error('Waits for an earlier event of its key'));
        else if (!careful) due.push(event);
        else {
          const error = await attempt(tx, () => subscriber.apply(tx, [event]));
          if (!error) continue;
          await park(tx, event, error);
          parkedKeys.add(keyOf(event));
        }
      if (due.length > 0) await subscriber.apply(tx, due);
      const throughs = reached.map(({ through }) => through);
      await tx.query(ADVANCE, [name, partitions, throughs, reached.map(({ cursor }) => cursor)]);
      await tx.query(ANNOUNCE);
      return fresh.length;
    });

  return {
    name,
    async assigned(partitions) {
      for (;;) {
        const standing = await lease.claim(partitions, { steal: claim === 'steal' });
        if (standing) return standing;
        await setTimeout(WAITING_FOR_LEASE_MS, undefined, { signal });
      }
    },
    revoked: (partitions) => lease.release(partitions),
    async deliver(delivery) {
      const started = performance.now();
      const count = await store(delivery, false).catch((error: unknown) => {
        if (error instanceof FencedError || isDatabaseUnavailable(error)) throw error;
        return store(delivery, true);
      });
      const position = Math.max(...delivery.reached.map(({ through }) => through));
      if (count > 0) onApplied?.({ name, count, position, ms: performance.now() - started });
    },
  };
}

/** Runs `work` behind a savepoint: its error, with nothing of it left, or null. Trouble with the database itself is thrown. */
export async function attempt(tx: PoolClient, work: () => Promise<void>): Promise<Error | null> {
  await tx.query('savepoint attempt');
  try {
    await work();
    await tx.query('release savepoint attempt');
    return null;
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    await tx.query('rollback to savepoint attempt');
    return error as Error;
  }
}
