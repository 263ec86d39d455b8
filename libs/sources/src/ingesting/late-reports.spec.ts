import { describe, expect, it } from '@jest/globals';
import {
  designation,
  list as listDecider,
  lineOf,
  segmentOn,
  type DesignationCommand,
  type KnownDesignationEvent,
  type ListCommand,
} from '#domain';
import { createMemoryEventLog, handleCommand, type EventLog } from '#event-log';
import { sample } from '#testing';
import { ingestPublication } from './ingest.ts';
import { inPieces, tableList } from '../spec-kit/given-list.ts';

const source = tableList('xx-late');
const others = Array.from({ length: 12 }, (_, i) => `${i + 100},Other ${i}`);
const take = (log: EventLog, publishedOn: string, ...rows: string[]) =>
  ingestPublication(
    { log, artefacts: null },
    source,
    inPieces(['No,Name,From,To', ...[...others, ...rows, `1,${publishedOn}`].map((row) => `${row},,`)].join('\n')),
    {
      publishedOn,
      actor: 'test',
      observedAt: '2026-01-01T00:00:00.000Z',
      force: 'A test',
      backfill: true,
    },
  );
const eventsOf = async (log: EventLog) =>
  (await log.readStream('designation-xx-late:7')) as unknown as KnownDesignationEvent[];
const answerOn = async (log: EventLog, day: string) => {
  const { status, record } = segmentOn(lineOf(await eventsOf(log)), day);
  return [status, record?.subject.name];
};

const delisted = (effective: string): DesignationCommand => {
  const { name: _, ...data } = sample.delisted('7', effective, { list: 'xx-late', source: { publisher: 'Gazette' } })
    .data as { name?: string };
  return { type: 'DelistParty', data: { ...data, cause: 'analyst' } } as unknown as DesignationCommand;
};

describe('what people tell while a publication is compared', () => {
  it('is held against that publication too', async () => {
    const log = createMemoryEventLog();
    await take(log, '2024-01-01', '7,X');
    let isTold = false;
    // The delisting is recorded after the list was looked at and before the publication is.
    const busy: EventLog = {
      ...log,
      async append(submission) {
        if (!isTold) {
          isTold = true;
          await handleCommand(log, designation, 'designation-xx-late:7', () => delisted('2024-02-15'), { key: '1' });
        }
        return log.append(submission);
      },
    };
    await take(busy, '2024-03-01', '7,X');
    expect(isTold).toBe(true);
    expect(await answerOn(log, '2024-02-01')).toEqual(['listed', 'X']);
    expect(await answerOn(log, '2024-03-01')).toEqual(['listed', 'X']);
  });
});

