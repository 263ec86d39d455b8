import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onServer, useEmbeddedServer } from '#database';

/** A PostgreSQL for one suite, and fresh databases in it. */
export interface BenchServer {
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
}

/** The embedded PostgreSQL as npm installed it, with its own settings: fsync on, default durability. */
export async function withServer<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'demarche-bench-'));
  // Run by root, the server acts as the user postgres, who must get in.
  await chmod(home, 0o755);
  const server = await useEmbeddedServer(home);
  try {
    return await work({
      async createDatabase() {
        const name = `b_${randomBytes(6).toString('hex')}`;
        await onServer(server.url, `create database ${name}`);
        const url = new URL(server.url);
        url.pathname = `/${name}`;
        return url.href;
      },
      dropDatabase: (url) => onServer(server.url, `drop database ${new URL(url).pathname.slice(1)} with (force)`),
    });
  } finally {
    await server.release({ waitMs: 5_000 });
    await rm(home, { recursive: true, force: true });
  }
}
