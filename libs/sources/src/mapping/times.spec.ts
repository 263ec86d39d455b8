import { describe, expect, it } from '@jest/globals';
import { timesOf, type Spell } from './times.ts';

const spell = (listedOn: string, delistedOn = '', standing?: Spell['standing']): Spell => ({
  ...(listedOn ? { listedOn } : {}),
  ...(delistedOn ? { delistedOn } : {}),
  ...(standing ? { standing } : {}),
});

describe('the times of an entry', () => {
  it.each<[what: string, spells: Spell[], times: object]>([
    ['none', [], {}],
    ['one without days', [spell('')], {}],
    ['a start', [spell('2009')], { listedOn: '2009' }],
    ['an end without a start', [spell('', '2023-12')], { delistedOn: '2023-12' }],
    [
      'two spells, the later printed first',
      [spell('2015-01-01'), spell('2010-01-01', '2012-01-01')],
      { listedOn: '2015-01-01', earlierListings: [{ listedOn: '2010-01-01', delistedOn: '2012-01-01' }] },
    ],
    [
      'two that overlap',
      [spell('2010', '2014-05-01'), spell('2012', '2016')],
      { listedOn: '2010', delistedOn: '2016' },
    ],
    ['two that touch', [spell('2010-01-01', '2012-01-01'), spell('2012-01-01')], { listedOn: '2010-01-01' }],
    ['two that touch in a year', [spell('2010', '2012'), spell('2012')], { listedOn: '2010' }],
    [
      'two that may overlap',
      [spell('2010', '2012'), spell('2012-05-01')],
      { listedOn: '2012-05-01', earlierListings: [{ listedOn: '2010', delistedOn: '2012' }] },
    ],
    ['one inside another', [spell('2010'), spell('2011', '2012')], { listedOn: '2010' }],
    ['a year that every report names', [spell('2023'), spell('2022'), spell('2024')], { listedOn: '2022' }],
    [
      'an end without a start, before another spell',
      [spell('2015'), spell('', '2012')],
      { listedOn: '2015', earlierListings: [{ delistedOn: '2012' }] },
    ],
    [
      'an end inside another spell',
      [spell('2010', '2018'), spell('', '2015')],
      { listedOn: '2010', delistedOn: '2018' },
    ],
    ['one suspended', [spell('2010', '', 'suspended')], { listedOn: '2010', standing: 'suspended' }],
    ['one over without a day', [spell('2010', '', 'delisted')], { listedOn: '2010', standing: 'delisted' }],
    ['one over with its day', [spell('2010', '2011', 'delisted')], { listedOn: '2010', delistedOn: '2011' }],
    ['one measure suspended of two', [spell('2010', '', 'suspended'), spell('2012')], { listedOn: '2010' }],
    [
      'one over without a day, before another',
      [spell('2010-03-01', '', 'delisted'), spell('2015-01-01')],
      {
        listedOn: '2015-01-01',
        earlierListings: [{ listedOn: '2010-03-01', delistedOn: '[2010-03-01..2015-01-01]' }],
      },
    ],
    ['two over without days', [spell('', '', 'delisted'), spell('', '', 'delisted')], { standing: 'delisted' }],
    ['one of two without days over', [spell('', '', 'delisted'), spell('')], {}],
    [
      'one that lasts on no printed day beside one that is over',
      [spell('2010', '2012'), spell('')],
      { earlierListings: [{ listedOn: '2010', delistedOn: '2012' }] },
    ],
  ])('%s', (_, spells, times) => {
    expect(timesOf(spells)).toEqual(times);
    expect(timesOf(spells.toReversed())).toEqual(times);
  });
});
