import type { ServerResponse } from 'node:http';

/** Who takes nothing for so long is let go: he can go on later from where he was. */
const PATIENCE_MS = 30_000;

/** Writes, and waits until the reader has taken it; false where he is gone or takes too long. */
export async function sentInTime(to: ServerResponse, text: string, patienceMs = PATIENCE_MS): Promise<boolean> {
  if (to.destroyed) return false;
  if (to.write(text)) return true;
  return new Promise((resolve) => {
    const end = (isTaken: boolean) => () => {
      clearTimeout(timer);
      to.off('drain', taken);
      to.off('close', gone);
      resolve(isTaken);
    };
    const taken = end(true);
    const gone = end(false);
    const timer = setTimeout(gone, patienceMs);
    to.once('drain', taken);
    to.once('close', gone);
  });
}
