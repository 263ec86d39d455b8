import fc from 'fast-check';

const WHOLE = 2 ** 31;

/** Numbers from 0 to below 1, all equally likely and the same for the same seed. A double of fast-check is nearly always tiny. */
export function chanceOf(seed: number, count: number): () => number {
  const numbers = fc.sample(fc.noBias(fc.integer({ min: 0, max: WHOLE - 1 })), { numRuns: count, seed });
  return () => {
    const next = numbers.pop();
    if (next === undefined) throw new Error('More chances were taken than were made');
    return next / WHOLE;
  };
}