describe('a publication that is taken back', () => {
  const publicationOf = async (log: EventLog, day: string) =>
    (await log.readStream('list-xx-late')).find(
      ({ type, data }) => type === 'ListPublicationIngested' && data.effective === day,
    )!;
  const about = (of: string) => ({
    ...sample.retracted('7', of, { list: 'xx-late' }).data,
    cause: 'correction' as const,
  });

  it('takes what only it said with it, and nothing else', async () => {
    const log = createMemoryEventLog();
    await take(log, '2024-01-01', '7,X');
    await take(log, '2024-02-01');
    await take(log, '2024-03-01', '7,Y');
    expect(await answerOn(log, '2024-02-01')).toEqual(['delisted', 'X']);
    const { id } = await publicationOf(log, '2024-02-01');
    const command = { type: 'RetractEvent', data: about(id) } as ListCommand;
    await handleCommand(log, listDecider, 'list-xx-late', () => command, { key: 'back' });
    expect(await answerOn(log, '2024-02-01')).toEqual(['listed', 'X']);
    expect(await answerOn(log, '2024-03-01')).toEqual(['listed', 'Y']);
    // What was printed before and after stands; only the entry that bears the day is another in the next publication.
    expect(await take(log, '2024-04-01', '7,Y')).toMatchObject({ designated: 0, delisted: 0, amended: 1 });
  });

  it('that was the first to print an entry leaves it to the next', async () => {
    const log = createMemoryEventLog();
    await take(log, '2024-01-01', '7,X');
    await take(log, '2024-02-01', '7,X');
    const { id } = await publicationOf(log, '2024-01-01');
    await handleCommand(
      log,
      listDecider,
      'list-xx-late',
      () => ({ type: 'RetractEvent', data: about(id) }) as ListCommand,
      {
        key: 'back',
      },
    );
    expect(await answerOn(log, '2024-02-01')).toEqual(['listed', 'X']);
    expect(segmentOn(lineOf(await eventsOf(log)), '2024-02-01').since).toBe('[..2024-02-01]');
  });

  it('and one whose day was wrong stands on the right one', async () => {
    const log = createMemoryEventLog();
    await take(log, '2024-01-01', '7,X');
    await take(log, '2024-05-01');
    const { id } = await publicationOf(log, '2024-05-01');
    const command = {
      type: 'CorrectEvent',
      data: { ...about(id), changes: { publishedOn: '2024-03-01', effective: '2024-03-01' } },
    } as unknown as ListCommand;
    await handleCommand(log, listDecider, 'list-xx-late', () => command, { key: 'day' });
    expect(await answerOn(log, '2024-03-01')).toEqual(['delisted', 'X']);
    expect(segmentOn(lineOf(await eventsOf(log)), '2024-06-01').since).toBe('[2024-01-02..2024-03-01]');
  });

  it('and what people tell after its day was put right is held against it there', async () => {
    const log = createMemoryEventLog();
    await take(log, '2024-01-01', '7,X');
    await take(log, '2024-02-01');
    await take(log, '2024-03-01');
    const { id } = await publicationOf(log, '2024-02-01');
    const command = { type: 'CorrectEvent', data: { ...about(id), changes: { publishedOn: '2024-02-10' } } };
    await handleCommand(log, listDecider, 'list-xx-late', () => command as unknown as ListCommand, { key: 'day' });
    await decide(log, { changes: { effective: '2024-02-20' } });
    expect((await eventsOf(log)).filter(({ type }) => type.endsWith('Designated'))).toHaveLength(1);
    expect(await answerOn(log, '2024-02-19')).toEqual(['listed', 'X']);
    expect(await answerOn(log, '2024-03-01')).toEqual(['delisted', 'X']);
  });
});

/** What a person says of the list's own delisting: that it is corrected so, or that it is retracted. */
async function decide(log: EventLog, said: { changes?: object }) {
  const { id } = (await eventsOf(log)).find(({ type }) => type.endsWith('Delisted'))!;
  const data = { ...sample.retracted('7', id, { list: 'xx-late' }).data, cause: 'correction', ...said };
  const command = { type: said.changes ? 'CorrectEvent' : 'RetractEvent', data } as unknown as DesignationCommand;
  await handleCommand(log, designation, 'designation-xx-late:7', () => command, { key: 'said' });
}

describe('what a person decides of the list’s own report', () => {
  const SAID = 'said';
  const [FIRST, ...LATER] = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'];
  const orders = (days: readonly string[]): string[][] =>
    days.length === 0
      ? [[]]
      : days.flatMap((day) => orders(days.filter((each) => each !== day)).map((rest) => [day, ...rest]));

  it.each([
    ['retracted', {}, 'listed'],
    ['put on another day', { changes: { effective: '2024-02-20' } }, 'delisted'],
    ['put behind all publications', { changes: { effective: '2024-05-20' } }, 'listed'],
  ])(
    '(%s) stands in whatever order the publications came, and later ones that say the same',
    async (_, said, onTheLast) => {
      const answers: unknown[] = [];
      const taken = async (order: readonly string[]) => {
        const log = createMemoryEventLog();
        await take(log, FIRST, '7,X');
        for (const day of order) await (day === SAID ? decide(log, said) : take(log, day));
        const line = lineOf(await eventsOf(log));
        answers.push(
          ['2024-01-15', ...LATER, '2024-06-01'].map((day) => {
            const { status, possible, since, until, conflicts } = segmentOn(line, day);
            return { day, status, possible, since, until, conflicts: conflicts.length };
          }),
        );
      };
      for (const order of orders(LATER)) await taken([...order, SAID]);
      const [second, ...others] = LATER;
      for (const order of orders([SAID, ...others])) await taken([second, ...order]);
      expect(answers).toEqual(answers.map(() => answers[0]));
      expect(answers[0]).toContainEqual(expect.objectContaining({ day: LATER.at(-1), status: onTheLast }));
    },
  );
});
