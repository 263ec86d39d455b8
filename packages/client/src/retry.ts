import { ProblemError } from './problem.ts';

export interface Retry {
  /** How often something is tried, the first time included. */
  attempts: number;
  /** The first pause; each next one is twice as long. */
  baseMs: number;
  /** The longest pause. */
  maxMs: number;
}

export const RETRY: Retry = { attempts: 5, baseMs: 250, maxMs: 30_000 };

/** Whether the same may do later: the server said so, or there was no answer at all, which `fetch` tells by a TypeError. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ProblemError
    ? [408, 429, 500, 502, 503, 504].includes(error.status)
    : (error as Error).name === 'TypeError';

/** Waits before another attempt: as long as the server asked for, else longer each time, and never as long as others. */
export function pause(attempt: number, { baseMs, maxMs }: Retry, error: unknown, signal?: AbortSignal): Promise<void> {
  const asked = error instanceof ProblemError ? (error.retryAfter ?? 0) * 1_000 : 0;
  const grown = Math.min(maxMs, baseMs * 2 ** attempt) * (0.5 + Math.random() / 2);
  return sleep(Math.max(asked, grown), signal);
}

/** Resolves after a while, or rejects as soon as the signal aborts. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
