import { describe, expect, it } from '@jest/globals';
import { factData, idOf, numbered, sample, sampleSource } from '#testing';
import { fold } from '../decider.ts';
import { designation, type Designation, type DesignationCommand } from '../designation/decider.ts';
import type { DesignationEvent } from '../designation/events.ts';
import { lineOf, type KnownDesignationEvent } from '../designation/line.ts';
import { DomainError, InputError, NotFoundError } from '../errors.ts';

const events = (...made: unknown[]) => numbered(made as DesignationEvent[]);
const stateAfter = (...made: unknown[]) => fold(designation, events(...made));
const about = (more: object) =>
  factData({ list: 'xx-test', reference: 'A', cause: 'correction', why: 'misread', ...more });
const correct = (of: number, changes: object) =>
  ({ type: 'CorrectEvent', data: about({ of: idOf(of), changes }) }) as unknown as DesignationCommand;
const retract = (of: number, why = 'misread') =>
  ({ type: 'RetractEvent', data: about({ of: idOf(of), why }) }) as unknown as DesignationCommand;

const designated = sample.designated('A', '2010-01-01');
const delisted = sample.delisted('A', '2012-01-01');
const retraction = (of: number) => sample.retracted('A', idOf(of));
const refusal = (command: DesignationCommand, ...made: unknown[]): Error => {
  try {
    designation.decide(command, stateAfter(...made));
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was taken');
};

/** The answer of the last days. */
const lastOf = ({ events }: Designation) => lineOf(events as readonly KnownDesignationEvent[]).at(-1)!;

describe('a correction', () => {
  it('changes what the stream knows, and says nothing the second time', () => {
    const command = correct(2, { effective: '2013' });
    const decided = designation.decide(command, stateAfter(designated, delisted));
    expect(decided).toMatchObject([{ type: 'EventCorrected', data: { of: idOf(2), changes: { effective: '2013' } } }]);
    const after = stateAfter(designated, delisted, ...decided);
    expect(lastOf(after).since).toBe('2013');
    expect(designation.decide(command, after)).toEqual([]);
  });

  it('reaches into a record, and takes a member away with null', () => {
    const state = stateAfter(designated, sample.corrected('A', idOf(1), { '/record/subject/name': 'B' }));
    expect(lastOf(state).record?.subject.name).toBe('B');
    const named = sample.designated('A', '2010-01-01', { record: { remarks: 'wrong' } });
    const corrected = {
      type: 'EventCorrected',
      schemaVersion: 1,
      data: about({ of: idOf(1), changes: { '/record/remarks': null } }),
    };
    expect(lastOf(stateAfter(named, corrected)).record).not.toHaveProperty('remarks');
  });

  it.each([
    ['of an event that is not there', correct(9, { effective: '2013' }), NotFoundError, /no event/],
    ['of a field that the type has not', correct(2, { patch: [] }), InputError, /OrganizationDelisted.*patch/],
    ['of a date that is none', correct(2, { effective: '2013-02-30' }), InputError, /Not a date/],
    ['of the list', correct(2, { list: 'xy-other' }), InputError, /cannot be corrected/],
    ['of the number', correct(1, { '/record/reference': 'B' }), InputError, /cannot be corrected/],
    [
      'of what every object has',
      correct(2, { '/__proto__/polluted': 1 }),
      InputError,
      /OrganizationDelisted.*__proto__/,
    ],
    ['of that inside a record', correct(1, { '/record/__proto__/polluted': 1 }), InputError, /__proto__/],
    ['that changes nothing', correct(2, {}), InputError, /changes something/],
  ])('%s is refused', (_what, command, type, message) => {
    const error = refusal(command, designated, delisted);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(message);
    expect({}).not.toHaveProperty('polluted');
  });

  it('points at the field that is wrong', () => {
    const { pointer } = refusal(correct(2, { effective: 'soon' }), designated, delisted) as InputError;
    expect(pointer).toBe('/changes/effective');
    const inside = refusal(correct(1, { '/record/listedOn': 'soon' }), designated, delisted) as InputError;
    expect(inside.pointer).toBe('/changes/~1record~1listedOn');
  });

  it('makes no order impossible', () => {
    const error = refusal(correct(2, { effective: '2009' }), designated, delisted) as DomainError;
    expect(error.code).toBe('before-designation');
    expect(refusal(retract(1), designated, delisted)).toMatchObject({ code: 'never-designated' });
  });

  it('may be corrected in turn', () => {
    const first = sample.corrected('A', idOf(2), { effective: '2013' });
    const decided = designation.decide(
      correct(3, { changes: { effective: '2014' } }),
      stateAfter(designated, delisted, first),
    );
    expect(lastOf(stateAfter(designated, delisted, first, ...decided)).since).toBe('2014');
    expect(refusal(correct(3, { changes: { effective: 'x' } }), designated, delisted, first)).toBeInstanceOf(
      InputError,
    );
  });
});

describe('a correction back', () => {
  it('to an earlier value is news, and said once', () => {
    const there = sample.corrected('A', idOf(2), { effective: '2013' });
    const before = stateAfter(designated, delisted, there);
    const back = correct(2, { effective: '2012-01-01' });
    const decided = designation.decide(back, before);
    expect(decided).toHaveLength(1);
    const after = stateAfter(designated, delisted, there, ...decided);
    expect(lastOf(after).since).toBe('2012-01-01');
    expect(designation.decide(back, after)).toEqual([]);
    expect(designation.decide(correct(2, { effective: '2013' }), after)).toHaveLength(1);
  });
});

describe('a retraction', () => {
  it('takes an event away, and gives it back when it is retracted itself', () => {
    expect(lastOf(stateAfter(designated, delisted, retraction(2))).status).toBe('listed');
    expect(lastOf(stateAfter(designated, delisted, retraction(2), retraction(3))).status).toBe('delisted');
  });

  it('of what is retracted already is refused', () => {
    const error = refusal(retract(2, 'for another reason'), designated, delisted, retraction(2)) as DomainError;
    expect(error.code).toBe('already-retracted');
    const corrected = refusal(correct(2, { effective: '2013' }), designated, delisted, retraction(2));
    expect(corrected).toMatchObject({ code: 'already-retracted' });
  });

  it('lets the same fact be told anew', () => {
    const again = {
      type: 'DelistParty',
      data: {
        ...factData({ list: 'xx-test', reference: 'A', effective: '2012-01-01' }),
        cause: 'source',
        source: sampleSource(),
      },
    } as unknown as DesignationCommand;
    expect(designation.decide(again, stateAfter(designated, delisted))).toEqual([]);
    expect(designation.decide(again, stateAfter(designated, delisted, retraction(2)))).toHaveLength(1);
  });
});
