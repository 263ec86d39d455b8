import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineOf, segmentOn } from '#domain';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { eventsOf as eventsOfEntry } from '../comparing/list-state.ts';
import { createListStates } from '../comparing/list-states.ts';
import { givenList, tableList } from '../spec-kit/given-list.ts';
import { manyEntries, publicationXml, type SampleEntry } from '../spec-kit/un-sc.ts';

const others = manyEntries(60, 100);
const one: SampleEntry = { reference: 'QDe.001', listedOn: '' };

function given(log: EventLog = createMemoryEventLog()) {
  const { publish, eventsOf } = givenList('un-sc', log);
  return {
    log,
    eventsOf,
    publish: (day: string, entries: SampleEntry[], backfill = false) =>
      publish(publicationXml(`${day}T19:00:00-05:00`, entries), { backfill }),
  };
}

async function segmentFor(log: EventLog, reference: string, day: string) {
  const current = (await createListStates(log).load('un-sc')).designations.get(`un-sc:${reference}`);
  return current && segmentOn(lineOf(eventsOfEntry(current)), day);
}

const statusOn = async (log: EventLog, reference: string, day: string) =>
  (await segmentFor(log, reference, day))?.status ?? 'not-listed';
const nameOn = async (log: EventLog, reference: string, day: string) =>
  (await segmentFor(log, reference, day))?.record?.subject.name;

