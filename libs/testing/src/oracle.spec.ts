import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, Source } from '#domain';
import { oracleAnswer, type OracleAnswer, type Placed } from './oracle.ts';
import { ownReportsOracle, publicationsAnswer, type OraclePublication } from './publications-oracle.ts';
import { sample } from './sample-events.ts';
import { idOf, numbered } from './fact-data.ts';

// Tables A to Q of docs/time.md.

const NOW = Infinity;
const X = 'X';
const OFFICIAL = { confidence: 'confirmed', source: { kind: 'official' } } as const;
const PRESS = { confidence: 'reported', source: { kind: 'press' } } as const;

const named = (name: string, programs = ['TEST']) => ({
  record: { programs, subject: { type: 'organization' as const, name, aliases: [] } },
});
const printedOn = (day: string): { source: Partial<Source> } => ({
  source: { sha256: 'ab'.repeat(32), publishedOn: day },
});
const by = (rank: object, effective: string, type: 'designated' | 'delisted') => sample[type](X, effective, rank);

/** Answers about a history, whose events have the positions 1, 2, … */
function told(...events: DomainEvent[]) {
  const placed: Placed[] = numbered(events);
  const at = (day: string, knownAt: number = NOW): OracleAnswer => oracleAnswer(placed, day, knownAt);
  return {
    at,
    status: (day: string, knownAt: number = NOW) => {
      const { status, possible } = at(day, knownAt);
      return status === 'uncertain' ? possible : status;
    },
  };
}

