import { glob, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, sep } from 'node:path';
import { InputError } from '#domain';
import { sourceOf, type ListSource } from '#sources';
import { dayInPath, timeInPath } from './day-in-path.ts';
import type { Plan } from './plan.ts';
import { isTar, unpack } from './unpack.ts';

export interface PlannedFile {
  source: ListSource;
  /** Below the root; of an archive's member, the archive's and its own. */
  name: string;
  path: string;
  bytes: number;
  /** The day in its name, where there is one: for a file that has none inside. */
  day?: string;
  /** The instant in its name, where there is one: for a file that prints none. RFC 3339. */
  generatedAt?: string;
  force?: string;
}

/**
 * The files of a plan, with archives unpacked into `folder`. One that several items name belongs to the first of them.
 * Throws InputError where a glob finds nothing: a slip of the pen must not lose a year.
 */
export async function plannedFiles(
  plan: Plan,
  lists: readonly ListSource[],
  root: string,
  folder: string,
): Promise<PlannedFile[]> {
  const files = new Map<string, PlannedFile>();
  for (const { list, files: globs, except = [], publishedOn, force } of plan) {
    const source = sourceOf(list, lists)!;
    const dayIn = (name: string) => dayInPath(name, publishedOn === 'first-of-month');
    const add = async (name: string, path: string, day: string | undefined) => {
      const { size } = await stat(path);
      const key = `${list}/${name}`;
      if (!files.has(key))
        files.set(key, { source, name, path, bytes: size, day, generatedAt: timeInPath(name), force });
    };
    for (const name of await matching(globs, except, root)) {
      const path = join(root, name);
      if (!isTar(name)) {
        await add(name, path, dayIn(name));
        continue;
      }
      const unpacked = join(folder, String(files.size));
      await mkdir(unpacked);
      await unpack(path, unpacked);
      // The archive's own name may hold the day it begins with.
      for (const member of await membersOf(unpacked))
        await add(`${name}/${member}`, join(unpacked, member), dayIn(member) ?? dayIn(name));
    }
  }
  return [...files.values()];
}

async function matching(globs: readonly string[], except: readonly string[], root: string): Promise<string[]> {
  const names = new Set<string>();
  for (const each of globs) {
    let found = 0;
    for await (const match of glob(each, { cwd: root })) {
      const name = match.replaceAll(sep, '/');
      if (isHidden(name) || !(await stat(join(root, match))).isFile()) continue;
      found++;
      if (!except.some((other) => isBelow(name, other))) names.add(name);
    }
    if (found === 0)
      throw new InputError(`${each} fits no file below ${root}; correct it in the plan, or name another --root`);
  }
  return [...names];
}

/** Whether the file, or a folder that it lies in, fits. */
function isBelow(name: string, pattern: string): boolean {
  for (let path = name; path !== '.'; path = dirname(path)) if (matchesGlob(path, pattern)) return true;
  return false;
}

async function membersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !isHidden(entry.name))
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    );
}

const isHidden = (name: string) => basename(name).startsWith('.');
