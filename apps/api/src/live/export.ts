import { createHash } from 'node:crypto';
import type { questions } from '#contract';
import { publicBytes } from '#event-log';
import type { Asked } from '../http/question.ts';
import { filterOf } from '../questions/event-filter.ts';
import { sentInTime } from './sent-in-time.ts';

const AT_A_TIME = 500;
const PIECE_CHARACTERS = 256 * 1024;

/**
 * All events from a position to the head of the log, one per line of NDJSON, held for some at a time. The last line tells
 * how many there were, up to which position they are all, and the SHA-256 of all bytes before that line: without it, the
 * file is not whole.
 */
export async function sendLines(asked: Asked<typeof questions.events>): Promise<void> {
  const { query, readSide, request, reply } = asked;
  const { log, signal } = readSide;
  const upTo = await log.head();
  const { after = 0 } = query;
  reply.hijack();
  const to = reply.raw;
  to.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'demarche-position': String(upTo),
  });
  if (request.method === 'HEAD') return void to.end();
  const hash = createHash('sha256');
  let count = 0;
  let isHeard = true;
  const send = async (text: string) => {
    hash.update(text);
    isHeard = await sentInTime(to, text);
  };
  const filter = filterOf(query);
  for (let position = after; isHeard && !signal?.aborted;) {
    const page = await log.read({ ...filter, after: position, limit: AT_A_TIME, upTo });
    let piece = '';
    for (const event of page) {
      piece += `${publicBytes(event).toString()}\n`;
      if (piece.length < PIECE_CHARACTERS) continue;
      await send(piece);
      piece = '';
      if (!isHeard) break;
    }
    if (piece !== '' && isHeard) await send(piece);
    count += page.length;
    if (page.length < AT_A_TIME) break;
    position = page.at(-1)!.position;
  }
  if (!isHeard || signal?.aborted) return void to.destroy();
  to.end(`${JSON.stringify({ end: { count, position: upTo, sha256: hash.digest('hex') } })}\n`);
}
