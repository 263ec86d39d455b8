import { describe, expect, it } from '@jest/globals';
import { idOf, numbered, sample } from '#testing';
import { explainOn } from './explain.ts';
import type { KnownDesignationEvent } from './line.ts';

const press = { confidence: 'reported', source: { kind: 'press' } } as const;
const official = { confidence: 'confirmed', source: { kind: 'official' } } as const;
const explainer = (...events: unknown[]) => {
  const log = numbered(events as KnownDesignationEvent[]);
  return (on: string, knownAt = log.length) => {
    const { decides, setAside, between } = explainOn(log, on, knownAt);
    const words = (each: { position: number; why: string }[]) => each.map(({ position, why }) => `${position}: ${why}`);
    return { decides: words(decides), setAside: words(setAside), between };
  };
};

describe('why an answer is what it is', () => {
  it('names the reports that decide and those they outrank', () => {
    const why = explainer(
      sample.designated('T', '2005-03-15', official),
      sample.delisted('T', '2024-06-03', press),
      sample.delisted('T', '2023-12-29', official),
    );
    expect(why('2024-03-01')).toEqual({
      decides: ['3: says it was delisted 2023-12-29', '1: says it was designated 2005-03-15'],
      setAside: ['2: contradicts 3: reported only; 3 is confirmed'],
      between: null,
    });
    expect(why('2010-01-01')).toMatchObject({
      decides: ['1: says it was designated 2005-03-15'],
      setAside: ['2: speaks of later days: delisted 2023-12-29', '3: speaks of later days: delisted 2023-12-29'],
    });
  });

  it('names nothing that was not known yet, and what narrows', () => {
    const why = explainer(sample.designated('T', '2005', official), sample.designated('T', '2005-03-15', press));
    expect(why('2005-06-01', 1)).toEqual({
      decides: ['1: says it was designated 2005'],
      setAside: [],
      between: { earliest: '2005-01-01', latest: '2005-12-31' },
    });
    expect(why('2005-06-01')).toMatchObject({
      decides: ['1: the best report of when it was designated', '2: narrows that to 2005-03-15'],
      between: null,
    });
  });

  it('names corrections and retractions', () => {
    const why = explainer(
      sample.designated('T', '2005', official),
      sample.corrected('T', idOf(1), { effective: '2006-10-12' }),
      sample.delisted('T', '2010-01-01', press),
      sample.retracted('T', idOf(3)),
    );
    expect(why('2011-01-01')).toEqual({
      decides: ['1: says it was designated 2006-10-12, as corrected by 2', '2: corrects 1', '4: retracts 3'],
      setAside: ['1: corrected by 2', '3: retracted by 4'],
      between: null,
    });
  });

  it('names the days between which an open change lies', () => {
    const why = explainer(sample.designated('T', '[..2006-10-12]', press));
    expect(why('2004-01-01').between).toEqual({ earliest: null, latest: '2006-10-12' });
  });
});
