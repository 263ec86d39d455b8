import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries, type Binaries } from './binaries.ts';

const run = promisify(execFile);

/** Whom the server runs as; nobody else than this process, where left out. */
interface User {
  uid?: number;
  gid?: number;
}

/** A data folder of PostgreSQL, and what runs it. */
export interface Cluster {
  root: string;
  data: string;
  passwordFile: string;
  binaries: Binaries;
  user: User;
}

const placeIn = (root: string) => ({ root, data: join(root, 'data'), passwordFile: join(root, 'password') });

/** The cluster in a folder, whether it has been made yet or not. */
export async function clusterIn(root: string): Promise<Cluster> {
  return { ...placeIn(root), binaries: await findBinaries(), user: await serverUser(root) };
}

/** Runs a program of PostgreSQL, in a folder that its user may enter. */
export const runAs = (user: User, program: string, ...flags: string[]) => run(program, flags, { ...user, cwd: '/' });

/** PostgreSQL refuses to run as root; there it runs as the user `postgres`, made where it is missing. */
async function serverUser(root: string): Promise<User> {
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
export async function makeCluster({ root, data, binaries, user }: Cluster): Promise<void> {
  if (await exists(data)) return;
  const made = placeIn(`${root}.${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(made.root, { recursive: true });
    await writeFile(made.passwordFile, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
    if (user.uid !== undefined)
      for (const path of [made.root, made.passwordFile]) await chown(path, user.uid, user.gid!);
    const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await runAs(user, binaries.initdb, `--pgdata=${made.data}`, `--pwfile=${made.passwordFile}`, ...flags);
    await rename(made.root, root);
  } catch (error) {
    await rm(made.root, { recursive: true, force: true });
    if (!(await exists(data))) throw error;
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
