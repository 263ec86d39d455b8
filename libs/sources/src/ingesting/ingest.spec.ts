import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#domain';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { sourceOf } from '../catalogue.ts';
import { ingestPublication, type IngestOptions } from './ingest.ts';
import { inPieces, manyEntries, publicationXml, type SampleEntry } from '../spec-kit/un-sc.ts';

const unSc = sourceOf('un-sc')!;
let observed = 0;

/** A log, and what a publication of a day does to it. */
function given() {
  const log = createMemoryEventLog();
  const bytes = (content: string, options: Partial<IngestOptions> = {}) =>
    ingestPublication({ log, artefacts: null }, unSc, inPieces(content), {
      actor: 'test',
      // Never twice the same, as in life.
      observedAt: new Date(Date.UTC(2026, 0, 1) + observed++ * 1000).toISOString(),
      ...options,
    });
  const publish = (day: string, entries: SampleEntry[], options?: Partial<IngestOptions>) =>
    bytes(publicationXml(`${day}T19:00:00.1-05:00`, entries), options);
  return { log, bytes, publish };
}

const eventsOf = async (log: EventLog, reference: string) =>
  (await log.readStream(`designation-un-sc:${reference}`)).map(
    ({ type, data }) => [type, data.effective] as [DomainEvent['type'], string],
  );
const listTypes = async (log: EventLog) => (await log.readStream('list-un-sc')).map(({ type }) => type);

const others = manyEntries(40, 100);
const one: SampleEntry = { reference: 'QDe.001', names: ['Order of the Empty Chair'], listedOn: '2012-05-06' };

