import type { Printed } from '#contract';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { EventLog, RecordedEvent } from '#event-log';
import { partitionOf } from '#messaging';
import { compare, digests, type Digest } from './digest.ts';
import type { ReadModel } from './read-model.ts';
import { createIndexes, createSchema, swap, useSchema } from './tables.ts';
import { currentVersion, saveVersion, versionOf } from './versions.ts';
import { refuseViewsInTheWay } from './views.ts';

const REBUILD_BATCH = 5_000;

const HOLD = `
  select partition, position from subscriptions.checkpoint where subscription = $1 order by partition for update`;

const PARKED = `select position from subscriptions.parked where subscription = $1`;

const PROVE = `
  insert into subscriptions.rebuild_proof (read_model, position, authority, live_rows, live_digest, rebuilt_rows, rebuilt_digest)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** Whether a read model is what the log gives, and its proof by country. */
export type RebuildReport = Printed['rebuild']['readModels'][number];

/**
 * Fills the tables anew from the log beside the live ones, which go on serving and following. Then holds the
 * subscription for a moment, brings both to the same position, compares a digest per country, stores the comparison, and
 * swaps in one transaction. Unequal tables are not swapped unless `acceptDifference` says that the difference is meant.
 * Live tables of another version of the code count as empty: they have other columns.
 */
export const rebuild = (
  pool: Pool,
  log: EventLog,
  model: ReadModel,
  options: RebuildOptions = {},
): Promise<RebuildReport> => underRebuildLock(pool, model, () => fill(pool, log, model, options));

export interface RebuildOptions {
  acceptDifference?: boolean;
  onProgress?: (position: number) => void;
}

/** One rebuild of a read model at a time, whichever process does it. */
export async function underRebuildLock<T>(pool: Pool, { name }: ReadModel, work: () => Promise<T>): Promise<T> {
  const lock = await pool.connect();
  let broken: Error | undefined;
  try {
    await lock.query('select pg_advisory_lock(hashtext($1))', [`rebuild ${name}`]);
    return await work();
  } finally {
    await lock.query('select pg_advisory_unlock_all()').catch((lost: Error) => (broken = lost));
    lock.release(broken);
  }
}

/** Fills, compares and swaps; for whoever holds the rebuild's lock. */
export async function fill(
  pool: Pool,
  log: EventLog,
  model: ReadModel,
  { acceptDifference = false, onProgress }: RebuildOptions,
): Promise<RebuildReport> {
  const started = performance.now();
  const version = await versionOf(model);
  const next = `${model.schema}__next`;
  await inTransaction(pool, (tx) => refuseViewsInTheWay(tx, model.schema));
  await inTransaction(pool, (tx) => createSchema(tx, model, next));
  const filler = await createFiller(pool, log, model, next);
  await filler.fillTo(await lowestPosition(pool, model.name), onProgress);
  await inTransaction(pool, (tx) => createIndexes(tx, model, next));

  return await inTransaction(pool, async (tx) => {
    const { events, position } = await filler.meet(tx);
    const isLive = (await currentVersion(tx, model)) === version;
    const live = isLive ? await digests(tx, model, model.schema) : new Map<string, Digest>();
    const proof = compare(live, await digests(tx, model, next));
    for (const { authority, live: is, rebuilt } of proof)
      await tx.query(PROVE, [model.name, position, authority, is.rows, is.digest, rebuilt.rows, rebuilt.digest]);
    const equal = proof.every((row) => row.equal);
    const swapped = equal || acceptDifference;
    if (swapped) {
      await swap(tx, model, next);
      await saveVersion(tx, model, version);
    } else await tx.query(`drop schema ${next} cascade`);
    return {
      readModel: model.name,
      events,
      position,
      ms: performance.now() - started,
      equal,
      swapped,
      proof: proof.map(({ authority, live: is, rebuilt, equal: same }) => ({
        authority,
        liveRows: is.rows,
        rebuiltRows: rebuilt.rows,
        equal: same,
      })),
    };
  });
}

/** Applies the log to the tables of the schema `next`, but for the events that are parked. */
async function createFiller(pool: Pool, log: EventLog, model: ReadModel, next: string) {
  const parked = await pool.query<{ position: number }>(PARKED, [model.name]);
  const skipped = new Set(parked.rows.map(({ position }) => position));
  let position = 0;
  let events = 0;
  const read = (after: number, upTo: number) => log.read({ after, upTo, limit: REBUILD_BATCH, streams: model.streams });
  async function apply(tx: PoolClient, batch: readonly RecordedEvent[]): Promise<void> {
    events += batch.length;
    await useSchema(tx, next);
    await model.apply(
      tx,
      batch.filter((event) => !skipped.has(event.position)),
    );
  }

  return {
    /** In transactions of its own, without holding anybody up; the next batch is read while one is written. */
    async fillTo(floor: number, onProgress?: (position: number) => void): Promise<void> {
      let reading = read(0, floor);
      for (let batch = await reading; batch.length > 0; batch = await reading) {
        position = batch.at(-1)!.position;
        reading = read(position, floor);
        const current = batch;
        await inTransaction(pool, (tx) => apply(tx, current));
        onProgress?.(position);
      }
    },
    /** Holds the subscription until the transaction ends, and applies what each of its partitions has reached. */
    async meet(tx: PoolClient): Promise<{ events: number; position: number }> {
      const { rows } = await tx.query<{ partition: number; position: number }>(HOLD, [model.name]);
      const reached = new Map(rows.map((row) => [row.partition, row.position]));
      const top = Math.max(position, ...reached.values());
      while (position < top) {
        const batch = await read(position, top);
        position = batch.at(-1)?.position ?? top;
        await apply(
          tx,
          batch.filter((event) => event.position <= (reached.get(partitionOf(event.authority)) ?? 0)),
        );
      }
      return { events, position: top };
    },
  };
}

/** What the slowest partition has. */
async function lowestPosition(pool: Pool, name: string): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(
    'select coalesce(min(position), 0) as position from subscriptions.checkpoint where subscription = $1',
    [name],
  );
  return rows[0]!.position;
}

const AT_ONCE = 2;

/**
 * Rebuilds several, two at a time: the database works for one while this process folds the events of the other. Gives
 * the reports in the order of the models, and tells each as it comes. Throws the first error, after all have ended.
 */
export async function rebuildAll(
  pool: Pool,
  log: EventLog,
  models: readonly ReadModel[],
  { acceptDifference, onRebuilt }: { acceptDifference?: boolean; onRebuilt?: (report: RebuildReport) => void } = {},
): Promise<RebuildReport[]> {
  const reports: RebuildReport[] = [];
  const waiting = models.entries();
  const ended = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [place, model] of waiting) {
        reports[place] = await rebuild(pool, log, model, { acceptDifference });
        onRebuilt?.(reports[place]);
      }
    }),
  );
  for (const each of ended) if (each.status === 'rejected') throw each.reason as Error;
  return reports;
}
