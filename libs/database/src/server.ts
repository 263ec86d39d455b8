import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { runAs, type Cluster } from './cluster.ts';

const INVALID_PASSWORD = '28P01';

/** The port of the server that runs on this folder, or null. postmaster.pid: line 1 the process, 4 the port, 8 the state. */
export async function runningPort({ data }: Cluster): Promise<number | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid)) return null;
  return (await answers(port)) ? port : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a PostgreSQL is there: it answers a wrong password with a PostgreSQL error. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: '-',
    connectionTimeoutMillis: 2_000,
  });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return (error as { code?: string }).code === INVALID_PASSWORD;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Starts it on a free port, or on that of `settings`; gives the port. */
export async function startServer(
  { root, data, binaries, user }: Cluster,
  settings: Record<string, string>,
): Promise<number> {
  const port = await freePort();
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    jit: 'off',
    ...settings,
  };
  const options = Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  const log = join(root, 'server.log');
  // pg_ctl puts the server into a session of its own, so that Ctrl-C reaches us and not it.
  const flags = ['start', '--wait', `--pgdata=${data}`, `--log=${log}`, `--options=${options}`];
  await runAs(user, binaries.pg_ctl, ...flags);
  return port;
}

export async function stopServer({ data, binaries, user }: Cluster): Promise<void> {
  await runAs(user, binaries.pg_ctl, 'stop', '--wait', '--mode=fast', `--pgdata=${data}`).catch(() => undefined);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
