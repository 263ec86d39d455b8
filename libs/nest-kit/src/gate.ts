import { ProblemError } from '#contract';

export interface GateOptions {
  /** Pieces of work at a time. */
  running: number;
  /** How many may wait for their turn. */
  waiting: number;
  /** For how long. */
  waitMs: number;
}

interface Waiter {
  enter: () => void;
  refuse: (error: Error) => void;
}

/**
 * Lets a few pieces of work run at a time; the others wait for their turn, in order. Who would wait behind too many, or
 * waits too long, gets 503 with Retry-After; who is gone leaves the queue.
 */
export function createGate({ running, waiting, waitMs }: GateOptions) {
  let busy = 0;
  const queue = new Set<Waiter>();

  const leave = () => {
    busy--;
    const [next] = queue;
    if (!next) return;
    queue.delete(next);
    next.enter();
  };

  const turn = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (busy < running) {
        busy++;
        return resolve();
      }
      if (queue.size >= waiting) return reject(tooBusy());
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
        queue.delete(waiter);
      };
      const waiter: Waiter = {
        enter() {
          done();
          busy++;
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
    /** Runs `work` when it is its turn. Throws ProblemError (503), or the signal's reason. */
    async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted();
      await turn(signal);
      try {
        signal?.throwIfAborted();
        return await work();
      } finally {
        leave();
      }
    },
  };
}
export type Gate = ReturnType<typeof createGate>;

const tooBusy = () =>
  new ProblemError(503, 'too-busy', 'Too much is asked for at this moment; ask again in a little while', {
    retryAfter: 5,
  });
