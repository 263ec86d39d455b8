import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { PoolClient } from 'pg';
import { createPool, inTransaction } from './pool.ts';

/** A lib's tables: a folder of `0001_name.sql`, `0002_…`, applied in order, each once. */
export interface Migrations {
  lib: string;
  folder: URL;
}

const OWN: Migrations = { lib: 'database', folder: new URL('./sql/', import.meta.url) };

// Any number will do; two starting processes wait for each other here.
const MIGRATION_LOCK = 7_301_142;

const REGISTRY = `
  create schema if not exists demarche;
  create table if not exists demarche.migration (
    lib text not null, number int not null, name text not null, sha256 text not null,
    applied_at timestamptz not null default now(), primary key (lib, number))`;

/**
 * Brings the database of `url` to the newest tables, in one transaction. Safe to run from several processes at once.
 * Throws where an applied file was edited afterwards, naming it.
 */
export async function migrate(url: string, libs: readonly Migrations[]): Promise<void> {
  const pool = createPool({ url, role: 'login', name: 'demarche migrate', max: 1 });
  try {
    await inTransaction(pool, async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await tx.query(REGISTRY);
      for (const { lib, folder } of [OWN, ...libs]) await migrateLib(tx, lib, folder);
    });
  } finally {
    await pool.end();
  }
}

async function migrateLib(tx: PoolClient, lib: string, folder: URL): Promise<void> {
  const { rows } = await tx.query<{ number: number; sha256: string }>(
    'select number, sha256 from demarche.migration where lib = $1',
    [lib],
  );
  const applied = new Map(rows.map(({ number, sha256 }) => [number, sha256]));
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    const sql = await readFile(new URL(name, folder), 'utf8');
    const number = Number.parseInt(name, 10);
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = applied.get(number);
    if (before === sha256) continue;
    if (before) throw new Error(`${lib}/${name} was edited after it was applied; add a new file instead`);
    await tx.query(sql);
    await tx.query('insert into demarche.migration (lib, number, name, sha256) values ($1, $2, $3, $4)', [
      lib,
      number,
      name,
      sha256,
    ]);
  }
}
