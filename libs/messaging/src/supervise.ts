import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './transport.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** What no later attempt can mend; a person has to. */
export class RefusedError extends Error {
  override readonly name: string = 'RefusedError';
}

/**
 * Does the work again and again until the signal says stop, with a growing pause after each failure. `progress`, called
 * by the work, makes the pause short again. `onFailed` is told of each failure, and does not throw.
 */
export async function supervise(
  what: string,
  log: Log,
  signal: AbortSignal,
  work: (progress: () => void) => Promise<void>,
  onFailed?: (error: Error) => Promise<void>,
): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      await work(() => (pause = FIRST_PAUSE_MS));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RefusedError) throw error;
      log.warn({ err: error, againInMs: pause }, `${what}.failed`);
      await onFailed?.(error as Error);
      await sleep(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** Waits; not longer than the signal lets it. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

/** Something took longer than it was given. */
export class LateError extends Error {
  override readonly name = 'LateError';
}

/** The promise, or after `ms` an error in its place. What it stands for may go on. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateError(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs the parts of a process side by side. Where one fails, or ends before it is told to, the others are stopped too; it
 * returns when all have ended, and throws the first failure.
 */
export async function together(
  signal: AbortSignal,
  parts: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  await Promise.all(
    parts.map(async (part) => {
      try {
        await part(either);
        if (!either.aborted) throw new Error('A part of this process ended before it was told to');
      } catch (error) {
        failures.push(error);
      }
      stop.abort();
    }),
  );
  if (failures.length > 0) throw failures[0];
}
