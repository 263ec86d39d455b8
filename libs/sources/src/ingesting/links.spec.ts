import { describe, expect, it } from '@jest/globals';
import { sample } from '#testing';
import { linksOf } from './links.ts';
import { givenList } from '../spec-kit/given-list.ts';
import { manyEntries, publicationXml } from '../spec-kit/un-sc.ts';

const un = (reference: string) => ({ list: 'un-sc', reference, text: `UN Ref ${reference}` });
const stream = 'designation-gb-test:13 349';
const linkedBut = (ambiguous: string[], ...events: unknown[]) =>
  linksOf([{ stream, expected: 0, events: events as never }], new Set(ambiguous)).flatMap(
    ({ stream: name, events: own }) =>
      own.map(({ type, data }) => [name, type, (data as { entries: string[] }).entries]),
  );
const linked = (...events: unknown[]) => linkedBut([], ...events);
const designated = sample.designated('13 349', '2016-04-01', {
  list: 'gb-test',
  record: { otherLists: [un('QDi.904')] },
});
const amended = (op: object) => ({
  type: 'DesignationAmended',
  schemaVersion: 1,
  data: { ...sample.suspended('13 349', '2017').data, patch: [{ path: '/otherLists', ...op }] },
});

describe('links by printed numbers', () => {
  it('keep parties apart whose long ids begin alike', () => {
    const of = (reference: string) =>
      linksOf([{ stream: `designation-gb-test:${reference}`, expected: 0, events: [designated] }])[0]!.stream;
    const [one, other] = [of(`${'n'.repeat(300)}1`), of(`${'n'.repeat(300)}2`)];
    expect(one).not.toBe(other);
    expect(one.length).toBe('subject-'.length + 200);
    expect(of(`${'n'.repeat(300)}1`)).toBe(one);
  });

  it('join an entry with the entry of the list whose number it prints', () => {
    const [first] = linksOf([{ stream, expected: 0, events: [designated] }]);
    expect(first).toMatchObject({
      stream: 'subject-gb-test:13_349',
      expected: 'any',
      events: [
        {
          type: 'SubjectsLinked',
          data: {
            entries: ['gb-test:13 349', 'un-sc:QDi.904'],
            evidence: [{ kind: 'printed-reference', text: 'UN Ref QDi.904' }],
          },
        },
      ],
    });
  });

  it('follow the text when it changes, and say nothing else', () => {
    const replaced = amended({ op: 'replace', old: [un('QDi.904')], value: [un('QDi.905')] });
    expect(linked(replaced)).toEqual([
      ['subject-gb-test:13_349', 'SubjectsUnlinked', ['un-sc:QDi.904']],
      ['subject-gb-test:13_349', 'SubjectsLinked', ['gb-test:13 349', 'un-sc:QDi.905']],
    ]);
    expect(linked(amended({ op: 'remove', old: [un('QDi.904')] }))).toHaveLength(1);
    expect(linked(sample.designated('1', '2016'), sample.delisted('1', '2017'))).toEqual([]);
  });

  it('join nobody by a number that is ambiguous, and part nobody for it', () => {
    expect(linkedBut(['un-sc:QDi.904'], designated)).toEqual([]);
    expect(linkedBut(['gb-ofsi:QDi.904'], designated)).toHaveLength(1);
    const [old, value] = [[un('QDi.904')], [un('QDi.904'), un('QDi.905')]];
    expect(linkedBut(['un-sc:QDi.904'], amended({ op: 'replace', old, value }))).toEqual([
      ['subject-gb-test:13_349', 'SubjectsLinked', ['gb-test:13 349', 'un-sc:QDi.905']],
    ]);
  });
});

describe('a number that the Security Council prints no longer', () => {
  const withOld = (remarks: string) => [{ reference: 'IRe.901', names: ['HOUSE OF GATES'], comments: remarks }];
  it('goes on leading to its entry', async () => {
    const { publish, log, eventsOf } = givenList('un-sc');
    await publish(
      publicationXml('2015-01-01T00:00:00Z', [...withOld('[Old Reference # E.29.I.901]'), ...manyEntries(30)]),
    );
    const later = publicationXml('2018-01-01T00:00:00Z', [...withOld('Overseen by the Bureau'), ...manyEntries(30)]);
    expect(await publish(later)).toMatchObject({ amended: 1 });
    expect((await eventsOf('IRe.901')).at(-1)!.patch!.map(({ path }) => path)).toEqual(['/remarks']);
    expect(await log.readStream('subject-un-sc:IRe.901')).toMatchObject([
      { type: 'SubjectsLinked', data: { entries: ['un-sc:IRe.901', 'un-sc:E.29.I.901'] } },
    ]);
  });
});
