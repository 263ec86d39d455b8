import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distance } from './distance.ts';

/** By the definition: every word that one edit makes, step by step, no letter edited twice. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [one, other] = [a.slice(1), b.slice(1)];
  const ways = [
    byDefinition(one, other) + Number(!a.startsWith(b.charAt(0))),
    byDefinition(one, b) + 1,
    byDefinition(a, other) + 1,
  ];
  if (a.length > 1 && b.length > 1 && a.startsWith(b.charAt(1) + b.charAt(0)))
    ways.push(byDefinition(a.slice(2), b.slice(2)) + 1);
  return Math.min(...ways);
}

describe('the distance of two words', () => {
  it('is as it is defined, and one more than the limit beyond it', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abqß9я'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        expect(distance(a, b, limit)).toBe(Math.min(byDefinition(a, b), limit + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same behind a beginning that both have, however long', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abqß9я'), maxLength: 6 });
    const beginning = fc.string({ unit: fc.constantFrom(...'abcя'), maxLength: 42 });
    fc.assert(
      fc.property(beginning, word, word, fc.integer({ min: 0, max: 4 }), (same, a, b, limit) => {
        expect(distance(same + a, same + b, limit)).toBe(Math.min(byDefinition(a, b), limit + 1));
      }),
      { numRuns: 2_000 },
    );
  });
});
