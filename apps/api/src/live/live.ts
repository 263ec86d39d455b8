import { isAsked, type EventFilter, type EventLog, type RecordedEvent } from '#event-log';
import { ProblemError } from '#contract';
import type { Gate } from '#nest-kit';
import type { Logger } from 'pino';

/** The newest events of the log, for all who follow it: one reader per process, however many they are. */
export interface Live {
  /**
   * Events after a position that fit, in their order and at most `limit`; up to `upTo` these are all. Waits for nothing.
   * What is older than what is held comes from the log.
   */
  after(position: number, filter: EventFilter, limit: number): Promise<{ events: RecordedEvent[]; upTo: number }>;
  /** Resolves when something is recorded after a position, after `ms`, or when the signal aborts. */
  change(position: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Runs what follows the log. Throws ProblemError (503) where too many do. */
  follow<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

const HELD_EVENTS = 2_000;
const MOST_FOLLOWERS = 2_500;
const AGAIN_MS = 1_000;

/** `reading` bounds how many read the log at a time. */
export function createLive(log: EventLog, reading: Gate, logger: Logger, mostFollowers = MOST_FOLLOWERS): Live {
  const stop = new AbortController();
  const waiting = new Set<() => void>();
  /** Without a gap; the last is the newest that was seen. */
  let held: RecordedEvent[] = [];
  let newest = 0;
  let followers = 0;
  let started: Promise<void> | undefined;

  const listen = async (from: number): Promise<void> => {
    for await (const batch of log.follow(from, { signal: stop.signal })) {
      held = [...held, ...batch].slice(-HELD_EVENTS);
      newest = batch.at(-1)!.position;
      for (const wake of [...waiting]) wake();
    }
  };
  const listenOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await listen(newest);
      } catch (error) {
        logger.warn({ err: error }, 'live.interrupted');
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
      }
    }
  };
  // Nobody follows a log that nobody asks for.
  const start = () =>
    (started ??= log.head().then(
      (head) => {
        newest = head;
        void listenOn();
      },
      (error: unknown) => {
        started = undefined;
        throw error;
      },
    ));

  return {
    async after(position, filter, limit) {
      await start();
      const upTo = newest;
      const first = held[0]?.position ?? upTo + 1;
      const events =
        position + 1 >= first
          ? held.slice(position + 1 - first).filter((event) => isAsked(event, filter))
          : await reading.run(() => log.read({ ...filter, after: position, limit, upTo }));
      const found = events.slice(0, limit);
      return { events: found, upTo: found.length < limit ? Math.max(position, upTo) : found.at(-1)!.position };
    },

    change: (position, ms, signal) =>
      new Promise((resolve) => {
        if (newest > position || signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      }),

    async follow(work) {
      if (followers >= mostFollowers)
        throw new ProblemError(503, 'too-busy', 'Too many follow the log here; try again', { retryAfter: 5 });
      followers++;
      try {
        return await work();
      } finally {
        followers--;
      }
    },

    close: () => stop.abort(),
  };
}
