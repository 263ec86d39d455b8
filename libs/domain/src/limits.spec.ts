import { describe, expect, it } from '@jest/globals';
import { correctionEvents, designationEvents, listEvents } from './index.ts';
import { applyPatch } from './designation/patch.ts';
import { refuseDepth } from './limits.ts';
import { addDays, addMonths, day, parsePartialDate, partialDate } from './partial-date.ts';
import { getAt, withAt } from './pointer.ts';

/** Of the processor, so that a busy machine does not count; what is bounded takes a thousandth of what is not. */
const ms = (work: () => unknown): number => {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
};
const AT_MOST = 10_000;
const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

describe('what a caller sends', () => {
  it('is nested 64 levels at most, however deep it is', () => {
    expect(() => refuseDepth(nested(64))).not.toThrow();
    expect(() => refuseDepth(nested(65))).toThrow(/nested deeper than 64 levels/);
    expect(() => refuseDepth(nested(200_000))).toThrow(/nested deeper/);
  });

  it('has pointers of at most 20 names', () => {
    const { changes } = correctionEvents.EventCorrected.shape.data.shape;
    const { patch } = designationEvents.DesignationAmended.shape.data.shape;
    for (const [names, isTaken] of [
      [20, true],
      [21, false],
      [200_000, false],
    ] as const) {
      const path = '/a'.repeat(names);
      expect(ms(() => expect(changes.safeParse({ [path]: 1 }).success).toBe(isTaken))).toBeLessThan(AT_MOST);
      expect(patch.safeParse([{ op: 'add', path, value: 1 }]).success).toBe(isTaken);
    }
    expect(changes.safeParse({ ['x'.repeat(1_001)]: 1 }).success).toBe(false);
  });

  it('changes at most 200 things at once', () => {
    const { changes } = correctionEvents.EventCorrected.shape.data.shape;
    const { patch } = designationEvents.DesignationAmended.shape.data.shape;
    for (const [count, isTaken] of [
      [200, true],
      [201, false],
    ] as const) {
      const paths = Array.from({ length: count }, (_, i) => `/sourceIds/k${i}`);
      expect(changes.safeParse(Object.fromEntries(paths.map((path) => [path, 'v']))).success).toBe(isTaken);
      expect(patch.safeParse(paths.map((path) => ({ op: 'add', path, value: 'v' }))).success).toBe(isTaken);
    }
  });

  it('names days of which the neighbours are days too', () => {
    expect(['0001-01-01', '0001-01-02', '9998-12-31', '9999-01-01'].map((each) => day.safeParse(each).success)).toEqual(
      [false, true, true, false],
    );
    const dates = ['[..0001-01-01]', '[..0001-01-02]', '[0001-01-01..2000]', '9998', '9999', '[..9999-12-31]'];
    expect(dates.map((each) => partialDate.safeParse(each).success)).toEqual([false, true, false, true, false, false]);
  });

  it('has dates of at most 25 characters', () => {
    for (const dots of [10, 1_000_000])
      expect(ms(() => parsePartialDate(`[${'.'.repeat(dots)}`))).toBeLessThan(AT_MOST);
    expect(parsePartialDate('[2005-03-01..2005-04-15]')).toEqual({ earliest: '2005-03-01', latest: '2005-04-15' });
    for (const odd of ['[2005]', '[..]', '[2005..]', '2005..2006', '[2005..2006', '[2005..]2006]', '[..2005..2006]'])
      expect(parsePartialDate(odd)).toBeNull();
  });

  it('audits a list every fifty years at least, and links to the web alone', () => {
    const { reviewEveryMonths, url } = listEvents.ListRegistered.shape.data.shape;
    expect([1, 600, 601, 0, 3_000_000_000].map((each) => reviewEveryMonths.safeParse(each).success)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const urls = [
      'https://a.example/',
      'HTTP://a.example',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
    ];
    expect(urls.map((each) => url.safeParse(each).success)).toEqual([true, true, false, false, false]);
  });
});

describe('the calendar', () => {
  it('is never left', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('0001-01-01', -1)).toBe('0001-01-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addMonths('9999-12-01', 1)).toBe('9999-12-31');
    expect(addMonths('2020-01-01', 200_000)).toBe('9999-12-31');
    expect(addMonths('2020-01-01', -200_000)).toBe('0001-01-01');
    expect(addMonths('0050-11-30', 3)).toBe('0051-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
  });
});

describe('a pointer', () => {
  it('is walked by index, and copies what it leads through alone', () => {
    const record = { a: { b: 1 }, c: { d: 2 } };
    const changed = withAt(record, '/a/b', 3);
    expect(changed).toEqual({ a: { b: 3 }, c: { d: 2 } });
    expect(record.a.b).toBe(1);
    expect(changed.c).toBe(record.c);
    expect(withAt(record, '/a/b', undefined)).toEqual({ a: {}, c: { d: 2 } });
    expect(ms(() => withAt({}, '/a'.repeat(100_000), 1))).toBeLessThan(AT_MOST);
  });

  it('reaches no prototype', () => {
    const changed = withAt({}, '/__proto__/polluted', 1);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(getAt(changed, '/__proto__/polluted')).toBe(1);
  });

  it('of many in one patch does not copy the record again', () => {
    const sourceIds = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 'v']));
    const patch = Array.from({ length: 2_000 }, (_, i) => ({
      op: 'add' as const,
      path: `/sourceIds/n${i}`,
      value: 'v',
    }));
    const record = { sourceIds };
    expect(ms(() => applyPatch(record, patch))).toBeLessThan(AT_MOST);
    expect(Object.keys(record.sourceIds)).toHaveLength(20_000);
  });
});