describe('ingesting a publication', () => {
  it('designates from the day each entry prints, in one submission that ends with the publication', async () => {
    const { log, publish } = given();
    const report = await publish('2020-01-10', [one, { ...others[0]!, listedOn: '' }]);
    expect(report).toEqual({
      list: 'un-sc',
      publishedOn: '2020-01-10',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      designated: 2,
      amended: 0,
      delisted: 0,
      suspended: 0,
      reidentified: 0,
      unchanged: 0,
      cosmetic: 0,
      quarantined: 0,
      events: 2,
      fromPosition: 1,
      toPosition: 4,
      rejected: null,
    });
    expect(await eventsOf(log, 'QDe.001')).toEqual([['OrganizationDesignated', '2012-05-06']]);
    expect(await eventsOf(log, 'QDe.100')).toEqual([['OrganizationDesignated', '[..2020-01-10]']]);
    const all = await log.read({ after: 0, limit: 10 });
    const designated = 'OrganizationDesignated';
    expect(all.map(({ type }) => type)).toEqual(['ListRegistered', designated, designated, 'ListPublicationIngested']);
    expect(new Set(all.map(({ batch }) => batch.id)).size).toBe(1);
  });

  it('records nothing for the same bytes, nor for the same content on the same day', async () => {
    const { log, bytes, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const head = await log.head();
    expect(await publish('2020-01-10', [one, ...others])).toMatchObject({ events: 0, unchanged: 41, toPosition: null });
    expect(await bytes(publicationXml('2020-01-10T23:00:00-05:00', [...others, one]))).toMatchObject({
      events: 0,
      fromPosition: null,
    });
    expect(await log.head()).toBe(head);
  });

  it('records only the publication for the same content in another order and form on a later day', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const head = await log.head();
    const shuffled = [...others.toReversed(), { ...one, more: '<HAS_INTERPOL_LINK>NO</HAS_INTERPOL_LINK>' }];
    expect(await publish('2020-02-10', shuffled)).toMatchObject({
      events: 0,
      unchanged: 40,
      cosmetic: 1,
      fromPosition: head + 1,
      toPosition: head + 1,
    });
    expect(await listTypes(log)).toEqual(['ListRegistered', 'ListPublicationIngested', 'ListPublicationIngested']);
  });

  it('amends on the day the entry says it was updated, else in the window', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const renamed = { ...one, names: ['Order of the Full Chair'] };
    const updatedOn = ['2019-12-31', '2020-01-20', '2020-03-01'];
    expect(await publish('2020-02-10', [{ ...renamed, updatedOn }, ...others])).toMatchObject({
      amended: 1,
      events: 1,
      unchanged: 40,
    });
    await publish('2020-03-10', [{ ...one, updatedOn: ['2020-01-20'] }, ...others]);
    expect((await eventsOf(log, 'QDe.001')).slice(1)).toEqual([
      ['DesignationAmended', '2020-01-20'],
      ['DesignationAmended', '[2020-02-11..2020-03-10]'],
    ]);
    const [, amended] = await log.readStream('designation-un-sc:QDe.001');
    expect(amended!.data).toMatchObject({
      patch: [
        { op: 'replace', path: '/subject/name', old: 'Order of the Empty Chair', value: 'Order of the Full Chair' },
      ],
    });
  });

  it('finds nothing in a new internal id, a new day of update, an Interpol link', async () => {
    const { publish } = given();
    await publish('2020-01-10', [{ ...one, comments: 'Quiet.' }, ...others]);
    const comments =
      'Quiet. INTERPOL-UN Security Council Special Notice web link: https://www.interpol.int/en/How-we-work/Notices/View-UN-Notices-Entities';
    const next = { ...one, dataId: '123456', updatedOn: ['2020-02-01'], comments };
    expect(await publish('2020-02-10', [next, ...others])).toMatchObject({ events: 0, cosmetic: 1 });
  });

  it('delists in the window, and lists again: from the printed day if that is later, else in the window', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    await publish('2020-02-10', others);
    await publish('2020-03-10', [one, ...others]);
    await publish('2020-04-10', others);
    await publish('2020-05-10', [{ ...one, listedOn: '2020-05-01' }, ...others]);
    expect(await eventsOf(log, 'QDe.001')).toEqual([
      ['OrganizationDesignated', '2012-05-06'],
      ['OrganizationDelisted', '[2020-01-11..2020-02-10]'],
      ['OrganizationDesignated', '[2020-02-11..2020-03-10]'],
      ['OrganizationDelisted', '[2020-03-11..2020-04-10]'],
      ['OrganizationDesignated', '2020-05-01'],
    ]);
  });

  it('delists on the day that DELISTED_ON prints, also an entry never seen before', async () => {
    const { log, publish } = given();
    const gone = { more: '<DELISTED_ON>2020-02-03</DELISTED_ON>' };
    await publish('2020-01-10', [one, ...others]);
    const next = [{ ...one, ...gone }, { reference: 'QDe.002', ...gone }, ...others];
    expect(await publish('2020-02-10', next)).toMatchObject({ delisted: 2, designated: 1, amended: 0, events: 4 });
    expect(await publish('2020-02-11', next.toReversed())).toMatchObject({ events: 0 });
    // What is gone now, and was over already, tells its end once more, because the log shows nowhere else that it has gone; that is no change.
    expect(await publish('2020-02-12', others)).toMatchObject({ delisted: 0, events: 0 });
    expect(await publish('2020-02-13', others)).toMatchObject({ events: 0 });
    expect((await eventsOf(log, 'QDe.001')).at(-1)).toEqual(['OrganizationDelisted', '2020-02-03']);
    expect(await eventsOf(log, 'QDe.002')).toEqual([
      ['OrganizationDesignated', '2010-03-04'],
      ['OrganizationDelisted', '2020-02-03'],
      ['OrganizationDelisted', '2020-02-03'],
    ]);
  });

  it('leaves a suspended entry suspended', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const [designated] = await log.readStream('designation-un-sc:QDe.001');
    const { record: _, row: __, ...about } = designated!.data as Record<string, unknown>;
    const suspended = { type: 'DesignationSuspended', schemaVersion: 1, data: { ...about, effective: '2020-01-20' } };
    await log.append({
      id: '00000000-0000-5000-8000-000000000001',
      streams: [{ stream: 'designation-un-sc:QDe.001', expected: 1, events: [suspended as DomainEvent] }],
    });
    expect(await publish('2020-02-10', [one, ...others])).toMatchObject({ events: 0, unchanged: 41 });
    expect(await publish('2020-03-10', others)).toMatchObject({ delisted: 1 });
  });

  it('sets an entry aside that it does not understand, and delists nobody for it', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const report = await publish('2020-02-10', [{ ...one, names: [] }, ...others]);
    expect(report).toMatchObject({ quarantined: 1, events: 0, rejected: null });
    const renumbered = { ...one, reference: 'QDe.999', dataId: '9001', names: [] };
    expect(await publish('2020-03-10', [renumbered, ...others])).toMatchObject({ quarantined: 1, events: 0 });
    expect((await log.readStream('list-un-sc')).at(-1)!.data).toMatchObject({
      quarantined: [{ entry: expect.stringContaining('QDe.999'), reason: 'It has no name' }],
    });
  });

  it('believes that an entry stands that prints a day to come', async () => {
    const { publish } = given();
    await publish('2020-01-10', [one, { ...one, reference: 'QDe.002', listedOn: '2030-01-01' }, ...others]);
    // It stood there, whatever day of listing it printed.
    expect(await publish('2020-02-10', [one, ...others])).toMatchObject({ quarantined: 0, delisted: 1, events: 1 });
  });

  it('tells on a dry run what it would do, and does nothing', async () => {
    const { log, publish } = given();
    expect(await publish('2020-01-10', others, { dryRun: true })).toMatchObject({ designated: 40, toPosition: null });
    expect(await publish('2020-01-10', [], { dryRun: true })).toMatchObject({ rejected: { code: 'no-entries' } });
    expect(await log.head()).toBe(0);
  });

  it('tries again where somebody else was faster', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const reports = await Promise.all([publish('2020-02-10', others), publish('2020-02-10', others)]);
    expect(reports.map(({ events }) => events).sort()).toEqual([0, 1]);
    expect(await listTypes(log)).toHaveLength(3);
  });

  it('takes the day that the caller gives where the file has none', async () => {
    const { bytes } = given();
    const undated = publicationXml('', others);
    expect(await bytes(undated)).toMatchObject({ publishedOn: null, rejected: { code: 'no-date' } });
    expect(await bytes(undated, { publishedOn: '2020-01-10' })).toMatchObject({ designated: 40, rejected: null });
  });
});