describe('an older publication', () => {
  it('is refused, and says how it may come in', async () => {
    const { publish } = given();
    await publish('2020-03-10', [one, ...others]);
    expect(await publish('2020-02-10', [one, ...others])).toMatchObject({
      rejected: { code: 'older-publication', detail: expect.stringContaining('--backfill') },
    });
  });

  it('narrows the windows around its day', async () => {
    const { log, publish } = given();
    const two: SampleEntry = { reference: 'QDe.002', listedOn: '' };
    await publish('2020-01-10', [two, ...others]);
    await publish('2020-03-10', [one, ...others]);
    expect(await publish('2020-02-10', [one, ...others], true)).toMatchObject({ rejected: null, events: 2 });
    const statuses = async (reference: string) =>
      Promise.all(
        ['2020-01-10', '2020-01-11', '2020-02-09', '2020-02-10', '2020-03-09'].map((day) =>
          statusOn(log, reference, day),
        ),
      );
    expect(await statuses('QDe.001')).toEqual(['not-listed', 'uncertain', 'uncertain', 'listed', 'listed']);
    expect(await statuses('QDe.002')).toEqual(['listed', 'uncertain', 'uncertain', 'delisted', 'delisted']);
  });

  it('tells of who came and went in between, and of who was away', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    await publish('2020-03-10', [one, ...others]);
    const passing: SampleEntry = { reference: 'QDe.003', listedOn: '' };
    expect(await publish('2020-02-10', [passing, ...others], true)).toMatchObject({ rejected: null });
    expect(await statusOn(log, 'QDe.003', '2020-02-10')).toBe('listed');
    expect(await statusOn(log, 'QDe.003', '2020-03-10')).toBe('delisted');
    expect(await statusOn(log, 'QDe.001', '2020-02-10')).toBe('delisted');
    expect(await statusOn(log, 'QDe.001', '2020-03-10')).toBe('listed');
    // Nothing of that is news to the next publication, and one put in twice says nothing.
    expect(await publish('2020-04-10', [one, ...others])).toMatchObject({ events: 0, unchanged: 60, cosmetic: 1 });
    expect(await publish('2020-02-10', [passing, ...others], true)).toMatchObject({ events: 0, toPosition: null });
  });

  it('tells of contents that were changed and changed back', async () => {
    const { log, publish } = given();
    const named = (name: string): SampleEntry => ({ ...one, names: [name], listedOn: '2019-01-01' });
    await publish('2020-01-10', [named('Round Table'), ...others]);
    await publish('2020-03-10', [named('Round Table'), ...others]);
    await publish('2020-02-10', [named('Square Table'), ...others], true);
    const days = ['2020-01-10', '2020-02-10', '2020-03-10'];
    expect(await Promise.all(days.map((day) => nameOn(log, 'QDe.001', day)))).toEqual([
      'Round Table',
      'Square Table',
      'Round Table',
    ]);
    expect(await publish('2020-04-10', [named('Round Table'), ...others])).toMatchObject({ events: 0 });
  });

  it('before all others has the contents of its time', async () => {
    const { log, publish } = given();
    const named = (name: string): SampleEntry => ({ ...one, names: [name], listedOn: '2010-01-01' });
    await publish('2020-03-10', [named('Round Table'), ...others]);
    await publish('2015-02-10', [named('Square Table'), ...others], true);
    expect(await nameOn(log, 'QDe.001', '2015-02-10')).toBe('Square Table');
    expect(await nameOn(log, 'QDe.001', '2020-03-10')).toBe('Round Table');
    expect(await publish('2020-04-10', [named('Round Table'), ...others])).toMatchObject({ events: 0 });
  });

  it('is refused where too many would have been away', async () => {
    const { publish } = given();
    await publish('2020-01-10', [one, ...others]);
    await publish('2020-03-10', [one, ...others]);
    expect(await publish('2020-02-10', others.slice(10), true)).toMatchObject({ rejected: { code: 'shrinks' } });
  });

  it('is believed where the next one has not the entries either', async () => {
    const { log, publish } = given();
    await publish('2015-01-10', others);
    await publish('2018-01-10', others.slice(10));
    expect(await publish('2015-02-10', others.slice(20), true)).toMatchObject({ rejected: { code: 'shrinks' } });
    expect(await publish('2015-02-11', others.slice(10), true)).toMatchObject({ rejected: null, delisted: 0 });
    expect(await statusOn(log, 'QDe.109', '2015-02-10')).toBe('uncertain');
    expect(await statusOn(log, 'QDe.109', '2015-02-11')).toBe('delisted');
  });

  it('of one day is put in its place by the time that it is of, whichever came first', async () => {
    const { publish, log } = givenList(tableList('xx-day'));
    const of = (rows: string[]) => ['No,Name,From,To', ...rows.map((name, i) => `${i},${name},,`)].join('\n');
    const at = (time: string) => ({ publishedOn: '2021-08-20', generatedAt: `2021-08-20T${time}Z`, backfill: true });
    await publish(of(['Ada', 'Bob', 'Cyd']), at('18:50:52'));
    await publish(of(['Ada', 'Bob']), at('01:38:11'));
    const { publications, designations } = await createListStates(log).load('xx-day');
    expect(publications.map(({ generatedAt }) => generatedAt)).toEqual([
      '2021-08-20T01:38:11Z',
      '2021-08-20T18:50:52Z',
    ]);
    const line = lineOf(eventsOfEntry(designations.get('xx-day:2')!));
    expect(segmentOn(line, '2021-08-20')).toMatchObject({ status: 'listed', since: '2021-08-20' });
  });

  it('of one day holds after the one before it, though that was ingested later', async () => {
    const { publish, log } = givenList(tableList('xx-day'));
    const others = Array.from({ length: 20 }, (_, i) => `${i + 10},Other ${i},2001-01-01,`);
    const of = (name: string) => ['No,Name,From,To', ...others, `1,${name},2001-01-01,`].join('\n');
    const at = (publishedOn: string, time = '12:00:00') => ({
      publishedOn,
      backfill: true,
      generatedAt: `${publishedOn}T${time}Z`,
    });
    await publish(of('Ada'), at('2021-08-01'));
    await publish(of('Ada Third'), at('2021-08-20', '18:00:00'));
    await publish(of('Ada Second'), at('2021-08-20', '06:00:00'));
    const { designations } = await createListStates(log).load('xx-day');
    const line = lineOf(eventsOfEntry(designations.get('xx-day:1')!));
    expect(segmentOn(line, '2021-08-20').record!.subject.name).toBe('Ada Third');
  });

  it('gives the same answers in whatever order publications come', async () => {
    const days = ['2020-01-10', '2020-02-10', '2020-03-10', '2020-04-10', '2020-05-10'];
    const moving = ['QDe.001', 'QDe.002', 'QDe.003'];
    const seed = 20_260_924;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray(moving), { minLength: 5, maxLength: 5 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
        async (present, order) => {
          const at = (i: number) => [...present[i]!.map((reference) => ({ reference, listedOn: '' })), ...others];
          const inOrder = given();
          for (const i of days.keys()) await inOrder.publish(days[i]!, at(i));
          const shuffled = given();
          for (const i of order)
            expect(await shuffled.publish(days[i]!, at(i), true)).toMatchObject({ rejected: null, quarantined: 0 });
          for (const reference of moving)
            for (const [i, day] of days.entries()) {
              const expected = await statusOn(inOrder.log, reference, day);
              const answer = await statusOn(shuffled.log, reference, day);
              const isOn = present[i]!.includes(reference);
              expect([order, reference, day, answer === 'listed']).toEqual([order, reference, day, isOn]);
              expect(expected === 'listed').toBe(isOn);
            }
          // What comes next finds the list as its newest publication left it.
          expect(await shuffled.publish('2020-06-10', at(4))).toMatchObject({ events: 0 });
        },
      ),
      { seed, numRuns: 60 },
    );
  });
});
