import { describe, expect, it } from '@jest/globals';
import { createAppendQueue } from './append-queue.ts';

const piece = (id: string) => ({ id, bytes: 1, streams: [{ stream: id }] });
const IDS = Array.from({ length: 40 }, (_, i) => String(i));

describe('the append queue', () => {
  it('tells all members of a flush at once where it failed as a whole', async () => {
    const flushes: number[] = [];
    const queue = createAppendQueue(
      async (items: { id: string }[]): Promise<PromiseSettledResult<string>[]> => {
        flushes.push(items.length);
        throw new Error('The lock was not to be had');
      },
      () => true,
    );
    const results = await Promise.allSettled(IDS.map((id) => queue.add(piece(id))));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    // Each member is in one flush alone.
    expect(flushes.reduce((sum, length) => sum + length)).toBe(IDS.length);
    expect(flushes.length).toBeLessThan(4);
  });

  it('takes the others where one of them is at fault', async () => {
    const queue = createAppendQueue(
      async (items: { id: string }[]) => {
        if (items.some(({ id }) => id === '7')) throw new Error('7 cannot be taken');
        return items.map(({ id }): PromiseSettledResult<string> => ({ status: 'fulfilled', value: id }));
      },
      () => false,
    );
    const results = await Promise.allSettled(IDS.map((id) => queue.add(piece(id))));
    expect(results.flatMap(({ status }, i) => (status === 'rejected' ? [IDS[i]] : []))).toEqual(['7']);
  });
});
