import { inTransaction } from '#database';
import type { RecordedEvent } from '#event-log';
import type { Delivery, Subscription } from '#messaging';
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
export function createOutletSubscription(options: OutletOptions & { lookMs?: number }): Subscription {
  const { subscriber: outlet, onApplied, lookMs = LOOK_MS } = options;
  const { name } = outlet;
  const follower = createFollower(options);
  const { lease, failures } = follower;
  // Deliveries and looks: an older state must not overtake a newer one.
  const serially = oneAfterTheOther();
  let looking: NodeJS.Timeout | undefined;
  /** Of the present assignment; what a look finds ends it, and the transport begins anew. */
  let interruption = new AbortController();

  async function look(partitions: number[]): Promise<void> {
    try {
      await positionsOf(options, follower, partitions);
      if (await outlet.check(await cursorsOf(options))) return await failures.ended();
      await startOver(options, follower, partitions);
      interruption.abort(new StartingOverError(`What ${name} sent is gone: it is sent anew from the beginning`));
    } catch (error) {
      interruption.abort(error);
    }
  }

  return {
    name,
    async assigned(partitions) {
      const places = await follower.assigned(partitions);
      try {
        interruption = new AbortController();
        const isThere = await outlet.check(new Map([...places].map(([partition, { cursor }]) => [partition, cursor])));
        if (!isThere) await startOver(options, follower, partitions);
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
        const count = await deliver(options, follower, delivery);
        const position = Math.max(...delivery.reached.map(({ through }) => through));
        if (count > 0) onApplied?.({ name, count, position, ms: performance.now() - started });
      }),
    interruption: () => interruption.signal,
    failed: failures.failed,
    recovered: failures.ended,
  };
}

type OutletOptions = SubscriptionOptions<Outlet>;
type Follower = ReturnType<typeof createFollower>;

function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

async function cursorsOf({ pool, subscriber }: OutletOptions): Promise<Map<number, string | null>> {
  const { rows } = await pool.query<{ partition: number; cursor: string | null }>(CURSORS, [subscriber.name]);
  return new Map(rows.map(({ partition, cursor }) => [partition, cursor]));
}

const positionsOf = ({ pool }: OutletOptions, { lease }: Follower, partitions: number[]) =>
  inTransaction(pool, (tx) => lease.fence(tx, partitions));

const startOver = ({ pool, subscriber }: OutletOptions, { lease }: Follower, partitions: number[]) =>
  inTransaction(pool, async (tx) => {
    await lease.fence(tx, partitions);
    await tx.query(START_OVER, [subscriber.name]);
  });

/** Sends what is new and stores that it was sent; what is poison, or waits for it, is parked. Gives the number of events. */
async function deliver(options: OutletOptions, follower: Follower, delivery: Delivery): Promise<number> {
  const { pool, subscriber: outlet } = options;
  const partitions = delivery.reached.map(({ partition }) => partition);
  const events = follower.fresh(delivery.events, await positionsOf(options, follower, partitions));
  const parked = await follower.parkedKeys(pool);
  const due = events.filter((event) => !parked.has(keyOf(outlet, event)));
  const { sent, poison } = await send(outlet, due).catch(async (error: unknown) => {
    if (outlet.isGone(error)) await startOver(options, follower, partitions);
    if (!outlet.isPoison(error)) throw error;
    return sendOneByOne(outlet, due);
  });
  await inTransaction(pool, async (tx) => {
    await follower.lease.fence(tx, partitions);
    for (const event of events) {
      const error = parked.has(keyOf(outlet, event)) ? waitsForKey() : poison.get(event);
      if (error) await follower.park(tx, event, error);
    }
    const reached = delivery.reached.map((each) => ({ ...each, cursor: sent.get(each.partition) }));
    await follower.advance(tx, { reached });
  });
  return events.length;
}

interface Sent {
  /** The outlet's own places, by partition. */
  sent: ReadonlyMap<number, string>;
  /** The events that it will never take, and those that wait for one of them. */
  poison: ReadonlyMap<RecordedEvent, Error>;
}

const send = async (outlet: Outlet, events: readonly RecordedEvent[]): Promise<Sent> => ({
  sent: events.length > 0 ? await outlet.send(events) : new Map(),
  poison: new Map(),
});

async function sendOneByOne(outlet: Outlet, events: readonly RecordedEvent[]): Promise<Sent> {
  const poison = new Map<RecordedEvent, Error>();
  const parked = new Set<string>();
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
  return { sent, poison };
}
