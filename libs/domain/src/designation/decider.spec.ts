import { describe, expect, it } from '@jest/globals';
import { sample, sampleRecord, sampleSource, specFor } from '#testing';
import { fold } from '../decider.ts';
import { designation, recordOn, type DesignationCommand } from './decider.ts';
import { DesignationAmended, type DesignationEvent } from './events.ts';
import type { KnownDesignationEvent } from './line.ts';

const { given } = specFor(designation);
const event = (made: unknown) => made as DesignationEvent;

const about = (effective: string) => ({
  list: 'xx-test',
  authority: 'XX',
  reference: 'A',
  effective,
  source: sampleSource(),
  observedAt: '2026-01-01T00:00:00.000Z',
  cause: 'source' as const,
  confidence: 'confirmed' as const,
});
const command = <Type extends DesignationCommand['type']>(type: Type, effective: string, more: object = {}) =>
  ({ type, data: { ...about(effective), ...more } }) as unknown as DesignationCommand;

const designated = event(sample.designated('A', '2010-01-01'));
const delisted = event(sample.delisted('A', '2012-01-01'));
const suspended = event(sample.suspended('A', '2011-01-01'));
const designate = command('DesignateParty', '2010-01-01', { record: sampleRecord('A') });
const delist = command('DelistParty', '2012-01-01');
const suspend = command('SuspendDesignation', '2011-01-01');
const reinstate = command('ReinstateDesignation', '2011-06-01');

describe('a designation', () => {
  it('records who is designated', () => given().when(designate).then(designated));
  it('says nothing the second time', () => given(designated).when(designate).then());
  it('records the removal', () => given(designated).when(delist).then(delisted));
  it('names the event after the party', () => {
    for (const [type, name] of [
      ['person', 'Person'],
      ['vessel', 'Vessel'],
      ['aircraft', 'Aircraft'],
    ] as const) {
      const record = sampleRecord('A', { subject: { type, name: 'N', aliases: [] } });
      const first = designation.decide(command('DesignateParty', '2010-01-01', { record }), designation.initial);
      expect(first.map((each) => each.type)).toEqual([`${name}Designated`]);
      const second = designation.decide(delist, fold(designation, first));
      expect(second.map((each) => each.type)).toEqual([`${name}Delisted`]);
    }
  });
  it('records suspension and reinstatement', () => {
    given(designated).when(suspend).then(suspended);
    given(designated, suspended)
      .when(reinstate)
      .then(event(sample.reinstated('A', '2011-06-01')));
  });
  it('takes a second report of the same removal, from another source', () =>
    given(designated, delisted)
      .when(command('DelistParty', '2012-01-02', { source: sampleSource({ publisher: 'Another' }) }))
      .then(event(sample.delisted('A', '2012-01-02', { source: { publisher: 'Another' } }))));
  it('takes a late report', () => given(designated, delisted).when(suspend).then(suspended));
  it('amends what differs, and nothing else', () => {
    const patch = [{ op: 'replace', path: '/subject/name', value: 'New', old: 'Organization A' }];
    const state = fold(designation, [designated]);
    expect(designation.decide(command('AmendDesignation', '2011-01-01', { patch }), state)).toMatchObject([
      { type: 'DesignationAmended', data: { patch } },
    ]);
    const same = [{ op: 'replace', path: '/subject/name', value: 'Organization A', old: 'Old' }];
    given(designated)
      .when(command('AmendDesignation', '2011-01-01', { patch: same }))
      .then();
  });
  it('amends neither its number nor what every object has', () => {
    const amended = (path: string, value: string) => () =>
      designation.decide(
        command('AmendDesignation', '2011-01-01', { patch: [{ op: 'add', path, value }] }),
        fold(designation, [designated]),
      );
    expect(amended('/reference', 'B')).toThrow(expect.objectContaining({ pointer: '/patch/0/path' }));
    expect(amended('/sourceIds/valueOf', '7')()).toMatchObject([{ type: 'DesignationAmended' }]);
    expect(
      DesignationAmended.shape.data.shape.patch.safeParse([{ op: 'add', path: '/sourceIds/__proto__/x', value: '7' }]),
    ).toMatchObject({
      success: false,
    });
  });
  it.each(['/subject/aliases/-', '/programs/0', '/subject/aliases/0/name'])('amends no item of a set: %s', (path) => {
    const patch = [{ op: 'add', path, value: 'New' }];
    expect(() =>
      designation.decide(command('AmendDesignation', '2011-01-01', { patch }), fold(designation, [designated])),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('is a set, whose items have no places'),
        pointer: '/patch/0/path',
      }),
    );
  });
  it('keeps every reference it ever had', () => {
    const reidentify = command('ReidentifyDesignation', '2011-01-01', {
      reference: 'B',
      formerReference: 'A',
      evidence: [{ kind: 'source-id', text: '1' }],
    });
    const state = fold(designation, [designated, ...designation.decide(reidentify, fold(designation, [designated]))]);
    expect(state.references).toEqual(['A', 'B']);
    expect(recordOn(state.events as readonly KnownDesignationEvent[], '2012')?.reference).toBe('B');
  });

  it('refuses what was never listed', () => {
    for (const each of [delist, suspend, reinstate]) given().when(each).thenRefused('never-designated');
  });
  it('refuses a removal wholly before the designation', () =>
    given(designated).when(command('DelistParty', '2009')).thenRefused('before-designation'));
  it('takes a removal that may be after it', () =>
    given(designated)
      .when(command('DelistParty', '[2009..2010-06-01]'))
      .then(event(sample.delisted('A', '[2009..2010-06-01]'))));
  it('refuses a suspension after the delisting, and takes one before it', () => {
    given(designated, delisted).when(command('SuspendDesignation', '2013-01-01')).thenRefused('after-delisting');
    given(designated, suspended, delisted)
      .when(command('ReinstateDesignation', '2013-01-01'))
      .thenRefused('after-delisting');
  });
  it('takes a late amendment that is news on its own day', () => {
    const to = (name: string, effective: string) =>
      command('AmendDesignation', effective, {
        patch: [{ op: 'replace', path: '/subject/name', value: name, old: '' }],
      });
    const amended = event(sample.renamed('A', '2015-01-01', 'New'));
    const state = fold(
      designation,
      [designated, amended].map((each, i) => ({ ...each, id: `${i}`, position: i + 1 })),
    );
    expect(designation.decide(to('New', '2012-01-01'), state)).toHaveLength(1);
    expect(designation.decide(to('New', '2016-01-01'), state)).toEqual([]);
    expect(() => designation.decide(to('New', '2009'), state)).toThrow(/before the designation/);
  });
  it('refuses a reinstatement of what was never suspended, or before it was', () => {
    given(designated).when(reinstate).thenRefused('never-suspended');
    given(designated, suspended).when(command('ReinstateDesignation', '2010-06-01')).thenRefused('before-suspension');
  });
});
