import { createHash } from 'node:crypto';
import type { questions } from '#contract';
import { publicBytes, type RecordedEvent } from '#event-log';
import type { Asked } from '../http/question.ts';
import { filterOf } from '../questions/event-filter.ts';
import { sendLong, sentInTime } from './sending.ts';

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
  const { after = 0 } = query;
  const filter = filterOf(query);
  const upTo = await log.head();
  const headers = { 'content-type': 'application/x-ndjson; charset=utf-8', 'demarche-position': String(upTo) };
  await sendLong(request, reply, headers, async (to) => {
    const hash = createHash('sha256');
    let count = 0;
    let page: RecordedEvent[];
    for (let position = after; ; position = page.at(-1)!.position) {
      page = await log.read({ ...filter, after: position, limit: AT_A_TIME, upTo });
      for (const text of piecesOf(page)) {
        hash.update(text);
        if (signal?.aborted || !(await sentInTime(to, text))) return false;
      }
      count += page.length;
      if (page.length < AT_A_TIME) break;
    }
    const end = { count, position: upTo, sha256: hash.digest('hex') };
    return sentInTime(to, `${JSON.stringify({ end })}\n`);
  });
}

/** The lines of some events, so many at a time as a reader can be asked to take. */
function* piecesOf(events: readonly RecordedEvent[]): Generator<string> {
  let piece = '';
  for (const event of events) {
    piece += `${publicBytes(event).toString()}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
