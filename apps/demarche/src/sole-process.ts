import { setTimeout } from 'node:timers/promises';
import { holdLock, type HeldLock } from '#database';
import { say } from './terminal/print.ts';
import type { Workspace } from './workspace.ts';

const LOCK = 'demarche start';
/** A database that dies more often than this in a row has a reason, which its log tells. */
const REVIVALS = 5;
const REVIVAL_PAUSE_MS = 2_000;
/** One that has lived for so long since is alive. */
const ALIVE_MS = 10 * 60_000;

/** The lock that makes a process the only one on its data; null where another process has it. */
export const lockAlone = (url: string): Promise<HeldLock | null> => holdLock(url, LOCK);

/**
 * Keeps the lock that makes this process the only one on its data, until the signal. The lock goes with its connection: an
 * embedded database that died is started again, one of the user's is waited for. Throws, with what to do, where the
 * embedded one does not come back or another process has taken the lock.
 */
export async function holdOn(held: HeldLock, { url, revive }: Workspace, signal: AbortSignal): Promise<void> {
  let [lock, attempt, since] = [held, 0, Date.now()];
  while (!signal.aborted) {
    await Promise.race([aborted(lock.lost), aborted(signal)]);
    if (signal.aborted) break;
    if (Date.now() - since > ALIVE_MS) attempt = 0;
    for (let next: HeldLock | null | undefined; !next;) {
      attempt++;
      try {
        if (revive) {
          say('The database server has ended; starting it again …');
          await revive();
        }
        next = await lockAlone(url);
        if (!next) throw new TakenOverError('Another Demarche has taken over this database; this one ends.');
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof TakenOverError) throw error;
        if (revive && attempt >= REVIVALS)
          throw new Error(
            `The database server ended ${attempt} times and does not come back; postgres/server.log in the data folder says why. (${(error as Error).message})`,
            { cause: error },
          );
        await setTimeout(REVIVAL_PAUSE_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        continue;
      }
      [lock, since] = [next, Date.now()];
    }
  }
  await lock.release();
}

class TakenOverError extends Error {}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
