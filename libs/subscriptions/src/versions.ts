import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { RefusedError } from '#messaging';

/** What a read model's version is made of. */
export interface Versioned {
  name: string;
  /** `create table …` without schema names. */
  tables: URL;
  /** `create index …` that only questions need: a rebuild makes them after the fill, in a fraction of the time. */
  indexes?: URL;
  /** Raised when `apply` gives other rows for the same events; a change of `tables` or `indexes` is seen by itself. */
  revision: number;
}

const READ_MODEL_VERSION = `select version from subscriptions.read_model where name = $1`;

const SAVE_VERSION = `
  with filled as (
    insert into subscriptions.read_model_version (name, version) values ($1, $2)
    on conflict (name, version) do update set filled_at = now())
  insert into subscriptions.read_model (name, version) values ($1, $2)
  on conflict (name) do update set version = excluded.version, built_at = now()`;

const WAS_FILLED = `select 1 from subscriptions.read_model_version where name = $1 and version = $2`;

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

/** The read model's version: the text of its tables and indexes, and its revision. */
export async function versionOf({ tables, indexes, revision }: Versioned): Promise<string> {
  const sql = (await readFile(tables, 'utf8')) + (await indexesOf({ indexes }));
  return `${revision}-${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
}

/** Their text; empty where there are none. */
export const indexesOf = async ({ indexes }: Pick<Versioned, 'indexes'>) => (indexes ? readFile(indexes, 'utf8') : '');

export const currentVersion = async (tx: Pool | PoolClient, { name }: Versioned): Promise<string | undefined> =>
  (await tx.query<{ version: string }>(READ_MODEL_VERSION, [name])).rows[0]?.version;

const revisionOf = (version: string) => Number.parseInt(version, 10);

/** Whether going from `current` to `version` is going back: to a lower revision, or to one that was there before. */
export const isOlder = async (pool: Pool, { name }: Versioned, version: string, current: string): Promise<boolean> =>
  revisionOf(version) < revisionOf(current) || (await pool.query(WAS_FILLED, [name, version])).rowCount! > 0;

/** What the tables hold is of this version from now on. */
export const saveVersion = (tx: PoolClient, { name }: Versioned, version: string) =>
  tx.query(SAVE_VERSION, [name, version]);
