import { describe, expect, it } from '@jest/globals';
import type { Status } from '#domain';
import { sampleRecord } from '#testing';
import { changesOf } from './changes.ts';
import type { Standing } from '../../models/designation-timeline/turned.ts';

const standing = (status: Status, record: object = {}): Standing => ({
  status,
  possible: [],
  since: '2020',
  until: null,
  record: { ...sampleRecord('A'), ...record },
});
const uncertain = (...possible: Status[]): Standing => ({ ...standing('uncertain'), possible });
const told = (before?: Standing, after?: Standing) =>
  changesOf({ id: 'kz-test:A', before, after }).map(({ change, certain }) => (certain ? change : `${change}?`));

describe('what became of a designation', () => {
  const [listed, suspended, delisted] = [standing('listed'), standing('suspended'), standing('delisted')];
  it.each<[Standing | undefined, Standing | undefined, string[]]>([
    [undefined, listed, ['designated']],
    [undefined, suspended, ['designated']],
    [undefined, delisted, []],
    [delisted, listed, ['designated']],
    [listed, delisted, ['delisted']],
    [suspended, delisted, ['delisted']],
    [listed, undefined, ['delisted']],
    [listed, suspended, ['suspended']],
    [suspended, listed, ['reinstated']],
    [listed, uncertain('listed', 'suspended'), ['suspended?']],
    [uncertain('listed', 'suspended'), suspended, ['suspended?']],
    [suspended, uncertain('listed', 'suspended'), ['reinstated?']],
    [undefined, uncertain('not-listed', 'listed'), ['designated?']],
    [uncertain('not-listed', 'listed'), listed, ['designated?']],
    [listed, uncertain('listed', 'delisted'), ['delisted?']],
    [uncertain('listed', 'delisted'), delisted, ['delisted?']],
    [listed, standing('listed', { reference: 'B' }), ['reidentified']],
    [listed, standing('listed', { programs: ['OTHER'] }), ['programs']],
    [listed, standing('listed', { remarks: 'Another' }), ['amended']],
    [listed, standing('listed', { sourceIds: { dataId: '7' } }), []],
    [
      listed,
      standing('suspended', { reference: 'B', programs: ['OTHER'], remarks: 'Another' }),
      ['suspended', 'reidentified', 'programs', 'amended'],
    ],
  ])('%#', (before, after, changes) => expect(told(before, after)).toEqual(changes));
});
