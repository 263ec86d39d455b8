import { describe, expect, it } from '@jest/globals';
import { dayInPath, timeInPath } from './day-in-path.ts';

describe('what a path tells of when its file is of', () => {
  it.each([
    ['us/2021-08-20T185052Z-sdn.csv', '2021-08-20', '2021-08-20T18:50:52Z'],
    ['2021-08-20T18:50:52Z', '2021-08-20', '2021-08-20T18:50:52Z'],
    ['un-sc/2015-01-10/list.xml', '2015-01-10', undefined],
    ['us/2021-08-20T256199Z-sdn.csv', '2021-08-20', undefined],
    ['us/2021-08-20T185052-sdn.csv', '2021-08-20', undefined],
    ['ca/2021-08/list.xml', undefined, undefined],
  ])('%s: the day %s, the time %s', (path, day, time) => {
    expect([dayInPath(path, false), timeInPath(path)]).toEqual([day, time]);
  });

  it('is the first of a month only where months count', () => {
    expect(dayInPath('ca/2021-08/list.xml', true)).toBe('2021-08-01');
  });
});
