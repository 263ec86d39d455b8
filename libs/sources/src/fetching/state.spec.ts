import { describe, expect, it } from '@jest/globals';
import { untilNext, untilRetry } from './state.ts';

const MINUTE = 60_000;

describe('how long a list is left alone', () => {
  it('is its rhythm, a little more or less', () => {
    expect([0, 0.5, 1].map((random) => Math.round(untilNext(60, random) / MINUTE))).toEqual([54, 60, 66]);
  });

  it('grows with each failure up to six hours, and is never the same nor nothing', () => {
    expect([1, 2, 3, 8, 9, 100].map((failures) => untilRetry(failures, null, 1) / MINUTE)).toEqual([
      2, 4, 8, 256, 360, 360,
    ]);
    expect([1, 100].map((failures) => untilRetry(failures, null, 0) / MINUTE)).toEqual([0.5, 0.5]);
  });

  it('is what the server asks for, where that is longer, up to a day', () => {
    expect(untilRetry(1, 30 * MINUTE, 1) / MINUTE).toBe(30);
    expect(untilRetry(100, 30 * MINUTE, 1) / MINUTE).toBe(360);
    expect(untilRetry(1, 1e12, 1) / MINUTE).toBe(24 * 60);
  });
});