describe('an entry under another number', () => {
  const old: SampleEntry = { reference: 'QE.E.1.01.', dataId: '777', names: ['Order of the Empty Chair'] };
  const fresh: SampleEntry = { ...old, reference: 'QDe.001' };

  it.each<[string, SampleEntry, string]>([
    ['its internal id', fresh, 'source-id'],
    ['the number it cites', { ...fresh, dataId: '888', comments: '[Old Reference # QE.E.1.01.]' }, 'cited-reference'],
    ['its name and day of listing', { ...fresh, dataId: '888' }, 'name-and-listing-date'],
  ])('is known by %s', async (_, entry, kind) => {
    const { log, publish } = given();
    await publish('2014-12-12', [old, ...others]);
    expect(await publish('2015-02-19', [entry, ...others])).toMatchObject({
      reidentified: 1,
      designated: 0,
      delisted: 0,
    });
    const stream = await log.readStream('designation-un-sc:QE.E.1.01');
    expect(stream[1]!.data).toMatchObject({
      reference: 'QDe.001',
      formerReference: 'QE.E.1.01',
      evidence: [{ kind }],
      effective: '[2014-12-13..2015-02-19]',
    });
    expect(await publish('2015-03-19', [entry, ...others])).toMatchObject({ events: 0 });
  });

  it('is known by the number that it cites after it was gone for a while, whenever the publication without it comes', async () => {
    const back = { ...fresh, dataId: '888', comments: '[Old Reference # QE.E.1.01.]' };
    const publications: [string, SampleEntry[]][] = [
      ['2014-12-12', [old, ...others]],
      ['2015-01-20', others],
      ['2015-02-19', [back, ...others]],
    ];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [2, 1, 0],
    ]) {
      const { log, publish } = given();
      for (const n of order) await publish(...publications[n]!, { backfill: true });
      const [first, ...more] = new Set(
        (await log.read({ after: 0, limit: 1_000 }))
          .filter(({ data }) => ['QDe.001', 'QE.E.1.01'].includes((data as { reference?: string }).reference ?? ''))
          .map(({ stream }) => stream),
      );
      expect([order, first, more]).toEqual([order, expect.stringMatching(/^designation-un-sc:Q/), []]);
    }
  });

  it('is the same entry when it comes back under the old one, and when only letters change', async () => {
    const { log, publish } = given();
    await publish('2014-12-12', [old, ...others]);
    await publish('2015-02-19', [fresh, ...others]);
    expect(await publish('2015-03-19', [old, ...others])).toMatchObject({ reidentified: 1, events: 1 });
    const shouting = { ...old, reference: 'QE.e.1.01' };
    expect(await publish('2015-04-19', [shouting, ...others])).toMatchObject({ reidentified: 1, events: 1 });
    expect(await eventsOf(log, 'QE.E.1.01')).toHaveLength(4);
  });

  it('is renumbered and amended at once', async () => {
    const { publish } = given();
    await publish('2014-12-12', [old, ...others]);
    const changed = { ...fresh, comments: 'Now with a chair.' };
    expect(await publish('2015-02-19', [changed, ...others])).toMatchObject({ reidentified: 1, amended: 1, events: 2 });
  });

  it('is not taken for another that merely has the same internal id', async () => {
    const { publish } = given();
    await publish('2014-12-12', [old, ...others]);
    const stranger = { ...fresh, names: ['Guild of Bakers'], listedOn: '2015-01-01' };
    expect(await publish('2015-02-19', [stranger, ...others])).toMatchObject({
      reidentified: 0,
      designated: 1,
      delisted: 1,
    });
  });

  it('leaves a former number, when another entry takes it, to a person', async () => {
    const { publish } = given();
    await publish('2014-12-12', [old, ...others]);
    await publish('2015-02-19', [fresh, ...others]);
    const stranger = { reference: 'QE.E.1.01', dataId: '5', names: ['Guild of Bakers'] };
    expect(await publish('2015-03-19', [stranger, fresh, ...others])).toMatchObject({ quarantined: 1, events: 0 });
  });

  it('goes for a whole list', async () => {
    const { publish } = given();
    const before = manyEntries(200).map((entry, i) => ({ ...entry, dataId: `id${i}` }));
    await publish('2014-12-12', before);
    const after = before.map((entry, i) => ({ ...entry, reference: `TAe.${i}`, names: [`Sample ${entry.reference}`] }));
    expect(await publish('2015-02-19', after.toReversed())).toMatchObject({ reidentified: 200, events: 200 });
  });
});

