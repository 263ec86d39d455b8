import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction, isDatabaseUnavailable } from '#database';
import type { RecordedEvent } from '#event-log';
import { partitionOf, type Delivery, type Standing, type Subscription } from '#messaging';
import { createFailures } from './failures.ts';
import { createLease, FencedError } from './lease.ts';

/** What keeps something up to date with the log, inside PostgreSQL or outside. */
export interface Following {
  name: string;
  /**
   * Whether an error is the event's own fault, so that no later attempt can do better: the event is parked. After all
   * other errors the delivery is tried again with growing pauses, for as long as it takes.
   */
  isPoison(error: unknown): boolean;
  /** Events of one key wait for each other where one of them is parked; the stream, where left out. */
  keyOf?(event: RecordedEvent): string;
}

/** What keeps tables up to date with the log: a read model, usually. */
export interface Subscriber extends Following {
  /**
   * Folds the batch in memory and writes it, inside the transaction that also stores the checkpoint. Sees each event
   * once in effect, in order within an authority. Calls nothing over the network but the database.
   */
  apply(tx: PoolClient, events: readonly RecordedEvent[]): Promise<void>;
}

/** What has its effect outside PostgreSQL, where no transaction reaches: at least once, so repeating must do no harm. */
export interface Outlet extends Following {
  /**
   * Called when the lease becomes ours and every minute while it is. Given the cursors that `send` answered last; false
   * where what was sent is gone and everything has to be sent anew.
   */
  check(cursors: ReadonlyMap<number, string | null>): Promise<boolean>;
  /** Sends what the events lead to. Answers with its own place by partition, which is stored with the checkpoint. */
  send(events: readonly RecordedEvent[]): Promise<ReadonlyMap<number, string>>;
  /** Whether an error says that what was sent before is gone. */
  isGone(error: unknown): boolean;
}

export interface SubscriptionOptions<Follower extends Following = Subscriber> {
  /** In the role `demarche_projector`. */
  pool: Pool;
  subscriber: Follower;
  /** `steal` where the broker says who owns what; `wait` where the lease alone does. */
  claim: 'steal' | 'wait';
  signal: AbortSignal;
  onApplied?: (batch: { name: string; count: number; position: number; ms: number }) => void;
  onParked?: (event: { name: string; position: number; key: string; error: Error }) => void;
}

export const keyOf = (following: Following, event: RecordedEvent): string => following.keyOf?.(event) ?? event.stream;

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

/** What subscriptions of both kinds have in common: the lease, the parked events, the failures, the checkpoint. */
export function createFollower({ pool, subscriber, claim, signal, onParked }: SubscriptionOptions<Following>) {
  const { name } = subscriber;
  const lease = createLease(pool, name);
  const failures = createFailures(pool, name);
  return {
    lease,
    failures,
    async assigned(partitions: number[]): Promise<Map<number, Standing>> {
      for (;;) {
        const standing = await lease.claim(partitions, { steal: claim === 'steal' });
        if (standing) return standing;
        await setTimeout(WAITING_FOR_LEASE_MS, undefined, { signal });
      }
    },
    /** Of the events, those that are not in yet, by the positions that the fence gave. */
    fresh: (events: readonly RecordedEvent[], positions: ReadonlyMap<number, number>) =>
      events.filter(({ authority, position }) => position > (positions.get(partitionOf(authority)) ?? Infinity)),
    async parkedKeys(tx: Pool | PoolClient): Promise<Set<string>> {
      const { rows } = await tx.query<{ key: string }>(PARKED_KEYS, [name]);
      return new Set(rows.map(({ key }) => key));
    },
    async park(tx: PoolClient, event: RecordedEvent, error: Error): Promise<void> {
      const key = keyOf(subscriber, event);
      await tx.query(PARK, [name, event.position, key, error.message]);
      onParked?.({ name, position: event.position, key, error });
    },
    async advance(tx: PoolClient, { reached }: Pick<Delivery, 'reached'>): Promise<void> {
      const partitions = reached.map(({ partition }) => partition);
      const throughs = reached.map(({ through }) => through);
      await tx.query(ADVANCE, [name, partitions, throughs, reached.map(({ cursor }) => cursor)]);
      await tx.query(ANNOUNCE);
    },
  };
}

export const waitsForKey = () => new Error('Waits for an earlier event of its key');

/**
 * A subscriber bound to its checkpoints: what a transport delivers is applied exactly once in effect. Checkpoint, effect
 * and parked events are one transaction under the lease's epoch.
 */
export function createSubscription(options: SubscriptionOptions): Subscription {
  const { pool, subscriber, onApplied } = options;
  const { name } = subscriber;
  const { lease, failures, assigned, fresh, parkedKeys, park, advance } = createFollower(options);

  /** One transaction; `careful` takes the events one by one and parks those that are poison. */
  const store = (delivery: Delivery, careful: boolean) =>
    inTransaction(pool, async (tx) => {
      const positions = await lease.fence(
        tx,
        delivery.reached.map(({ partition }) => partition),
      );
      const events = fresh(delivery.events, positions);
      const parked = await parkedKeys(tx);
      const due: RecordedEvent[] = [];
      for (const event of events)
        if (parked.has(keyOf(subscriber, event))) await park(tx, event, waitsForKey());
        else if (!careful) due.push(event);
        else {
          const error = await attempt(tx, subscriber, () => subscriber.apply(tx, [event]));
          if (!error) continue;
          await park(tx, event, error);
          parked.add(keyOf(subscriber, event));
        }
      if (due.length > 0) await subscriber.apply(tx, due);
      await advance(tx, delivery);
      return events.length;
    });

  return {
    name,
    assigned,
    revoked: (partitions) => lease.release(partitions),
    async deliver(delivery) {
      const started = performance.now();
      const count = await store(delivery, false).catch((error: unknown) => {
        if (error instanceof FencedError || isDatabaseUnavailable(error) || !subscriber.isPoison(error)) throw error;
        return store(delivery, true);
      });
      const position = Math.max(...delivery.reached.map(({ through }) => through));
      if (count > 0) onApplied?.({ name, count, position, ms: performance.now() - started });
    },
    failed: failures.failed,
    recovered: failures.ended,
  };
}

/** Runs `work` behind a savepoint: the error that parks the event, with nothing of it left, or null. Throws all others. */
export async function attempt(
  tx: PoolClient,
  { isPoison }: Pick<Following, 'isPoison'>,
  work: () => Promise<void>,
): Promise<Error | null> {
  await tx.query('savepoint attempt');
  try {
    await work();
    await tx.query('release savepoint attempt');
    return null;
  } catch (error) {
    if (isDatabaseUnavailable(error) || !isPoison(error)) throw error;
    await tx.query('rollback to savepoint attempt');
    return error as Error;
  }
}
