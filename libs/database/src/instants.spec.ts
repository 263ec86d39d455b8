import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readInstant } from './instants.ts';

const TIMESTAMPTZ = 1184;
const INFINITY = Infinity as unknown as Date;

describe('instants of the database', () => {
  it('are read to the millisecond', () => {
    for (let n = 0; n < 1_000; n++) {
      const text = `2026-11-26 23:59:59.${String(n).padStart(3, '0')}`;
      expect(readInstant(`${text}+00`).toISOString()).toBe(`2026-11-26T23:59:59.${String(n).padStart(3, '0')}Z`);
      // PostgreSQL leaves noughts at the end out.
      expect(readInstant(`${text.replace(/\.?0+$/, '')}+00`).getTime()).toBe(Date.UTC(2026, 10, 26, 23, 59, 59, n));
    }
  });

  it('are read in whatever form the server writes them', () => {
    expect(readInstant('2026-11-26 12:00:00+05:30').toISOString()).toBe('2026-11-26T06:30:00.000Z');
    expect(readInstant('2026-11-26 12:00:00.123456+00').toISOString()).toBe('2026-11-26T12:00:00.123Z');
    expect(readInstant('0044-03-15 12:00:00+00 BC').getUTCFullYear()).toBe(-43);
    expect(readInstant('infinity')).toBe(INFINITY);
  });

  it('are read so by every pool', () => {
    expect(pg.types.getTypeParser(TIMESTAMPTZ)).toBe(readInstant);
  });
});
