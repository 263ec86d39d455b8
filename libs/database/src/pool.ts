import pg, { type Pool, type PoolClient } from 'pg';
import './instants.ts';

// Positions and counts stay far below 2^53, so a bigint may be a number.
const INT8 = 20;
const INT8_ARRAY = 1016;
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(INT8_ARRAY as never, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)));

/** What a connection may do; `login` is whatever the URL's own user may. Made by migration 0001. */
export type Role =
  'demarche_writer' | 'demarche_projector' | 'demarche_reader' | 'demarche_dashboard' | 'demarche_notifier' | 'login';

export interface PoolOptions {
  url: string;
  role: Role;
  /** Shown in pg_stat_activity. */
  name: string;
  max?: number;
  /** After so long the server ends a statement. */
  statementMs?: number;
}

/** A pool whose connections act in one role only. End it with `pool.end()`. */
export function createPool({ url, role, name, max = 10, statementMs }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    options: role === 'login' ? undefined : `-c role=${role}`,
    ...(statementMs !== undefined && { statement_timeout: statementMs }),
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that dies is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Not for appending events. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    tx.release(broken);
  }
}

/** Why the database could not serve, as opposed to what was asked of it being wrong: connection, resources, operator. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && /^(08|53|57P|58)/.test(code)) return true;
  if (
    code &&
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'ENOENT', LOCK_NOT_AVAILABLE].includes(code)
  )
    return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered/.test(message ?? '');
}

const LOCK_NOT_AVAILABLE = '55P03';
