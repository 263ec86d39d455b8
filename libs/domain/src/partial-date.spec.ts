import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, formatInterval, isDay, parsePartialDate, windowBetween } from './partial-date.ts';

describe('a partial date', () => {
  it.each([
    ['2005', '2005-01-01', '2005-12-31'],
    ['2023-09', '2023-09-01', '2023-09-30'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['1900-02', '1900-02-01', '1900-02-28'],
    ['2023-12-29', '2023-12-29', '2023-12-29'],
    ['[2020-11-30..2020-12-01]', '2020-11-30', '2020-12-01'],
    ['[2005..2006-10]', '2005-01-01', '2006-10-31'],
    ['[..2006-10-12]', null, '2006-10-12'],
    ['[..2006]', null, '2006-12-31'],
  ])('%s is %p to %p', (text, earliest, latest) => {
    expect(parsePartialDate(text)).toEqual({ earliest, latest });
  });

  it.each([
    '',
    '0000',
    '0000-01-01',
    '2023-02-29',
    '2023-13',
    '2023-00',
    '2023-1-1',
    '20230101',
    '[2006..2005]',
    '[2005..]',
    '2026-11..',
    '[..]',
    '[2005]',
    '2005-02-30',
    '2005 ',
    'yesterday',
  ])('%p is none', (text) => {
    expect(parsePartialDate(text)).toBeNull();
  });

  it.each(['2005', '2023-09', '2023-12-29', '[2020-11-30..2020-12-01]', '[..2006-10-12]'])(
    '%s is its own shortest text',
    (text) => {
      expect(formatInterval(parsePartialDate(text)!)).toBe(text);
    },
  );

  it('knows the calendar', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2023-02-29')).toBe(false);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
    expect(daysBetween('2015-03-27', '2017-06-20')).toBe(816);
  });

  it('of any length lead to the day that the calendar of the language has', () => {
    const [first, last] = [-719_162, 2_932_896];
    const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: first, max: last }), (from, to) => {
        expect(addDays(day(from), to - from)).toBe(day(to));
        expect(daysBetween(day(from), day(to))).toBe(to - from);
      }),
      { numRuns: 1_000, examples: [[first, last]] },
    );
  });

  it('puts a change between two publications', () => {
    expect(windowBetween('2020-11-30', '2020-12-31')).toBe('[2020-12-01..2020-12-31]');
    expect(windowBetween('2020-11-24', '2020-11-30')).toBe('[2020-11-25..2020-11-30]');
    expect(windowBetween('2020-11-30', '2020-12-01')).toBe('2020-12-01');
    expect(windowBetween('2020-11-30', '2020-11-30')).toBe('2020-11-30');
  });
});
