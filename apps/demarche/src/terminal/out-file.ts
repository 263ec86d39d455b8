import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '#domain';

/** Throws InputError where no file can be put at `out`, before hours of work. */
export async function checkOut(out: string): Promise<void> {
  const folder = await stat(dirname(resolve(out))).catch(() => null);
  if (!folder?.isDirectory()) throw new InputError(`--out: there is no folder ${dirname(out)}`);
  if ((await stat(out).catch(() => null))?.isDirectory()) throw new InputError(`--out: ${out} is a folder`);
}
