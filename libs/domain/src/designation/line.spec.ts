import { describe, expect, it } from '@jest/globals';
import { sample } from '#testing';
import type { DomainEvent } from '../families.ts';
import { lineOf, segmentOn, type KnownDesignationEvent } from './line.ts';

const ID = (position: number) => `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;

/** The events as the log would number them. */
const recorded = (events: DomainEvent[]) =>
  events.map((event, i) => ({ ...event, id: ID(i + 1), position: i + 1 }) as KnownDesignationEvent);

const answerer = (...events: DomainEvent[]) => {
  const log = recorded(events);
  return (on: string, knownAt = log.length) => segmentOn(lineOf(log.slice(0, knownAt)), on);
};
const press = { confidence: 'reported', source: { kind: 'press' } } as const;
const official = { confidence: 'confirmed', source: { kind: 'official' } } as const;

describe('the line of a designation', () => {
  it('A: reports narrow each other', () => {
    const at = answerer(
      sample.designated('T', '[..2006-10-12]', press),
      sample.designated('T', '2005-03-15', press),
      sample.designated('T', '2005', official),
    );
    expect(at('2004-01-01', 1)).toMatchObject({ status: 'uncertain', possible: ['not-listed', 'listed'] });
    expect(at('2006-10-12', 1).status).toBe('listed');
    for (const knownAt of [2, 3]) {
      expect(at('2005-03-14', knownAt).status).toBe('not-listed');
      expect(at('2005-03-15', knownAt)).toMatchObject({ status: 'listed', since: '2005-03-15', conflicts: [] });
    }
  });

  it('B: reports contradict each other, and both are shown', () => {
    const at = answerer(
      sample.designated('T', '2005-03-15'),
      sample.delisted('T', '2024-06-03', press),
      sample.delisted('T', '2023-12-29', official),
    );
    expect(at('2024-03-01', 2).status).toBe('listed');
    expect(at('2024-03-01', 3)).toMatchObject({ status: 'delisted', conflicts: [2] });
    expect(at('2024-07-01', 2).status).toBe('delisted');
    expect(at('2023-12-28', 3)).toMatchObject({ status: 'listed', until: '2023-12-29' });
  });

  it('C: suspended is on record and not in force, never delisted', () => {
    const at = answerer(sample.designated('T', '2003'), sample.suspended('T', '2025-04-17'));
    expect(at('2003-06-01')).toMatchObject({ status: 'uncertain', possible: ['not-listed', 'listed'] });
    expect(at('2025-04-16').status).toBe('listed');
    expect(at('2025-04-17')).toMatchObject({ status: 'suspended', since: '2025-04-17' });
  });

  it('D: overlapping windows give the union', () => {
    const at = answerer(
      sample.designated('T', '[2020-01-01..2020-03-31]'),
      sample.delisted('T', '[2020-03-01..2020-06-30]'),
    );
    expect(at('2019-12-31').status).toBe('not-listed');
    expect(at('2020-02-01').possible).toEqual(['not-listed', 'listed']);
    expect(at('2020-03-15').possible).toEqual(['not-listed', 'listed', 'delisted']);
    expect(at('2020-05-01').possible).toEqual(['listed', 'delisted']);
    expect(at('2020-06-30').status).toBe('delisted');
  });

  it('E: a retraction counts from its position on, and so does its own retraction', () => {
    const at = answerer(
      sample.designated('T', '2010-01-01'),
      sample.delisted('T', '2012-01-01'),
      sample.retracted('T', ID(2)),
      sample.retracted('T', ID(3)),
    );
    expect([1, 2, 3, 4].map((knownAt) => at('2015-01-01', knownAt).status)).toEqual([
      'listed',
      'delisted',
      'listed',
      'delisted',
    ]);
  });

  it('F: designated again is a new period', () => {
    const at = answerer(
      sample.designated('T', '2010-01-01'),
      sample.delisted('T', '2012-01-01'),
      sample.designated('T', '2014-01-01'),
    );
    expect(at('2011-01-01')).toMatchObject({ status: 'listed', since: '2010-01-01', until: '2012-01-01' });
    expect(at('2013-01-01')).toMatchObject({ status: 'delisted', since: '2012-01-01', until: '2014-01-01' });
    expect(at('2014-01-01')).toMatchObject({ status: 'listed', since: '2014-01-01', until: null });
  });

  it('G: late reports fall into their place', () => {
    const at = answerer(
      sample.designated('T', '2010-01-01'),
      sample.delisted('T', '2020-01-01'),
      sample.suspended('T', '2015-01-01'),
      sample.reinstated('T', '2016-01-01'),
    );
    expect([2, 3, 4].map((knownAt) => at('2015-06-01', knownAt).status)).toEqual(['listed', 'suspended', 'suspended']);
    expect([3, 4].map((knownAt) => at('2017-01-01', knownAt).status)).toEqual(['suspended', 'listed']);
    expect([2, 3, 4].map((knownAt) => at('2021-01-01', knownAt).status)).toEqual(['delisted', 'delisted', 'delisted']);
  });

  it('H: seen on the list, no later than', () => {
    const at = answerer(
      sample.designated('T', '2004-10-15'),
      sample.delisted('T', '2010-01-01'),
      sample.designated('T', '[..2015-11-02]'),
      sample.designated('T', '2012-05-01'),
    );
    expect(at('2009-01-01', 3).status).toBe('listed');
    expect(at('2010-06-01', 3)).toMatchObject({ status: 'uncertain', possible: ['listed', 'delisted'] });
    expect(at('2015-11-02', 3).status).toBe('listed');
    expect(at('2011-01-01', 4).status).toBe('delisted');
    expect(at('2012-05-01', 4).status).toBe('listed');
  });

  it('I: seen where it cannot have been', () => {
    const at = answerer(
      sample.designated('T', '2004'),
      sample.delisted('T', '2010-01-01'),
      sample.designated('T', '[..2011-01-01]', press),
      sample.designated('T', '2012-01-01', official),
    );
    expect(at('2010-06-01', 3)).toMatchObject({ status: 'uncertain', possible: ['listed', 'delisted'] });
    expect(at('2011-06-01', 3).status).toBe('listed');
    expect(at('2011-06-01', 4).status).toBe('delisted');
    expect(at('2012-01-01', 4)).toMatchObject({ status: 'listed', conflicts: [3] });
  });

  it('answers the case of the article', () => {
    const at = answerer(
      sample.designated('T', '2006-10-12'),
      sample.delisted('T', '2024-06-03'),
      sample.corrected('T', ID(2), { effective: '2023-12-29' }),
      sample.corrected('T', ID(1), { effective: '2005' }),
    );
    expect(at('2024-03-01', 1).status).toBe('listed');
    expect(at('2024-03-01', 2).status).toBe('listed');
    expect(at('2024-03-01', 3).status).toBe('delisted');
    expect(at('2023-12-28', 4).status).toBe('listed');
    expect(at('2024-07-01', 1).status).toBe('listed');
    expect(at('2006-01-01', 3).status).toBe('not-listed');
    expect(at('2006-01-01', 4).status).toBe('listed');
    expect(at('2005-06-01', 4).status).toBe('uncertain');
  });

  it('takes the last of several corrections, and what a retracted one left', () => {
    const at = answerer(
      sample.designated('T', '2010-01-01'),
      sample.corrected('T', ID(1), { effective: '2011-01-01' }),
      sample.corrected('T', ID(1), { '/effective': '2012-01-01' }),
      sample.retracted('T', ID(3)),
      sample.corrected('T', ID(2), { '/changes/effective': '2013-01-01' }),
    );
    expect([1, 2, 3, 4, 5].map((knownAt) => at('2030-01-01', knownAt).since)).toEqual([
      '2010-01-01',
      '2011-01-01',
      '2012-01-01',
      '2011-01-01',
      '2013-01-01',
    ]);
    expect(at('2030-01-01', 2).lastEvent).toBe(2);
  });

  it('shows the record of the day, not today’s', () => {
    const at = answerer(
      sample.designated('T', '2010-01-01', { record: { subject: { type: 'organization', name: 'Old', aliases: [] } } }),
      sample.renamed('T', '2015-01-01', 'New'),
    );
    expect(at('2014-12-31').record?.subject.name).toBe('Old');
    expect(at('2015-01-01')).toMatchObject({
      status: 'listed',
      since: '2010-01-01',
      record: { subject: { name: 'New' } },
    });
  });

  it('keeps a change of contents in a window certain of its status', () => {
    const at = answerer(sample.designated('T', '2010-01-01'), sample.renamed('T', '[2015-01-01..2015-02-01]', 'New'));
    expect(at('2015-01-15')).toMatchObject({
      status: 'listed',
      possible: [],
      record: { subject: { name: 'Organization T' } },
    });
    expect(at('2015-02-01').record?.subject.name).toBe('New');
  });

  it('covers every day, once', () => {
    const line = lineOf(
      recorded([
        sample.designated('T', '2010'),
        sample.suspended('T', '[2011-05..2011-07]'),
        sample.delisted('T', '2012'),
      ]),
    );
    expect(line[0]!.from).toBeNull();
    expect(line.at(-1)!.to).toBeNull();
    for (const [i, segment] of line.slice(1).entries())
      expect(new Date(`${line[i]!.to}T00:00:00Z`).getTime() + 86_400_000).toBe(Date.parse(`${segment.from}T00:00:00Z`));
  });
});
