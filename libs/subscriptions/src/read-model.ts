import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { EventLog, RecordedEvent } from '#event-log';
import { partitionOf } from '#messaging';
import type { Subscriber } from './subscription.ts';

/** A read model: tables of its own in a schema of its own, filled from the log and from nothing else. */
export interface ReadModel extends Subscriber {
  /** The schema; `name` with underscores. */
  schema: string;
  /** `create table …` without schema names. */
  tables: URL;
  /** `create index …` that only questions need: a rebuild makes them after the fill, in a fraction of the time. */
  indexes?: URL;
  /** Beginnings of the names of the streams that `apply` looks at; without it, it looks at every stream. */
  streams?: readonly string[];
  /** Raised when `apply` gives other rows for the same events; a change of `tables` or `indexes` is seen by itself. */
  revision: number;
  /** Its tables, and for each the columns that are its content. Each has a column `authority`. */
  digested: Readonly<Record<string, readonly string[]>>;
}

const REBUILD_BATCH = 5_000;

const READ_MODEL_VERSION = `select version from subscriptions.read_model where name = $1`;

const SAVE_VERSION = `
  insert into subscriptions.read_model (name, version) values ($1, $2)
  on conflict (name) do update set version = excluded.version, built_at = now()`;

const HOLD = `
  select partition, position from subscriptions.checkpoint where subscription = $1 order by partition for update`;

const PARKED = `select position from subscriptions.parked where subscription = $1`;

const PROVE = `
  insert into subscriptions.rebuild_proof (read_model, position, authority, live_rows, live_digest, rebuilt_rows, rebuilt_digest)
  values ($1, $2, $3, $4, $5, $6, $7)`;

export interface RebuildReport {
  readModel: string;
  /** As many as it looked at. */
  events: number;
  position: number;
  ms: number;
  equal: boolean;
  swapped: boolean;
  /** One row per country: rows and digests of the live and the rebuilt tables at the same position. */
  proof: { authority: string; liveRows: number; rebuiltRows: number; equal: boolean }[];
}

