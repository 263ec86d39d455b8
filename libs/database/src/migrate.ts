import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
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

interface Step {
  lib: string;
  number: number;
  name: string;
  sql: string;
  sha256: string;
}

/**
 * Brings the database of `url` to the newest tables, in one transaction. Safe to run from several processes at once. Where
 * there is nothing to do it changes nothing, so that a login without the rights to do so may call it too.
 * Throws where an applied file was edited afterwards, naming it.
 */
export async function migrate(url: string, libs: readonly Migrations[]): Promise<void> {
  const pool = createPool({ url, role: 'login', name: 'demarche migrate', max: 1 });
  try {
    const steps = await stepsOf([OWN, ...libs]);
    if (await isDone(pool, steps)) return;
    await inTransaction(pool, async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await tx.query(REGISTRY);
      const applied = await appliedIn(tx);
      for (const step of steps) await take(tx, step, applied);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new Error(
      `The database lacks tables of this version, and this login may not make them (${(error as Error).message}). Set MIGRATE_DATABASE_URL to one that may.`,
      { cause: error },
    );
  } finally {
    await pool.end();
  }
}
const INSUFFICIENT_PRIVILEGE = '42501';
const [UNDEFINED_TABLE, UNDEFINED_SCHEMA] = ['42P01', '3F000'];

async function stepsOf(libs: readonly Migrations[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const { lib, folder } of libs)
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      const sql = await readFile(new URL(name, folder), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      steps.push({ lib, number: Number.parseInt(name, 10), name, sql, sha256 });
    }
  return steps;
}

const placeOf = ({ lib, number }: Pick<Step, 'lib' | 'number'>) => `${lib}/${number}`;

/** The SHA-256 of every applied file, by its lib and number. */
async function appliedIn(tx: Pool | PoolClient): Promise<Map<string, string>> {
  const { rows } = await tx.query<Step>('select lib, number, sha256 from demarche.migration');
  return new Map(rows.map((row) => [placeOf(row), row.sha256]));
}

async function isDone(pool: Pool, steps: readonly Step[]): Promise<boolean> {
  try {
    const applied = await appliedIn(pool);
    return steps.every((step) => applied.get(placeOf(step)) === step.sha256);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === UNDEFINED_TABLE || code === UNDEFINED_SCHEMA || code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

async function take(tx: PoolClient, step: Step, applied: ReadonlyMap<string, string>): Promise<void> {
  const { lib, number, name, sql, sha256 } = step;
  const before = applied.get(placeOf(step));
  if (before === sha256) return;
  if (before) throw new Error(`${lib}/${name} was edited after it was applied; add a new file instead`);
  await tx.query(sql);
  await tx.query('insert into demarche.migration (lib, number, name, sha256) values ($1, $2, $3, $4)', [
    lib,
    number,
    name,
    sha256,
  ]);
}
