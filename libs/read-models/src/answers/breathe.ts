import { setImmediate as turn } from 'node:timers/promises';

/** Items looked at before others get a turn: some milliseconds of work. */
const SLICE = 250;

/** Gives way to whatever else waits, and stops where nobody waits for the answer any more. Throws the signal's reason. */
export async function breathe(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await turn();
  signal?.throwIfAborted();
}

/** `items.flatMap(work)`, giving way between slices: as long as it takes, others are answered meanwhile. */
export async function flatMapSlices<T, R>(
  items: readonly T[],
  work: (slice: readonly T[]) => readonly R[] | Promise<readonly R[]>,
  { signal, size = SLICE }: { signal?: AbortSignal; size?: number } = {},
): Promise<R[]> {
  const found: R[] = [];
  for (let from = 0; from < items.length; from += size) {
    for (const each of await work(items.slice(from, from + size))) found.push(each);
    await breathe(signal);
  }
  return found;
}