describe('the oracle of answers', () => {
  it('A: narrows', () => {
    const { status } = told(
      by(PRESS, '[..2006-10-12]', 'designated'),
      by(PRESS, '2005-03-15', 'designated'),
      by(OFFICIAL, '2005', 'designated'),
    );
    expect(status('2004-01-01', 1)).toEqual(['not-listed', 'listed']);
    expect(status('2006-10-12', 1)).toBe('listed');
    for (const knownAt of [2, 3]) {
      expect(status('2005-03-14', knownAt)).toBe('not-listed');
      expect(status('2005-03-15', knownAt)).toBe('listed');
    }
  });

  it('B: shows a contradiction', () => {
    const { status, at } = told(
      sample.designated(X, '2005-03-15'),
      by(PRESS, '2024-06-03', 'delisted'),
      by(OFFICIAL, '2023-12-29', 'delisted'),
    );
    expect(status('2024-03-01', 2)).toBe('listed');
    expect(at('2024-03-01', 3)).toMatchObject({ status: 'delisted', conflicts: [2] });
    expect(status('2024-07-01', 2)).toBe('delisted');
    expect(at('2023-12-28', 3)).toMatchObject({ status: 'listed', conflicts: [] });
  });

  it('C: suspends', () => {
    const { status } = told(sample.designated(X, '2003'), sample.suspended(X, '2025-04-17'));
    expect(status('2003-06-01')).toEqual(['not-listed', 'listed']);
    expect(status('2025-04-16')).toBe('listed');
    expect(status('2025-04-17')).toBe('suspended');
    expect(status('2035-04-17')).toBe('suspended');
  });

  it('D: overlaps', () => {
    const { status, at } = told(
      sample.designated(X, '[2020-01-01..2020-03-31]'),
      sample.delisted(X, '[2020-03-01..2020-06-30]'),
    );
    expect(at('2019-12-31')).toMatchObject({ status: 'not-listed', name: null, programs: null, since: null });
    expect(at('2019-12-31').until).toBe('2020-01-01');
    expect(status('2020-02-01')).toEqual(['not-listed', 'listed']);
    expect(status('2020-03-15')).toEqual(['not-listed', 'listed', 'delisted']);
    expect(status('2020-05-01')).toEqual(['listed', 'delisted']);
    expect(status('2020-06-30')).toBe('delisted');
  });

  it('E: retracts', () => {
    const { status } = told(
      sample.designated(X, '2010-01-01'),
      sample.delisted(X, '2012-01-01'),
      sample.retracted(X, idOf(2)),
      sample.retracted(X, idOf(3)),
    );
    expect([1, 2, 3, 4].map((knownAt) => status('2015-01-01', knownAt))).toEqual([
      'listed',
      'delisted',
      'listed',
      'delisted',
    ]);
  });

  it('F: lists again', () => {
    const { at } = told(
      sample.designated(X, '2010-01-01'),
      sample.delisted(X, '2012-01-01'),
      sample.designated(X, '2014-01-01'),
    );
    expect(at('2011-01-01')).toMatchObject({ status: 'listed', since: '2010-01-01', until: '2012-01-01' });
    expect(at('2013-01-01')).toMatchObject({ status: 'delisted', since: '2012-01-01', until: '2014-01-01' });
    expect(at('2014-01-01')).toMatchObject({ status: 'listed', since: '2014-01-01', until: null });
  });

  it('G: takes a late report', () => {
    const { status } = told(
      sample.designated(X, '2010-01-01'),
      sample.delisted(X, '2020-01-01'),
      sample.suspended(X, '2015-01-01'),
      sample.reinstated(X, '2016-01-01'),
    );
    const known = (day: string) => [2, 3, 4].map((knownAt) => status(day, knownAt));
    expect(known('2015-06-01')).toEqual(['listed', 'suspended', 'suspended']);
    expect(known('2017-01-01')).toEqual(['listed', 'suspended', 'listed']);
    expect(known('2021-01-01')).toEqual(['delisted', 'delisted', 'delisted']);
  });

  it('H: sees on the list', () => {
    const { status } = told(
      sample.designated(X, '2004-10-15'),
      sample.delisted(X, '2010-01-01'),
      sample.designated(X, '[..2015-11-02]'),
      sample.designated(X, '2012-05-01'),
    );
    expect(status('2009-01-01', 3)).toBe('listed');
    expect(status('2010-06-01', 3)).toEqual(['listed', 'delisted']);
    expect(status('2015-11-02', 3)).toBe('listed');
    expect(status('2011-01-01', 4)).toBe('delisted');
    expect(status('2012-05-01', 4)).toBe('listed');
  });

  it('I: is seen where it cannot have been', () => {
    const { status, at } = told(
      sample.designated(X, '2004'),
      sample.delisted(X, '2010-01-01'),
      by(PRESS, '[..2011-01-01]', 'designated'),
      by(OFFICIAL, '2012-01-01', 'designated'),
    );
    expect(status('2010-06-01', 3)).toEqual(['listed', 'delisted']);
    expect(status('2011-06-01', 3)).toBe('listed');
    expect(at('2011-06-01', 4)).toMatchObject({ status: 'delisted', conflicts: [3] });
    expect(status('2012-01-01', 4)).toBe('listed');
  });

  it('J: takes a certain day after a wide interval', () => {
    const { status } = told(sample.designated(X, '2020'), sample.delisted(X, '2020-06-01'));
    expect(status('2020-03-01')).toEqual(['not-listed', 'listed']);
    for (const day of ['2020-06-01', '2020-08-01', '2021-01-01']) expect(status(day)).toBe('delisted');
  });

  it('K: keeps contents and status apart', () => {
    const renamed = told(
      sample.designated(X, '2010-01-01', named('Alpha')),
      sample.renamed(X, '2020', 'Beta'),
      sample.delisted(X, '2020-06-01'),
    );
    expect(renamed.at('2020-05-31')).toMatchObject({ status: 'listed', possible: [], name: 'Alpha' });
    for (const day of ['2020-06-01', '2020-12-30'])
      expect(renamed.at(day)).toMatchObject({ status: 'delisted', possible: [], name: 'Alpha' });
    expect(renamed.at('2020-12-31').name).toBe('Beta');

    const suspended = told(
      sample.designated(X, '2010-01-01'),
      sample.renamed(X, '[2025-04-02..2025-05-01]', 'Beta'),
      sample.suspended(X, '2025-04-17'),
    );
    expect(suspended.status('2025-04-20')).toBe('suspended');

    const renumbered: DomainEvent = {
      type: 'DesignationReidentified',
      schemaVersion: 1,
      data: {
        ...sample.suspended('Y', '[2014-07-01..2016-06-30]').data,
        reference: 'Y',
        list: 'xx-test',
        formerReference: X,
        evidence: [{ kind: 'note', text: 'the same party' }],
      },
    };
    const { status } = told(sample.designated(X, '2014-12-31'), renumbered);
    expect(status('2015-11-30')).toBe('listed');
    expect(status('2016-06-30')).toBe('listed');
  });

  it('L: changes contents no later than', () => {
    const { at } = told(
      sample.designated(X, '2010-01-01', named('Alpha')),
      sample.renamed(X, '[..2015-01-01]', 'Beta'),
    );
    expect(at('2012-01-01')).toMatchObject({ status: 'listed', name: 'Alpha' });
    expect(at('2015-01-01')).toMatchObject({ status: 'listed', name: 'Beta' });
  });

  it('M: amends late', () => {
    const { at } = told(
      sample.designated(X, '2010-01-01', named('Alpha')),
      sample.renamed(X, '2015-01-01', 'Beta'),
      sample.renamed(X, '2012-01-01', 'Beta'),
    );
    expect(at('2013-01-01', 2).name).toBe('Alpha');
    expect(at('2013-01-01', 3).name).toBe('Beta');
    expect(at('2016-01-01').name).toBe('Beta');
  });

  it('M: amends programmes late', () => {
    const amended = (effective: string, old: string[], value: string[]): DomainEvent => {
      const renamed = sample.renamed(X, effective, 'any');
      return {
        ...renamed,
        data: { ...renamed.data, patch: [{ op: 'replace', path: '/programs', old, value }] },
      } as DomainEvent;
    };
    const { at } = told(
      sample.designated(X, '2010-01-01', named('Alpha', ['P1'])),
      amended('2015-01-01', ['P1'], ['P1', 'P2']),
      amended('2012-01-01', ['P1'], ['P1', 'P2', 'P3']),
      amended('2017-01-01', ['P1', 'P2', 'P3'], ['P2', 'P3']),
    );
    expect(at('2011-01-01').programs).toEqual(['P1']);
    expect(at('2013-01-01').programs).toEqual(['P1', 'P2', 'P3']);
    expect(at('2016-01-01').programs).toEqual(['P1', 'P2', 'P3']);
    expect(at('2018-01-01').programs).toEqual(['P2', 'P3']);
  });

  it('O: names the party as its publications did, in whatever order they were ingested', () => {
    const said = [
      sample.designated(X, '[..2024-01-01]', { ...printedOn('2024-01-01'), ...named('a') }),
      sample.renamed(X, '[2024-01-02..2024-03-01]', 'b', printedOn('2024-03-01')),
      sample.renamed(X, '[2024-03-02..2024-05-01]', 'c', printedOn('2024-05-01')),
    ];
    for (const order of permutations(said)) {
      const { at } = told(...order);
      expect(['2024-01-01', '2024-03-01', '2024-04-01', '2024-05-01'].map((day) => at(day).name)).toEqual([
        'a',
        'b',
        'b',
        'c',
      ]);
    }
  });

  it('takes back a correction of a correction', () => {
    const { status } = told(
      sample.designated(X, '2010-01-01'),
      sample.corrected(X, idOf(1), { effective: '2012-01-01' }),
      sample.corrected(X, idOf(2), { '/changes/effective': '2014-01-01' }),
      sample.retracted(X, idOf(3)),
      sample.retracted(X, idOf(2)),
    );
    const known = (day: string) => [1, 2, 3, 4, 5].map((knownAt) => status(day, knownAt));
    expect(known('2011-01-01')).toEqual(['listed', 'not-listed', 'not-listed', 'not-listed', 'listed']);
    expect(known('2013-01-01')).toEqual(['listed', 'listed', 'not-listed', 'listed', 'listed']);
  });

  it('Q: sets aside what has nothing to follow', () => {
    const { at } = told(
      sample.designated(X, '2024-02-15'),
      sample.delisted(X, '[..2024-03-26]', printedOn('2024-03-26')),
      sample.retracted(X, idOf(1)),
    );
    for (const day of ['2024-01-01', '2024-03-01', '2024-03-26', '2025-01-01'])
      expect(at(day)).toMatchObject({ status: 'not-listed', name: null, conflicts: [2] });
  });
});

