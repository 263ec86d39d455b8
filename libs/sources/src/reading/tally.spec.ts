import { expect, it } from '@jest/globals';
import { tallying } from './tally.ts';

it('counts a thousand names, and all further ones as one', () => {
  const counts: Record<string, number> = {};
  const count = tallying(counts);
  for (let n = 0; n < 1_200; n++) count(`name ${n}`);
  count('name 7');
  count('name 1100');
  expect([counts['name 7'], counts['name 999'], counts['name 1000'], counts.others]).toEqual([2, 1, undefined, 201]);
  expect(Object.keys(counts)).toHaveLength(1_001);
});
