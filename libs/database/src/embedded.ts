import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { clusterIn, makeCluster } from './cluster.ts';
import { runningPort, startServer, stopServer } from './server.ts';

/** A PostgreSQL server of our own, from the binaries that npm installed, on the loopback address alone. */
export interface EmbeddedServer {
  /** Of the `demarche` database, as the server's superuser. */
  url: string;
  /** Where the server has died: starts it on the same port, so that the url stays true. Does nothing where it runs. */
  revive(): Promise<void>;
  /** Stops the server unless others still use it; the last one to leave stops it. */
  release(options?: { waitMs?: number }): Promise<void>;
}

const DATABASE = 'demarche';
const DUPLICATE_DATABASE = '42P04';
const ATTEMPTS = 8;

/**
 * Makes sure that the server of a data folder runs, and connects to it: makes the cluster on the first call, starts it
 * where nobody has, joins it where somebody has. Nothing is locked but by PostgreSQL itself, so there is no lock that
 * kill -9 could leave behind. `settings` are postgresql.conf settings for the start.
 */
export async function useEmbeddedServer(home: string, settings: Record<string, string> = {}): Promise<EmbeddedServer> {
  const cluster = await clusterIn(resolve(home, 'postgres'));
  for (let attempt = 1; ; attempt++)
    try {
      await makeCluster(cluster);
      const port = (await runningPort(cluster)) ?? (await startServer(cluster, settings));
      const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
      const base = `postgres://postgres:${password}@127.0.0.1:${port}`;
      await ensureDatabase(base);
      return {
        url: `${base}/${DATABASE}`,
        revive: async () => {
          if ((await runningPort(cluster)) === port) return;
          await startServer(cluster, { ...settings, port: String(port) });
        },
        release: async ({ waitMs = 0 } = {}) => {
          if (await leftAlone(base, waitMs)) await stopServer(cluster);
        },
      };
    } catch (error) {
      // Somebody else may be starting or stopping it at this very moment.
      if (attempt === ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, 150 * attempt));
    }
}

async function ensureDatabase(base: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error;
  } finally {
    await client.end();
  }
}

const OTHERS = `select count(*) as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;

/** Whether nobody else is connected. Others get `waitMs` to go; once that is over, the server is stopped under them. */
async function leftAlone(base: string, waitMs: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  try {
    await client.connect();
    const deadline = Date.now() + Math.max(waitMs, 300);
    for (;;) {
      const { rows } = await client.query<{ others: string | number }>(OTHERS);
      if (Number(rows[0]!.others) === 0) return true;
      if (Date.now() > deadline) return waitMs > 0;
      await new Promise((done) => setTimeout(done, 50));
    }
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