/** The read model's version: the text of its tables and indexes, and its revision. */
async function versionOf({ tables, indexes, revision }: ReadModel): Promise<string> {
  const sql = (await readFile(tables, 'utf8')) + (await indexesOf({ indexes }));
  return `${revision}-${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
}

/** Makes the tables of new read models, and fills those anew whose version is not the code's. */
export async function ensureReadModels(pool: Pool, log: EventLog, models: readonly ReadModel[]): Promise<void> {
  for (const model of models) {
    const version = await versionOf(model);
    const { rows } = await pool.query<{ version: string }>(READ_MODEL_VERSION, [model.name]);
    if (rows[0]?.version === version) continue;
    // Its tables may have other columns: there is nothing to compare, and the difference is meant.
    if (rows[0]) await rebuild(pool, log, model, { acceptDifference: true });
    else
      await inTransaction(pool, async (tx) => {
        await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`read-model ${model.name}`]);
        if ((await tx.query(READ_MODEL_VERSION, [model.name])).rowCount) return;
        await createSchema(tx, model, model.schema);
        await createIndexes(tx, model, model.schema);
        await tx.query(SAVE_VERSION, [model.name, version]);
      });
  }
}

const indexesOf = async ({ indexes }: Pick<ReadModel, 'indexes'>) => (indexes ? readFile(indexes, 'utf8') : '');

async function createSchema(tx: PoolClient, { tables }: ReadModel, schema: string): Promise<void> {
  await tx.query(
    `drop schema if exists ${schema} cascade; create schema ${schema}; set local search_path to ${schema}`,
  );
  await tx.query(await readFile(tables, 'utf8'));
  await tx.query(`
    grant usage on schema ${schema} to demarche_reader, demarche_dashboard;
    grant select on all tables in schema ${schema} to demarche_reader, demarche_dashboard`);
}

async function createIndexes(tx: PoolClient, model: ReadModel, schema: string): Promise<void> {
  await useSchema(tx, schema);
  await tx.query(await indexesOf(model));
}

/** Points the unqualified table names of `apply` at the read model's live tables, for this transaction. */
export const useSchema = (tx: PoolClient, schema: string) => tx.query(`set local search_path to ${schema}`);

/** The read model as a subscriber: its tables in reach, its events applied. */
export const projecting = (model: ReadModel): Subscriber => ({
  ...model,
  apply: async (tx, events) => {
    await useSchema(tx, model.schema);
    await model.apply(tx, events);
  },
});

/**
 * Fills the tables anew from the log beside the live ones, which go on serving and following. Then holds the
 * subscription for a moment, brings both to the same position, compares a digest per country, stores the comparison, and
 * swaps in one transaction. Unequal tables are not swapped unless `acceptDifference` says that the difference is meant.
 * Live tables of another version of the code count as empty: they have other columns.
 */
export async function rebuild(
  pool: Pool,
  log: EventLog,
  model: ReadModel,
  {
    acceptDifference = false,
    onProgress,
  }: { acceptDifference?: boolean; onProgress?: (position: number) => void } = {},
): Promise<RebuildReport> {
  const started = performance.now();
  const next = `${model.schema}__next`;
  const lock = await pool.connect();
  try {
    await lock.query('select pg_advisory_lock(hashtext($1))', [`rebuild ${model.name}`]);
    await inTransaction(pool, (tx) => createSchema(tx, model, next));
    const skipped = new Set(
      (await pool.query<{ position: number }>(PARKED, [model.name])).rows.map(({ position }) => position),
    );
    const applyNext = async (tx: PoolClient, events: readonly RecordedEvent[]) => {
      await useSchema(tx, next);
      await model.apply(
        tx,
        events.filter(({ position }) => !skipped.has(position)),
      );
    };

    const read = (after: number, upTo: number) =>
      log.read({ after, upTo, limit: REBUILD_BATCH, streams: model.streams });
    let position = 0;
    let events = 0;
    // Up to what the slowest partition has, without holding anybody up; the next batch is read while one is written.
    const floor = await lowestPosition(pool, model.name);
    let reading = read(0, floor);
    for (let batch = await reading; batch.length > 0; batch = await reading) {
      position = batch.at(-1)!.position;
      events += batch.length;
      reading = read(position, floor);
      const current = batch;
      await inTransaction(pool, (tx) => applyNext(tx, current));
      onProgress?.(position);
    }
    await reading;
    await inTransaction(pool, (tx) => createIndexes(tx, model, next));

    return await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ partition: number; position: number }>(HOLD, [model.name]);
      const reached = new Map(rows.map((row) => [row.partition, row.position]));
      const top = Math.max(position, ...reached.values());
      while (position < top) {
        const batch = await read(position, top);
        position = batch.at(-1)?.position ?? top;
        const due = batch.filter((event) => event.position <= (reached.get(partitionOf(event.authority)) ?? 0));
        events += due.length;
        await applyNext(tx, due);
      }
      const live = (await isOfThisVersion(tx, model))
        ? await digests(tx, model, model.schema)
        : new Map<string, Digest>();
      const proof = compare(live, await digests(tx, model, next));
      for (const { authority, live, rebuilt } of proof)
        await tx.query(PROVE, [model.name, top, authority, live.rows, live.digest, rebuilt.rows, rebuilt.digest]);
      const equal = proof.every((row) => row.equal);
      const swapped = equal || acceptDifference;
      await tx.query(
        swapped
          ? `drop schema ${model.schema} cascade; alter schema ${next} rename to ${model.schema}`
          : `drop schema ${next} cascade`,
      );
      if (swapped) await tx.query(SAVE_VERSION, [model.name, await versionOf(model)]);
      return {
        readModel: model.name,
        events,
        position: top,
        ms: performance.now() - started,
        equal,
        swapped,
        proof: proof.map(({ authority, live, rebuilt, equal: same }) => ({
          authority,
          liveRows: live.rows,
          rebuiltRows: rebuilt.rows,
          equal: same,
        })),
      };
    });
  } finally {
    await lock.query('select pg_advisory_unlock_all()').catch(() => undefined);
    lock.release();
  }
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

const isOfThisVersion = async (tx: PoolClient, model: ReadModel) =>
  (await tx.query<{ version: string }>(READ_MODEL_VERSION, [model.name])).rows[0]?.version === (await versionOf(model));

async function lowestPosition(pool: Pool, name: string): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(
    'select coalesce(min(position), 0) as position from subscriptions.checkpoint where subscription = $1',
    [name],
  );
  return rows[0]!.position;
}

interface Digest {
  rows: number;
  digest: string;
}
const EMPTY: Digest = { rows: 0, digest: '0' };

/** Per country: how many rows, and the sum of the first 64 bits of each row's SHA-256, which no order can change. */
async function digests(tx: PoolClient, { digested }: ReadModel, schema: string): Promise<Map<string, Digest>> {
  const tables = Object.entries(digested).map(
    ([table, columns]) => `
      select authority, ('x' || encode(substr(sha256(convert_to('${table}' || row(${columns.join(', ')})::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint as half
      from ${schema}.${table}`,
  );
  const { rows } = await tx.query<Digest & { authority: string }>(
    `select authority, count(*) as rows, sum(half::numeric)::text as digest from (${tables.join(' union all ')}) as rows group by authority`,
  );
  return new Map(rows.map(({ authority, rows: count, digest }) => [authority, { rows: count, digest }]));
}

function compare(live: Map<string, Digest>, rebuilt: Map<string, Digest>) {
  return [...new Set([...live.keys(), ...rebuilt.keys()])].sort().map((authority) => {
    const [is, was] = [live.get(authority) ?? EMPTY, rebuilt.get(authority) ?? EMPTY];
    return { authority, live: is, rebuilt: was, equal: is.rows === was.rows && is.digest === was.digest };
  });
}
