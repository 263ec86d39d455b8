import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.ts';

/** A PostgreSQL server of our own, from the binaries that npm installed, on the loopback address alone. */
export interface EmbeddedServer {
  /** Of the `demarche` database, as the server's superuser. */
  url: string;
  /** Where the server has died: starts it on the same port, so that the url stays true. Does nothing where it runs. */
  revive(): Promise<void>;
  /** Stops the server unless others still use it; the last one to leave stops it. */
  release(options?: { waitMs?: number }): Promise<void>;
}

const run = promisify(execFile);
const DATABASE = 'demarche';
const ATTEMPTS = 8;

interface Place {
  root: string;
  data: string;
  passwordFile: string;
}

const placeIn = (root: string): Place => ({ root, data: join(root, 'data'), passwordFile: join(root, 'password') });

/**
 * Makes sure that the server of a data folder runs, and connects to it: makes the cluster on the first call, starts it
 * where nobody has, joins it where somebody has. Nothing is locked but by PostgreSQL itself, so there is no lock that
 * kill -9 could leave behind. `settings` are postgresql.conf settings for the start.
 */
export async function useEmbeddedServer(home: string, settings: Record<string, string> = {}): Promise<EmbeddedServer> {
  const place = placeIn(resolve(home, 'postgres'));
  const binaries = await findBinaries();
  const user = await serverUser(place.root);
  for (let attempt = 1; ; attempt++)
    try {
      await makeCluster(place, binaries, user);
      const port = (await runningPort(place)) ?? (await startServer(place, binaries, user, settings));
      const password = (await readFile(place.passwordFile, 'utf8')).trim();
      const base = `postgres://postgres:${password}@127.0.0.1:${port}`;
      await ensureDatabase(base);
      return {
        url: `${base}/${DATABASE}`,
        revive: async () => {
          if ((await runningPort(place)) === port) return;
          await startServer(place, binaries, user, { ...settings, port: String(port) });
        },
        release: async ({ waitMs = 0 } = {}) => {
          if (await leftAlone(base, waitMs)) await stopServer(place, binaries, user);
        },
      };
    } catch (error) {
      // Somebody else may be starting or stopping it at this very moment.
      if (attempt === ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, 150 * attempt));
    }
}

/** PostgreSQL refuses to run as root; there it runs as the user `postgres`, made where it is missing. */
async function serverUser(root: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const exists = await id('-u').then(
    () => true,
    () => false,
  );
  if (!exists) await run('useradd', ['--system', '--user-group', 'postgres']).catch(() => undefined);
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const mode = await stat(folder).then(
      (found) => found.mode,
      () => 0o755,
    );
    if ((mode & 0o001) === 0)
      throw new Error(
        `Run by root, PostgreSQL acts as the user postgres, who cannot enter ${folder}. Set DEMARCHE_HOME to a folder all may enter, or do not run as root.`,
      );
  }
  return { uid: await id('-u'), gid: await id('-g') };
}

/** Made beside and moved into place, so that an interrupted first start leaves nothing half-made. */
async function makeCluster(place: Place, { initdb }: Binaries, user: { uid?: number; gid?: number }): Promise<void> {
  if (await exists(place.data)) return;
  const made = placeIn(`${place.root}.${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(made.root, { recursive: true });
    await writeFile(made.passwordFile, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
    if (user.uid !== undefined)
      for (const path of [made.root, made.passwordFile]) await chown(path, user.uid, user.gid!);
    const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await run(initdb, [`--pgdata=${made.data}`, `--pwfile=${made.passwordFile}`, ...flags], { ...user, cwd: '/' });
    await rename(made.root, place.root);
  } catch (error) {
    await rm(made.root, { recursive: true, force: true });
    if (!(await exists(place.data))) throw error;
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The port of the server that runs on this folder, or null. postmaster.pid: line 1 the process, 4 the port, 8 the state. */
async function runningPort({ data }: Place): Promise<number | null> {
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
const INVALID_PASSWORD = '28P01';

async function startServer(
  { root, data }: Place,
  { pg_ctl }: Binaries,
  user: { uid?: number; gid?: number },
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
  await run(pg_ctl, ['start', '--wait', `--pgdata=${data}`, `--log=${log}`, `--options=${options}`], {
    ...user,
    cwd: '/',
  });
  return port;
}

async function stopServer({ data }: Place, { pg_ctl }: Binaries, user: { uid?: number; gid?: number }): Promise<void> {
  await run(pg_ctl, ['stop', '--wait', '--mode=fast', `--pgdata=${data}`], { ...user, cwd: '/' }).catch(
    () => undefined,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
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
const DUPLICATE_DATABASE = '42P04';

const OTHERS = `select count(*) as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;

/** Whether nobody else is connected, waiting at most `waitMs` for them to go; past a wait they are not spared. */
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