const P = (day: string, printed: Omit<NonNullable<OraclePublication['printed']>, 'name'> | string | null = {}) => ({
  day,
  printed: printed === null ? null : typeof printed === 'string' ? { name: printed } : { name: 'X', ...printed },
});
const without = (day: string): OraclePublication => P(day, null);

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((others) => [item, ...others]));

/** Reports and answers about publications and what people told, whatever the order of the publications. */
function publications(given: OraclePublication[], ...hands: DomainEvent[]) {
  const placed: Placed[] = numbered(hands);
  const own = (order: OraclePublication[]) =>
    ownReportsOracle(placed, order).map((report) => [report.kind, report.effective, report.publishedOn].join(' '));
  const reports = own(given);
  for (const order of permutations(given)) expect(own(order)).toEqual(reports);
  return {
    reports,
    status: (day: string) => {
      const { status, possible } = publicationsAnswer(placed, given, day);
      return status === 'uncertain' ? possible : status;
    },
  };
}

describe('the oracle of publications', () => {
  const PRINTED = { listedOn: '2010-05-05' };

  it('N: sees again what people delisted', () => {
    const { reports, status } = publications(
      [P('2024-01-01', PRINTED), P('2024-03-01', PRINTED)],
      sample.delisted(X, '2024-02-15', PRESS),
    );
    expect(reports).toEqual(['designated 2010-05-05 2024-01-01', 'designated [..2024-03-01] 2024-03-01']);
    expect(status('2015-01-01')).toBe('listed');
    expect(status('2024-02-15')).toBe('delisted');
    expect(status('2024-02-20')).toEqual(['listed', 'delisted']);
    expect(status('2024-03-01')).toBe('listed');
  });

  it('N: leaves an end that people announced', () => {
    const { reports, status } = publications(
      [P('2024-01-01', PRINTED), P('2024-03-01', PRINTED)],
      sample.delisted(X, '2024-12-31', PRESS),
    );
    expect(reports).toEqual(['designated 2010-05-05 2024-01-01']);
    expect(status('2024-03-01')).toBe('listed');
    expect(status('2024-12-31')).toBe('delisted');
  });

  it('N: keeps an earlier period that people told', () => {
    const { reports, status } = publications(
      [without('2023-01-01'), P('2023-06-01'), P('2024-03-01')],
      sample.designated(X, '2004-01-01'),
      sample.delisted(X, '2006-01-01'),
    );
    expect(reports).toContain('designated [2023-01-02..2023-06-01] 2023-06-01');
    expect(reports.filter((report) => report.endsWith('2024-03-01'))).toEqual([]);
    for (const day of ['2023-06-01', '2024-01-01', '2024-06-01']) expect(status(day)).toBe('listed');
    expect(status('2005-01-01')).toBe('listed');
    expect(status('2007-01-01')).toBe('delisted');
  });

  it('N: does not delist twice', () => {
    const { reports, status } = publications(
      [P('2020-01-01'), without('2020-03-01'), without('2024-03-01')],
      sample.suspended(X, '2015-01-01'),
    );
    expect(reports).toEqual(['designated [..2020-01-01] 2020-01-01', 'delisted [2020-01-02..2020-03-01] 2020-03-01']);
    expect(status('2021-01-01')).toBe('delisted');
  });

  it('N: waits thirty days for what was never printed', () => {
    const gazette = sample.designated(X, '2024-02-15', OFFICIAL);
    const first = publications([without('2024-03-01')], gazette);
    expect(first.reports).toEqual([]);
    expect(first.status('2024-03-01')).toBe('listed');

    const { reports, status } = publications([without('2024-03-01'), without('2024-04-10')], gazette);
    expect(reports).toEqual(['delisted [..2024-04-10] 2024-04-10']);
    expect(status('2024-01-15')).toBe('not-listed');
    expect(status('2024-02-15')).toBe('listed');
    expect(status('2024-03-01')).toEqual(['listed', 'delisted']);
    expect(status('2024-04-10')).toBe('delisted');
  });

  it('N: reports what people delisted, and keeps it when they take it back', () => {
    const given = [P('2024-01-01'), without('2024-03-01')];
    const byHand = sample.delisted(X, '2024-02-15');
    const own = ['designated [..2024-01-01] 2024-01-01', 'delisted [2024-01-02..2024-03-01] 2024-03-01'];
    const before = publications(given, byHand);
    expect(before.reports).toEqual(own);
    expect(before.status('2024-02-14')).toBe('listed');
    const after = publications(given, byHand, sample.retracted(X, idOf(1)));
    expect(after.reports).toEqual(own);
    expect(after.status('2024-02-14')).toEqual(['listed', 'delisted']);
    expect(after.status('2024-03-01')).toBe('delisted');
  });

  it('O: answers the same in any order', () => {
    const gone = publications([P('2024-07-01', 'new'), P('2024-03-01', 'old'), without('2024-05-01')]);
    expect(gone.status('2024-05-01')).toBe('delisted');
    expect(gone.status('2024-07-01')).toBe('listed');

    const four = [P('2024-07-01', 'b'), P('2024-01-01', 'a'), without('2024-03-01'), P('2024-05-01', 'b')];
    const back = publications(four);
    expect(['2024-01-01', '2024-03-01', '2024-05-01', '2024-07-01'].map(back.status)).toEqual([
      'listed',
      'delisted',
      'listed',
      'listed',
    ]);

    const renamed = publications([P('2024-01-01', 'a'), P('2024-05-01', 'c'), P('2024-03-01', 'b')]);
    expect(renamed.reports).toEqual(['designated [..2024-01-01] 2024-01-01']);

    const left = publications([without('2024-05-01'), P('2024-01-01', 'a'), P('2024-03-01', 'b')]);
    expect(left.status('2024-03-01')).toBe('listed');
    expect(left.status('2024-05-01')).toBe('delisted');
  });

  it('P: takes the listing day printed later', () => {
    const { status } = publications([
      P('2024-10-01', { listedOn: '2024-09-13' }),
      P('2025-05-16', { listedOn: '2022-04-08' }),
    ]);
    expect(status('2022-04-07')).toBe('not-listed');
    expect(status('2023-06-01')).toBe('listed');
  });

  it('P: takes a listing day before a publication without the entry', () => {
    const { reports, status } = publications([without('2024-01-01'), P('2024-03-01', { listedOn: '2023-12-15' })]);
    expect(reports).toEqual(['designated 2023-12-15 2024-03-01']);
    expect(status('2023-12-15')).toBe('listed');
    expect(status('2024-01-01')).toBe('listed');
  });

  it('P: puts another printed end in the place of the former, and takes it back', () => {
    const two = [P('2026-01-10', { delistedOn: '2027-03-12' }), P('2026-05-10', { delistedOn: '2032-03-12' })];
    const later = publications(two);
    expect(later.status('2028-01-01')).toBe('listed');
    expect(later.status('2032-03-12')).toBe('delisted');
    const none = publications([...two, P('2026-09-10')]);
    expect(none.reports).toEqual(['designated [..2026-01-10] 2026-01-10']);
    expect(none.status('2040-01-01')).toBe('listed');
  });

  it('P: takes start and end of one row', () => {
    const { reports, status } = publications([P('2020-01-01', { listedOn: '2003-12', delistedOn: '2015' })]);
    expect(reports).toEqual(['designated 2003-12 2020-01-01', 'delisted 2015 2020-01-01']);
    expect(status('2010-06-01')).toBe('listed');
    expect(status('2015-06-01')).toEqual(['listed', 'delisted']);
    expect(status('2016-06-01')).toBe('delisted');
  });

  it('P: keeps start and end of one row in this order', () => {
    const { status } = publications([P('2020-01-01', { listedOn: '2015-03', delistedOn: '2015' })]);
    expect(status('2015-02-01')).toBe('not-listed');
    expect(status('2015-06-01')).toEqual(['listed', 'delisted']);
    expect(status('2016-01-01')).toBe('delisted');
  });

  it('P: keeps this order when the start is printed anew', () => {
    const { status } = publications([
      P('2020-01-01', { listedOn: '2014', delistedOn: '2015' }),
      P('2021-01-01', { listedOn: '2015-03', delistedOn: '2015' }),
    ]);
    expect(status('2015-02-01')).toBe('not-listed');
    expect(status('2015-06-01')).toEqual(['listed', 'delisted']);
    expect(status('2016-01-01')).toBe('delisted');
  });

  it('P: takes back an end that lies ahead when the entry is gone before it', () => {
    const { reports, status } = publications([P('2024-01-01', { delistedOn: '2024-12-31' }), without('2024-03-01')]);
    expect(reports).toEqual(['designated [..2024-01-01] 2024-01-01', 'delisted [2024-01-02..2024-03-01] 2024-03-01']);
    expect(status('2024-03-01')).toBe('delisted');
  });

  it('P: leaves the end of an earlier time on the list', () => {
    const { status } = publications([
      P('2016-01-01', { listedOn: '2010', delistedOn: '2015' }),
      P('2019-01-01', { listedOn: '2018-05-05' }),
    ]);
    expect(status('2012-01-01')).toBe('listed');
    expect(status('2017-01-01')).toBe('delisted');
    expect(status('2018-05-05')).toBe('listed');
  });

  it('P: takes an end without a start', () => {
    const { reports, status } = publications([P('2024-05-01', { delistedOn: '2023-12' })]);
    expect(reports).toEqual(['designated [..2023-11-30] 2024-05-01', 'delisted 2023-12 2024-05-01']);
    expect(status('2023-11-30')).toBe('listed');
    expect(status('2024-01-01')).toBe('delisted');
  });

  it('P: says since when', () => {
    const row = told(
      sample.designated(X, '[..2023-11-30]', printedOn('2024-05-01')),
      sample.delisted(X, '2023-12', printedOn('2024-05-01')),
    );
    expect(row.at('2023-11-30')).toMatchObject({ status: 'listed', since: '[..2023-11-30]', until: '2023-12' });
    expect(row.at('2024-01-01')).toMatchObject({ status: 'delisted', since: '2023-12' });

    const spell = told(
      sample.designated(X, '2003-12', printedOn('2020-01-01')),
      sample.delisted(X, '2015', printedOn('2020-01-01')),
    );
    expect(spell.at('2016-06-01')).toMatchObject({ status: 'delisted', since: '2015' });

    const anew = told(
      sample.designated(X, '2022-04-08', printedOn('2025-05-16')),
      sample.designated(X, '2024-09-13', printedOn('2024-10-01')),
    );
    expect(anew.at('2023-06-01')).toMatchObject({ status: 'listed', since: '2022-04-08', conflicts: [2] });
  });

  it('Q: is seen within a wide delisting', () => {
    const { reports, status } = publications(
      [P('2024-01-01', PRINTED), P('2024-03-01', PRINTED)],
      sample.delisted(X, '[2024-02-01..2024-04-01]', PRESS),
    );
    expect(reports.at(-1)).toBe('designated [..2024-03-01] 2024-03-01');
    expect(status('2024-02-15')).toBe('listed');
    expect(status('2024-03-01')).toBe('listed');
    expect(status('2024-03-15')).toEqual(['listed', 'delisted']);
    expect(status('2024-04-01')).toBe('delisted');
  });

  it('Q: is listed throughout once the delisting is retracted', () => {
    const { status } = publications(
      [P('2024-01-01', PRINTED), P('2024-03-01', PRINTED)],
      sample.delisted(X, '2024-02-15'),
      sample.retracted(X, idOf(1)),
    );
    for (const day of ['2010-05-05', '2024-02-15', '2024-03-01']) expect(status(day)).toBe('listed');
    expect(status('2010-05-04')).toBe('not-listed');
  });

  it('Q: gets its own report where people told it first', () => {
    const given = [without('2024-01-01'), P('2024-03-01')];
    const byHand = sample.designated(X, '2024-02-15');
    const window = 'designated [2024-01-02..2024-03-01] 2024-03-01';
    const before = publications(given, byHand);
    expect(before.reports).toEqual([window]);
    expect(before.status('2024-02-14')).toBe('not-listed');
    const after = publications(given, byHand, sample.retracted(X, idOf(1)));
    expect(after.reports).toEqual([window]);
    expect(after.status('2024-02-14')).toEqual(['not-listed', 'listed']);

    const own = sample.designated(X, '[2024-01-02..2024-03-01]', printedOn('2024-03-01'));
    expect(told(byHand, own).at('2024-04-01').since).toBe('2024-02-15');
    expect(told(own).at('2024-04-01').since).toBe('[2024-01-02..2024-03-01]');
  });

  it('Q: is delisted while suspended', () => {
    const { reports, status } = publications(
      [P('2024-01-01'), without('2024-03-01')],
      sample.suspended(X, '2024-02-10'),
    );
    expect(reports).toEqual(['designated [..2024-01-01] 2024-01-01', 'delisted [2024-01-02..2024-03-01] 2024-03-01']);
    expect(status('2024-02-11')).toEqual(['suspended', 'delisted']);
    expect(status('2024-02-10')).toBe('suspended');
    expect(status('2024-02-15')).toEqual(['suspended', 'delisted']);
    expect(status('2024-03-01')).toBe('delisted');
  });

  // The report itself would be taken back with what it rests on: no publication says anything of the entry then.
  it('Q: was never listed once the only designation is retracted', () => {
    const given = [without('2024-03-26')];
    const byHand = sample.designated(X, '2024-02-15');
    expect(publications(given, byHand).reports).toEqual(['delisted [..2024-03-26] 2024-03-26']);
    const { status } = publications(given, byHand, sample.retracted(X, idOf(1)));
    for (const day of ['2024-02-15', '2024-03-01', '2024-03-26']) expect(status(day)).toBe('not-listed');
  });
});
