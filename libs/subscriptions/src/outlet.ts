import { inTransaction } from '#database';
import type { RecordedEvent } from '#event-log';
import type { Subscription } from '#messaging';
import { createFollower, keyOf, waitsForKey, type Outlet, type SubscriptionOptions } from './subscription.ts';

const LOOK_MS = 60_000;

const START_OVER = `update subscriptions.checkpoint set position = 0, cursor = null where subscription = $1`;
const CURSORS = `select partition, cursor from subscriptions.checkpoint where subscription = $1`;

/** What was sent is gone. The checkpoint is back at the beginning, and everything comes again. */
export class StartingOverError extends Error {
  override readonly name = 'StartingOverError';
}

/**
 * An outlet bound to its checkpoints. The world outside is never waited for inside a transaction: the lease is looked at,
 * the events are sent, and then the checkpoint is stored under the lease's epoch. Killed in between, they are sent again.
 */
export function createOutletSubscription(options: SubscriptionOptions<Outlet> & { lookMs?: number }): Subscription {
  const { pool, subscriber: outlet, onApplied, lookMs = LOOK_MS } = options;
  const { name } = outlet;
  const { lease, failures, assigned, fresh, parkedKeys, park, advance } = createFollower(options);
  let looking: NodeJS.Timeout | undefined;
  /** Of the present assignment; what a look finds ends it, and the transport begins anew. */
  let interruption = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  /** Deliveries and looks one after the other: an older state must not overtake a newer one. */
  const serially = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  async function cursors(): Promise<Map<number, string | null>> {
    const { rows } = await pool.query<{ partition: number; cursor: string | null }>(CURSORS, [name]);
    return new Map(rows.map(({ partition, cursor }) => [partition, cursor]));
  }
  async function startOver(partitions: number[]): Promise<void> {
    await inTransaction(pool, async (tx) => {
      await lease.fence(tx, partitions);
      await tx.query(START_OVER, [name]);
    });
  }
  const positionsOf = (partitions: number[]) => inTransaction(pool, (tx) => lease.fence(tx, partitions));

  async function look(partitions: number[]): Promise<void> {
    try {
      await positionsOf(partitions);
      if (await outlet.check(await cursors())) return await failures.ended();
      await startOver(partitions);
      interruption.abort(new StartingOverError(`What ${name} sent is gone: it is sent anew from the beginning`));
    } catch (error) {
      interruption.abort(error);
    }
  }

  /** Sends the events one by one: gives those that are poison. */
  async function sendCarefully(events: readonly RecordedEvent[], parked: Set<string>) {
    const poison = new Map<RecordedEvent, Error>();
    let sent: ReadonlyMap<number, string> = new Map();
    for (const event of events)
      if (parked.has(keyOf(outlet, event))) poison.set(event, waitsForKey());
      else
        try {
          sent = await outlet.send([event]);
        } catch (error) {
          if (!outlet.isPoison(error)) throw error;
          poison.set(event, error as Error);
          parked.add(keyOf(outlet, event));
        }
    return { poison, sent };
  }

  return {
    name,
    async assigned(partitions) {
      const places = await assigned(partitions);
      const cursors = new Map([...places].map(([partition, { cursor }]) => [partition, cursor]));
      try {
        interruption = new AbortController();
        const isThere = await outlet.check(cursors);
        if (!isThere) await startOver(partitions);
        looking ??= setInterval(() => void serially(() => look(partitions)), lookMs).unref();
        return isThere ? places : new Map(partitions.map((partition) => [partition, { position: 0, cursor: null }]));
      } catch (error) {
        // The transport has nothing yet to give back.
        await lease.release(partitions);
        throw error;
      }
    },
    async revoked(partitions) {
      clearInterval(looking);
      looking = undefined;
      await lease.release(partitions);
    },
    deliver: (delivery) =>
      serially(async () => {
        const started = performance.now();
        const partitions = delivery.reached.map(({ partition }) => partition);
        const events = fresh(delivery.events, await positionsOf(partitions));
        const parked = await parkedKeys(pool);
        const due = events.filter((event) => !parked.has(keyOf(outlet, event)));
        let poison = new Map<RecordedEvent, Error>();
        let sent: ReadonlyMap<number, string>;
        try {
          sent = due.length > 0 ? await outlet.send(due) : new Map();
        } catch (error) {
          if (outlet.isGone(error)) await startOver(partitions);
          if (!outlet.isPoison(error)) throw error;
          ({ poison, sent } = await sendCarefully(due, new Set(parked)));
        }
        await inTransaction(pool, async (tx) => {
          await lease.fence(tx, partitions);
          for (const event of events)
            if (poison.has(event)) await park(tx, event, poison.get(event)!);
            else if (parked.has(keyOf(outlet, event))) await park(tx, event, waitsForKey());
          await advance(tx, {
            reached: delivery.reached.map((each) => ({ ...each, cursor: sent.get(each.partition) })),
          });
        });
        const position = Math.max(...delivery.reached.map(({ through }) => through));
        if (events.length > 0) onApplied?.({ name, count: events.length, position, ms: performance.now() - started });
      }),
    interruption: () => interruption.signal,
    failed: failures.failed,
    recovered: failures.ended,
  };
}
