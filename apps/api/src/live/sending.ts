import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrokenOffError } from '#nest-kit';

/**
 * Sends an answer that is made while it is sent: `tell` writes it, and gives false where the reader took too long. Then, and
 * after an error, the connection breaks off, so that nobody takes what there is for all. Throws BrokenOffError of an error.
 */
export async function sendLong(
  { method }: FastifyRequest,
  reply: FastifyReply,
  headers: Record<string, string>,
  tell: (to: ServerResponse) => Promise<boolean>,
): Promise<void> {
  reply.hijack();
  const to = reply.raw;
  to.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'cache-control': 'no-store', ...headers });
  try {
    if (method === 'HEAD' || (await tell(to))) to.end();
    else to.destroy();
  } catch (error) {
    const isGone = to.destroyed;
    to.destroy();
    if (!isGone) throw new BrokenOffError('The answer broke off', { cause: error });
  }
}

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