describe('a publication that cannot be trusted', () => {
  const rejectedAs = (code: string) => ({ events: 0, rejected: { code } });

  it('becomes a rejection, once, and nothing else', async () => {
    const { log, bytes } = given();
    const page = '<!doctype html><title>Busy</title>';
    expect(await bytes(page)).toMatchObject({ ...rejectedAs('html'), fromPosition: 1, toPosition: 1 });
    expect(await bytes(page)).toMatchObject({ ...rejectedAs('html'), toPosition: null });
    expect(await listTypes(log)).toEqual(['ListPublicationRejected']);
  });

  it.each<[string, string, SampleEntry[]]>([
    ['no-entries', '2020-02-10', []],
    ['entry-without-reference', '2020-02-10', [{ names: ['Nameless Order'] }, ...others]],
    ['duplicate-reference', '2020-02-10', [one, { ...one, reference: ' QDe.001. ', dataId: '4' }, ...others]],
    ['older-publication', '2020-01-09', [one, ...others]],
    ['shrinks', '2020-02-10', others.slice(0, 4)],
    ['shrinks', '2020-02-10', others.slice(0, 37)],
  ])('is refused: %s', async (code, day, entries) => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const head = await log.head();
    expect(await publish(day, entries)).toMatchObject(rejectedAs(code));
    expect(await log.head()).toBe(head + 1);
  });

  it('is refused when an earlier one of the same day', async () => {
    const { bytes } = given();
    await bytes(publicationXml('2020-01-10T19:00:00.17-05:00', others));
    expect(await bytes(publicationXml('2020-01-10T19:00:00.1-05:00', [one, ...others]))).toMatchObject(
      rejectedAs('older-publication'),
    );
  });

  it('goes in when a person says why, which is recorded; an older one does not', async () => {
    const { log, publish } = given();
    await publish('2020-01-10', [one, ...others]);
    const force = 'The committee dissolved the regime';
    expect(await publish('2020-02-10', others.slice(0, 4), { force })).toMatchObject({ delisted: 37, rejected: null });
    expect((await log.readStream('list-un-sc')).at(-1)!.data).toMatchObject({
      forced: { reason: force, code: 'shrinks', detail: expect.stringContaining('37 of 41') },
    });
    expect(await publish('2020-01-11', others, { force })).toMatchObject(rejectedAs('older-publication'));
    await publish('2020-03-10', others.slice(0, 4).concat(one), { force });
    expect((await log.readStream('list-un-sc')).at(-1)!.data).not.toHaveProperty('forced');
  });

  it('believes more the more time went by, and one entry of a small list always', async () => {
    for (const [day, code] of [
      ['2020-07-10', 'shrinks'],
      ['2020-07-11', undefined],
    ] as const) {
      const { publish } = given();
      await publish('2020-01-10', others);
      expect((await publish(day, others.slice(4))).rejected?.code).toBe(code);
    }
    const { publish } = given();
    await publish('2020-01-10', others.slice(0, 3));
    expect(await publish('2020-01-11', others.slice(0, 2))).toMatchObject({ delisted: 1 });
    expect(await publish('2020-01-12', others.slice(2, 3))).toMatchObject(rejectedAs('shrinks'));
  });
});
