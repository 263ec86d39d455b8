import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numbered, sample } from '#testing';
import { fold } from '../decider.ts';
import { DomainError } from '../errors.ts';
import { addDays } from '../partial-date.ts';
import { designation, type DesignationCommand } from './decider.ts';
import { lineOf, segmentOn, type KnownDesignationEvent } from './line.ts';

const RANKS = (['confirmed', 'reported', 'disputed'] as const).flatMap((confidence) =>
  (['authority', 'official', 'press'] as const).map((kind) => ({ confidence, source: { kind } })),
);
const KINDS = ['designated', 'delisted', 'suspended', 'reinstated'] as const;
const COMMAND = {
  designated: 'DesignateParty',
  delisted: 'DelistParty',
  suspended: 'SuspendDesignation',
  reinstated: 'ReinstateDesignation',
} as const;

interface Told {
  kind: (typeof KINDS)[number];
  from: number;
  days: number;
  rank: number;
}

// No two of one rank and none that begin on one day: what was recorded later may only decide between equals.
const history = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      from: fc.integer({ min: 0, max: 300 }),
      days: fc.integer({ min: 0, max: 90 }),
      rank: fc.integer({ min: 0, max: RANKS.length - 2 }),
    }),
    { selector: ({ rank }) => rank, minLength: 2, maxLength: 7 },
  )
  .filter((told) => new Set(told.map(({ from }) => from)).size === told.length);

function eventFor({ kind, from, days, rank }: Told) {
  const [first, last] = [addDays('2020-01-01', from), addDays('2020-01-01', from + days)];
  return sample[kind]('A', days === 0 ? first : `[${first}..${last}]`, RANKS[rank]);
}

// That the party was listed comes first in any order: without it, nothing else is taken.
const FIRST: Told = { kind: 'designated', from: -9, days: 0, rank: RANKS.length - 1 };

/** Whether the decider takes the reports in this order. */
function accepted(history: readonly Told[]): boolean {
  let state = designation.initial;
  try {
    for (const told of history) {
      const { name: _, ...data } = eventFor(told).data as { name?: string };
      const command = { type: COMMAND[told.kind], data } as unknown as DesignationCommand;
      state = fold({ ...designation, initial: state }, designation.decide(command, state));
    }
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

const DAYS = Array.from({ length: 82 }, (_, n) => addDays('2020-01-01', n * 5 - 5));

/** The answer on every fifth day, without the positions, which are those of the arrival. */
function answers(history: readonly Told[]) {
  const line = lineOf(numbered(history.map(eventFor)) as unknown as KnownDesignationEvent[]);
  return DAYS.map((on) => {
    const { status, possible, since, until, record, conflicts } = segmentOn(line, on);
    return { on, status, possible, since, until, record, conflicts: conflicts.length };
  });
}

describe('the order of arrival', () => {
  it('makes no difference to the answers, once all has come', () => {
    let compared = 0;
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (told, dice) => {
        const rest = told
          .map((each) => ({ each, by: dice.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ each }) => each);
        const [one, other] = [
          [FIRST, ...told],
          [FIRST, ...rest],
        ];
        if (!accepted(one) || !accepted(other)) return;
        compared++;
        expect(answers(other)).toEqual(answers(one));
      }),
      { numRuns: 2_000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
