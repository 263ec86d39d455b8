import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { holdLock, type HeldLock } from '#database';

/**
 * The lock that makes a run the only one of this database that writes a result file; null where another run has it. It goes
 * with its connection, so that a killed run is gone on with at once.
 */
export async function lockOut(url: string, out: string): Promise<HeldLock | null> {
  const path = join(await realpath(dirname(out)), basename(out));
  // Another machine has other files by the same paths.
  const place = createHash('sha256')
    .update(JSON.stringify([hostname(), path]))
    .digest('hex');
  return holdLock(url, `demarche screen ${place.slice(0, 40)}`);
}
