import { setFlagsFromString } from 'node:v8';

/** Heap growth (percent) that triggers a full collection; 0 is V8's default. The setting is the process's, and so is the count. */
const letGrow = (percent: number) => setFlagsFromString(`--heap-growing-percent=${percent}`);
let running = 0;

/**
 * Has the heap cleaned early while `work` holds whole lists, or a great many events, in it. V8 would wait for three or four
 * times what is in use where the machine has memory to spare: each reading of a list of 10,000 entries leaves 15 MB
 * behind, and 55 MB in use grew to 400. At other times it would cost more than it gives. Source: `node --v8-options`.
 */
export async function withTightHeap<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) letGrow(40);
  try {
    return await work();
  } finally {
    if (--running === 0) letGrow(0);
  }
}
