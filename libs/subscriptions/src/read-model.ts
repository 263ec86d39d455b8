import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { EventLog, RecordedEvent } from '#event-log';
import { partitionOf, RefusedError } from '#messaging';
import { isPoisonForTables } from './poison.ts';
import { refuseViewsInTheWay, showMissing, showTables } from './views.ts';
import type { Subscriber } from './subscription.ts';

/** A read model: tables of its own in a schema of its own, filled from the log and from nothing else. */
export interface ReadModel extends Omit<Subscriber, 'isPoison'> {
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
  with filled as (
    insert into subscriptions.read_model_version (name, version) values ($1, $2)
    on conflict (name, version) do update set filled_at = now())
  insert into subscriptions.read_model (name, version) values ($1, $2)
  on conflict (name) do update set version = excluded.version, built_at = now()`;

const WAS_FILLED = `select 1 from subscriptions.read_model_version where name = $1 and version = $2`;

// One way to the database and back for both.
const USE_TABLES = `
  select set_config('search_path', $2, true), version from subscriptions.read_model where name = $1`;

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

/** A newer version of the code has filled the read model: this one must not write to its tables. */
export class SupersededError extends RefusedError {
  override readonly name = 'SupersededError';
  constructor(model: string) {
    super(
      `The read model ${model} was filled by another version of Demarche since: stop this one, or take it back with ` +
        `\`demarche rebuild ${model} --accept-difference\` of this version`,
    );
  }
}

/**
 * Makes the tables of new read models, and fills those anew whose version is not the code's: once, however many processes
 * start together. Throws SupersededError where this version was there before the present one; `takeBack` says that going
 * back is meant.
 */
export async function ensureReadModels(
  pool: Pool,
  log: EventLog,
  models: readonly ReadModel[],
  { takeBack = false }: { takeBack?: boolean } = {},
): Promise<void> {
  for (const model of models) {
    const version = await versionOf(model);
    const current = await currentVersion(pool, model);
    if (current === version) await showMissing(pool, model);
    else if (current === undefined) await make(pool, model, version);
    else {
      const isOlder =
        revisionOf(version) < revisionOf(current) ||
        (await pool.query(WAS_FILLED, [model.name, version])).rowCount! > 0;
      if (isOlder && !takeBack) throw new SupersededError(model.name);
      await underRebuildLock(pool, model, async () => {
        // Another process may have done it meanwhile.
        if ((await currentVersion(pool, model)) === version) return;
        // Its tables may have other columns: there is nothing to compare, and the difference is meant.
        await fill(pool, log, model, { acceptDifference: true });
      });
    }
  }
}

const currentVersion = async (tx: Pool | PoolClient, { name }: Pick<ReadModel, 'name'>): Promise<string | undefined> =>
  (await tx.query<{ version: string }>(READ_MODEL_VERSION, [name])).rows[0]?.version;

const revisionOf = (version: string) => Number.parseInt(version, 10);

const make = (pool: Pool, model: ReadModel, version: string) =>
  inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`read-model ${model.name}`]);
    if ((await currentVersion(tx, model)) !== undefined) return;
    await createSchema(tx, model, model.schema);
    await createIndexes(tx, model, model.schema);
    await showTables(tx, model);
    await tx.query(SAVE_VERSION, [model.name, version]);
  });

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

/** The new tables in the place of the live ones, and the views that people build on pointed at them. */
async function swap(tx: PoolClient, model: ReadModel, next: string): Promise<void> {
  const { schema } = model;
  await refuseViewsInTheWay(tx, schema);
  await tx.query(`alter schema ${schema} rename to ${schema}__old; alter schema ${next} rename to ${schema}`);
  await showTables(tx, model);
  await tx.query(`drop schema ${schema}__old cascade`);
}

/** Points the unqualified table names of `apply` at the read model's live tables, for this transaction. */
export const useSchema = (tx: PoolClient, schema: string) => tx.query(`set local search_path to ${schema}`);

/** The read model as a subscriber: its tables in reach, its events applied, while they are of this version. */
export const projecting = (model: ReadModel): Subscriber => {
  const version = versionOf(model);
  // Read once; whoever awaits it hears of an error.
  version.catch(() => undefined);
  return {
    ...model,
    isPoison: isPoisonForTables,
    apply: async (tx, events) => {
      const { rows } = await tx.query<{ version: string }>(USE_TABLES, [model.name, model.schema]);
      // The checkpoint's rows are locked, so that no swap comes in between.
      if (rows[0]?.version !== (await version)) throw new SupersededError(model.name);
      await model.apply(tx, events);
    },
  };
};

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
async function underRebuildLock<T>(pool: Pool, { name }: ReadModel, work: () => Promise<T>): Promise<T> {
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

async function fill(
  pool: Pool,
  log: EventLog,
  model: ReadModel,
  { acceptDifference = false, onProgress }: RebuildOptions,
): Promise<RebuildReport> {
  const started = performance.now();
  const next = `${model.schema}__next`;
  await inTransaction(pool, (tx) => refuseViewsInTheWay(tx, model.schema));
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

  const read = (after: number, upTo: number) => log.read({ after, upTo, limit: REBUILD_BATCH, streams: model.streams });
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
    if (swapped) {
      await swap(tx, model, next);
      await tx.query(SAVE_VERSION, [model.name, await versionOf(model)]);
    } else await tx.query(`drop schema ${next} cascade`);
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
