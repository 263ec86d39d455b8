import { problemOf, ProblemError } from './problem.ts';
import { framesOf, linesOf, textOf } from './read.ts';
import { isPassing, pause, type Retry } from './retry.ts';
import type { Event, Gets } from './types.ts';

export type FollowQuery = Gets['/v1/events/stream']['query'];

export interface Following {
  /** Opens the stream; `lastEventId` is where to go on. */
  open: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
  retry: Retry;
  signal?: AbortSignal;
  /** Tells each position that was reached, with an event or without one. */
  onPosition?: (position: number) => void;
}

/** The server says something every 15 seconds; one that does not is not there any more. */
const SILENT_MS = 45_000;

/**
 * Events as they are recorded, for as long as the signal lets it. Where the connection breaks off, it goes on from the last
 * position that was heard of: nothing is left out, and nothing comes twice. Throws ProblemError for what will not do later either.
 */
export async function* followEvents({ open, retry, signal, onPosition }: Following): AsyncGenerator<Event> {
  let last: string | undefined;
  for (let attempt = 0; !signal?.aborted; attempt++) {
    const connection = connect(signal);
    let failed: unknown;
    try {
      const response = await open(last === undefined ? {} : { 'last-event-id': last }, connection.signal);
      if (!response.ok || !response.body) throw await problemOf(response);
      for await (const { id, data } of framesOf(linesOf(textOf(response.body, connection.heard)))) {
        attempt = 0;
        if (data !== undefined) yield JSON.parse(data) as Event;
        // Only what was taken is done with: who stops in between hears of it again.
        if (id !== undefined) {
          last = id;
          onPosition?.(Number(id));
        }
      }
    } catch (error) {
      failed = error;
      if (error instanceof ProblemError && !isPassing(error)) throw error;
    } finally {
      connection.close();
    }
    if (signal?.aborted) return;
    try {
      await pause(attempt, retry, failed, signal);
    } catch {
      return;
    }
  }
}

/** A signal for one connection: it aborts with the caller's, and where nothing is heard for long. */
function connect(signal: AbortSignal | undefined) {
  const own = new AbortController();
  const stop = () => own.abort(signal?.reason);
  const silent = () => own.abort(new TypeError('Nothing was heard for too long'));
  let timer = setTimeout(silent, SILENT_MS);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    signal: own.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(silent, SILENT_MS);
    },
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      own.abort();
    },
  };
}
