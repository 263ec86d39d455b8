import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKept } from './kept.ts';

const ROOM = 20;

describe('what is kept', () => {
  it('takes no more than the room, and is what was kept last under its key', () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 9 }),
      value: fc.integer({ min: 1, max: 25 }),
      isKept: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const kept = createKept<number, number>(ROOM, (value) => value);
        const last = new Map<number, number>();
        for (const { key, value, isKept } of steps) {
          if (isKept) {
            kept.keep(key, value);
            last.delete(key);
            if (value <= ROOM / 2) last.set(key, value);
          }
          expect([undefined, last.get(key)]).toContain(kept.get(key));
          expect(kept.weight).toBeLessThanOrEqual(ROOM);
        }
      }),
    );
  });

  it('is what was used lately', () => {
    const kept = createKept<string, number>(ROOM, () => 1);
    for (let n = 0; n < 100; n++) {
      kept.keep(`${n}`, n);
      expect(kept.get('0')).toBe(0);
      for (let back = 0; back < Math.min(n + 1, ROOM / 2 - 1); back++) expect(kept.get(`${n - back}`)).toBe(n - back);
    }
    expect(kept.get('50')).toBeUndefined();
  });

  it('is nothing that takes more than half', () => {
    const kept = createKept<string, number>(ROOM, (value) => value);
    kept.keep('a', 3);
    kept.keep('b', ROOM / 2 + 1);
    expect([kept.get('a'), kept.get('b'), kept.weight]).toEqual([3, undefined, 3]);
  });
});
