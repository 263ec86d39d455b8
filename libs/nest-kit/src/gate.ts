import { ProblemError } from '#contract';

export interface GateOptions {
  /** Pieces of work at a time. */
  running: number;
  /** How many may wait for their turn. */
  waiting: number;
  /** For how long. */
  waitMs: number;
  /** Pieces of work of one caller at a time; as many as there are, where left out. */
  share?: number;
}

interface Waiter {
  whose: string | undefined;
  enter: () => void;
  refuse: (error: Error) => void;
}

/**
 * Lets a few pieces of work run at a time; the others wait for their turn, in order. Who would wait behind too many, or
 * waits too long, gets 503 with Retry-After; who is gone leaves the queue. Where callers have a share, nobody who is slow
 * holds all places: behind him the next one of another caller goes first.
 */
export function createGate({ running, waiting, waitMs, share = running }: GateOptions) {
  let busy = 0;
  const held = new Map<string, number>();
  const queue = new Set<Waiter>();

  const isRoom = (whose: string | undefined) =>
    busy < running && (whose === undefined || (held.get(whose) ?? 0) < share);
  const enter = (whose: string | undefined) => {
    busy++;
    if (whose !== undefined) held.set(whose, (held.get(whose) ?? 0) + 1);
  };
  const leave = (whose: string | undefined) => {
    busy--;
    const left = whose === undefined ? 0 : held.get(whose)! - 1;
    if (whose !== undefined && left > 0) held.set(whose, left);
    else if (whose !== undefined) held.delete(whose);
    for (const next of queue) {
      if (!isRoom(next.whose)) continue;
      queue.delete(next);
      next.enter();
      return;
    }
  };

  const turn = (signal: AbortSignal | undefined, whose: string | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (isRoom(whose)) {
        enter(whose);
        return resolve();
      }
      if (queue.size >= waiting) return reject(tooBusy());
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
        queue.delete(waiter);
      };
      const waiter: Waiter = {
        whose,
        enter() {
          done();
          enter(whose);
          resolve();
        },
        refuse(error) {
          done();
          reject(error);
        },
      };
      const gone = () => waiter.refuse(signal!.reason as Error);
      const timer = setTimeout(() => waiter.refuse(tooBusy()), waitMs);
      signal?.addEventListener('abort', gone, { once: true });
      queue.add(waiter);
    });

  return {
    /** Runs `work`, of a caller who has a share, when it is its turn. Throws ProblemError (503), or the signal's reason. */
    async run<T>(work: () => Promise<T>, signal?: AbortSignal, whose?: string): Promise<T> {
      signal?.throwIfAborted();
      await turn(signal, whose);
      try {
        signal?.throwIfAborted();
        return await work();
      } finally {
        leave(whose);
      }
    },
  };
}
export type Gate = ReturnType<typeof createGate>;

const tooBusy = () =>
  new ProblemError(503, 'too-busy', 'Too much is asked for at this moment; ask again in a little while', {
    retryAfter: 5,
  });
