import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendLong, sentInTime } from './sending.ts';

const PIECE_CHARACTERS = 256 * 1024;

export interface Lines {
  /** The position that all of it is as of. */
  position: number;
  /** What comes before the lines that are counted. */
  head?: string;
  /** The lines, some at a time; they are held for no longer than until the reader has taken them. */
  some: AsyncIterable<readonly string[]>;
  /** Aborts when nobody reads any more. */
  signal: AbortSignal | undefined;
}

/**
 * Sends lines of NDJSON while they are made. The last one tells how many there were, as of which position, and the SHA-256 of
 * all bytes before that line: without it, the file is not whole.
 */
export async function sendLines(
  request: FastifyRequest,
  reply: FastifyReply,
  { position, head, some, signal }: Lines,
): Promise<void> {
  const headers = {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'demarche-position': String(position),
    vary: 'accept',
  };
  await sendLong(request, reply, headers, async (to) => {
    const hash = createHash('sha256');
    const send = (text: string) => {
      hash.update(text);
      return sentInTime(to, text);
    };
    let count = 0;
    if (head !== undefined && !(await send(`${head}\n`))) return false;
    for await (const lines of some) {
      for (const text of piecesOf(lines)) if (signal?.aborted || !(await send(text))) return false;
      count += lines.length;
    }
    const end = { count, position, sha256: hash.digest('hex') };
    return sentInTime(to, `${JSON.stringify({ end })}\n`);
  });
}

/** So many lines at a time as a reader can be asked to take. */
function* piecesOf(lines: readonly string[]): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
