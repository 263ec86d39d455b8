import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '#domain';

export const isTar = (name: string): boolean => /\.(tar|tar\.gz|tgz|tar\.xz)$/i.test(name);

/** Unpacks an archive with the machine's own tar. Throws InputError. */
export async function unpack(archive: string, folder: string): Promise<void> {
  try {
    await promisify(execFile)('tar', ['-xf', archive, '-C', folder, '--no-same-owner']);
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    if (code === 'ENOENT')
      throw new InputError(`There is no tar on this machine to unpack ${archive}: install it, or unpack it yourself`);
    const why = stderr?.trim().split('\n')[0] ?? String(error);
    throw new InputError(`${archive} cannot be unpacked (${why}). Is the archive whole? .tar.xz needs xz beside tar`);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A folder for the time of `work`; removed even where the process is told to stop meanwhile. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-plan-'));
  const stop = (signal: NodeJS.Signals) => {
    rmSync(folder, { recursive: true, force: true });
    for (const each of SIGNALS) process.off(each, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(folder);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    await rm(folder, { recursive: true, force: true });
  }
}
