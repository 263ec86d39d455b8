import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModels } from '#read-models';
import { rebuild } from '#subscriptions';
import { run } from './support/command-line.ts';
import { source, startRest, type Rest } from './support/rest.ts';

const press = { source: source('press'), confidence: 'reported' };
const official = { source: source('official'), confidence: 'confirmed' };
const authority = { source: source('authority'), confidence: 'confirmed' };
type Step = [kind: string, effective: string, told?: object];
/** On a day, known after so many steps: the answer; `a|b` is uncertain between a and b. */
type Row = [on: string, known: number, answer: string, conflicts?: number[]];

// The tables that say what an answer means, word for word.
const TABLES: Record<string, { steps: Step[]; rows: Row[] }> = {
  'A narrowing': {
    steps: [
      ['designated', '[..2006-10-12]', press],
      ['designated', '2005-03-15', press],
      ['designated', '2005', official],
    ],
    rows: [
      ['2004-01-01', 1, 'not-listed|listed'],
      ['2006-10-12', 1, 'listed'],
      ['2005-03-14', 2, 'not-listed'],
      ['2005-03-15', 2, 'listed'],
      ['2005-03-14', 3, 'not-listed'],
      ['2005-03-15', 3, 'listed'],
    ],
  },
  'B contradiction': {
    steps: [
      ['designated', '2005-03-15'],
      ['delisted', '2024-06-03', press],
      ['delisted', '2023-12-29', official],
    ],
    rows: [
      ['2024-03-01', 2, 'listed'],
      ['2024-03-01', 3, 'delisted', [2]],
      ['2024-07-01', 2, 'delisted'],
      ['2023-12-28', 3, 'listed'],
    ],
  },
  'C suspension': {
    steps: [
      ['designated', '2003'],
      ['suspended', '2025-04-17'],
    ],
    rows: [
      ['2003-06-01', 2, 'not-listed|listed'],
      ['2025-04-16', 2, 'listed'],
      ['2025-04-17', 2, 'suspended'],
    ],
  },
  'D overlap': {
    steps: [
      ['designated', '[2020-01-01..2020-03-31]'],
      ['delisted', '[2020-03-01..2020-06-30]'],
    ],
    rows: [
      ['2020-02-01', 2, 'not-listed|listed'],
      ['2020-03-15', 2, 'not-listed|listed|delisted'],
      ['2020-05-01', 2, 'listed|delisted'],
      ['2020-06-30', 2, 'delisted'],
    ],
  },
  'E retraction': {
    steps: [
      ['designated', '2010-01-01'],
      ['delisted', '2012-01-01'],
      ['retracts', '2'],
      ['retracts', '3'],
    ],
    rows: [
      ['2015-01-01', 1, 'listed'],
      ['2015-01-01', 2, 'delisted'],
      ['2015-01-01', 3, 'listed'],
      ['2015-01-01', 4, 'delisted'],
    ],
  },
  'F again': {
    steps: [
      ['designated', '2010-01-01'],
      ['delisted', '2012-01-01'],
      ['designated', '2014-01-01'],
    ],
    rows: [
      ['2013-01-01', 3, 'delisted'],
      ['2014-01-01', 3, 'listed'],
    ],
  },
  'G late report': {
    steps: [
      ['designated', '2010-01-01'],
      ['delisted', '2020-01-01'],
      ['suspended', '2015-01-01'],
      ['reinstated', '2016-01-01'],
    ],
    rows: [
      ['2015-06-01', 2, 'listed'],
      ['2015-06-01', 3, 'suspended'],
      ['2015-06-01', 4, 'suspended'],
      ['2017-01-01', 3, 'suspended'],
      ['2017-01-01', 4, 'listed'],
      ['2021-01-01', 2, 'delisted'],
      ['2021-01-01', 3, 'delisted'],
      ['2021-01-01', 4, 'delisted'],
    ],
  },
  'H seen on the list': {
    steps: [
      ['designated', '2004-10-15'],
      ['delisted', '2010-01-01'],
      ['designated', '[..2015-11-02]'],
      ['designated', '2012-05-01'],
    ],
    rows: [
      ['2009-01-01', 3, 'listed'],
      ['2010-06-01', 3, 'listed|delisted'],
      ['2015-11-02', 3, 'listed'],
      ['2011-01-01', 4, 'delisted'],
      ['2012-05-01', 4, 'listed'],
    ],
  },
  'I seen where it cannot have been': {
    steps: [
      ['designated', '2004'],
      ['delisted', '2010-01-01'],
      ['designated', '[..2011-01-01]', press],
      ['designated', '2012-01-01', official],
    ],
    rows: [
      ['2010-06-01', 3, 'listed|delisted'],
      ['2011-06-01', 3, 'listed'],
      ['2011-06-01', 4, 'delisted', [3]],
      ['2012-01-01', 4, 'listed', [3]],
    ],
  },
  'J a wide interval before a certain day': {
    steps: [
      ['designated', '2020'],
      ['delisted', '2020-06-01'],
    ],
    rows: [
      ['2020-03-01', 2, 'not-listed|listed'],
      ['2020-06-01', 2, 'delisted'],
      ['2020-08-01', 2, 'delisted'],
      ['2021-01-01', 2, 'delisted'],
    ],
  },
  'K contents say nothing of the status': {
    steps: [
      ['designated', '2010-01-01'],
      ['renamed Beta', '2020'],
      ['renamed Gamma', '[2025-04-02..2025-05-01]'],
      ['suspended', '2025-04-17'],
      ['delisted', '2025-06-01'],
    ],
    rows: [
      ['2020-05-31', 3, 'listed'],
      ['2020-12-30', 3, 'listed'],
      ['2025-04-20', 4, 'suspended'],
      ['2025-06-01', 5, 'delisted'],
      ['2025-12-30', 5, 'delisted'],
    ],
  },
  'L contents no later than': {
    steps: [
      ['designated', '2010-01-01'],
      ['renamed Beta', '[..2015-01-01]'],
    ],
    rows: [
      ['2009-12-31', 2, 'not-listed'],
      ['2012-01-01', 2, 'listed'],
      ['2015-01-01', 2, 'listed'],
    ],
  },
  'M a late amendment': {
    steps: [
      ['designated', '2010-01-01'],
      ['renamed Beta', '2015-01-01'],
      ['renamed Beta', '2012-01-01'],
    ],
    rows: [
      ['2013-01-01', 2, 'listed'],
      ['2013-01-01', 3, 'listed'],
    ],
  },
  'the article': {
    steps: [
      ['designated', '2006-10-12'],
      ['delisted', '2024-06-03'],
      ['corrects 2', '2023-12-29'],
      ['corrects 1', '2005'],
    ],
    rows: [
      ['2024-03-01', 1, 'listed'],
      ['2024-03-01', 2, 'listed'],
      ['2024-03-01', 3, 'delisted'],
      ['2023-12-28', 4, 'listed'],
      ['2024-07-01', 1, 'listed'],
      ['2006-01-01', 3, 'not-listed'],
      ['2006-01-01', 4, 'listed'],
      ['2005-06-01', 4, 'not-listed|listed'],
    ],
  },
};

interface Told {
  position: number;
  id: string;
  recordedAt: string;
}

describe('what an answer means', () => {
  let rest: Rest;
  const histories = new Map<string, { id: string; told: Told[] }>();

  beforeAll(async () => {
    rest = await startRest();
    const E = { effective: '2000', source: source() };
    await rest.post('/v1/lists', { ...E, list: 'xx-tables', authority: 'XX', name: 'T', curated: { complete: false } });
    for (const [name, { steps }] of Object.entries(TABLES)) histories.set(name, await record(name[0]!, steps));
  });
  afterAll(() => rest.stop());

  /** Records a table's steps, each at an instant of its own. */
  async function record(name: string, steps: readonly Step[]) {
    const reference = `T.${name}`;
    const id = `xx-tables:${reference}`;
    const told: Told[] = [];
    for (const [kind, what, how = authority] of steps) {
      const answer = await rest.post(
        ...requestFor(kind, what, how),
        kind.startsWith('renamed') ? { 'if-match': '*' } : {},
      );
      expect([kind, what, answer.status]).toEqual([kind, what, 201]);
      const { position, event } = answer.body as { position: number; event: { id: string; time: string } };
      told.push({ position, id: event.id, recordedAt: event.time });
      await new Promise((later) => setTimeout(later, 3));
    }
    return { id, told };

    function requestFor(kind: string, what: string, how: object): [string, object] {
      const E = { effective: what, ...how };
      if (kind === 'retracts') return [`/v1/events/${told[Number(what) - 1]!.id}/retraction`, { ...how, why: 'wrong' }];
      if (kind.startsWith('corrects'))
        return [
          `/v1/events/${told[Number(kind.split(' ')[1]) - 1]!.id}/correction`,
          { ...how, why: 'A better source', changes: { effective: what } },
        ];
      if (kind.startsWith('renamed'))
        return [
          `/v1/designations/${id}/amendments`,
          { ...E, patch: [{ op: 'replace', path: '/subject/name', value: kind.split(' ')[1] }] },
        ];
      const noun = { delisted: 'delisting', suspended: 'suspension', reinstated: 'reinstatement' }[kind];
      if (noun) return [`/v1/designations/${id}/${noun}`, E];
      const subject = { type: 'organization', name: `Party ${name}`, aliases: [] };
      return ['/v1/designations', { ...E, list: 'xx-tables', record: { reference, programs: ['T'], subject } }];
    }
  }

  const shown = ({ status, possible, conflicts }: { status: string; possible: string[]; conflicts: number[] }) => [
    status === 'uncertain' ? possible.join('|') : status,
    conflicts,
  ];
  const expected = ({ told }: { told: Told[] }, answer: string, conflicts: number[] = []) => [
    answer,
    conflicts.map((step) => told[step - 1]!.position),
  ];

  async function everyRow(
    check: (row: { id: string; on: string; at: Told; want: unknown[]; what: string }) => Promise<void>,
  ) {
    for (const [name, { rows }] of Object.entries(TABLES)) {
      const history = histories.get(name)!;
      for (const [on, known, answer, conflicts] of rows)
        await check({
          id: history.id,
          on,
          at: history.told[known - 1]!,
          want: expected(history, answer, conflicts),
          what: `${name}, ${on} at ${known}`,
        });
    }
  }

  const byRest = () =>
    everyRow(async ({ id, on, at, want, what }) => {
      for (const knownAt of [String(at.position), at.recordedAt]) {
        const { body } = await rest.get(`/v1/designations/${id}?on=${on}&knownAt=${knownAt}&explain=true`);
        expect([what, ...shown(body)]).toEqual([what, ...want]);
        // Every event that was known has its part in the explanation, and no other.
        const { decides, setAside } = body.explanation as Record<string, { position: number }[]>;
        const named = new Set([...decides!, ...setAside!].map(({ position }) => position));
        const told = [...histories.values()].find((history) => history.id === id)!.told;
        const known = told.map(({ position }) => position).filter((position) => position <= at.position);
        expect([...named].sort((a, b) => a - b)).toEqual(known);
      }
    });

  it('holds by REST, as known at positions and at instants', byRest);

  it('holds in lists of a country', () =>
    everyRow(async ({ id, on, at, want, what }) => {
      const { body } = await rest.get(
        `/v1/countries/XX/designations?on=${on}&knownAt=${at.position}&status=all&limit=100`,
      );
      const item = body.items.find((each: { id: string }) => each.id === id);
      if (want[0] === 'not-listed') expect(item).toBeUndefined();
      else expect([what, ...shown(item)]).toEqual([what, ...want]);
    }));

  it('holds after every read model was made anew', async () => {
    for (const model of readModels(rest.log))
      expect(await rebuild(rest.store.projector, rest.log, model)).toMatchObject({ equal: true, swapped: true });
    await byRest();
  });

  it('holds on the command line, for the article', async () => {
    const { id, told } = histories.get('the article')!;
    for (const [on, known, answer] of TABLES['the article']!.rows) {
      const at = known % 2 === 0 ? String(told[known - 1]!.position) : told[known - 1]!.recordedAt;
      const { stdout } = await run(['designation', id, '--on', on, '--known-at', at, '--json'], {
        DATABASE_URL: rest.url,
      });
      expect([on, known, shown(JSON.parse(stdout))]).toEqual([on, known, [answer, []]]);
    }
  });

  it.each([
    ['K contents say nothing of the status', 3, '2020-12-30', 'Party K'],
    ['K contents say nothing of the status', 3, '2020-12-31', 'Beta'],
    ['L contents no later than', 2, '2012-01-01', 'Party L'],
    ['L contents no later than', 2, '2015-01-01', 'Beta'],
    ['M a late amendment', 2, '2013-01-01', 'Party M'],
    ['M a late amendment', 3, '2013-01-01', 'Beta'],
    ['M a late amendment', 3, '2016-01-01', 'Beta'],
  ])('%s: known at %s, on %s it is %s', async (table, known, on, name) => {
    const { id, told } = histories.get(table)!;
    const { body } = await rest.get(`/v1/designations/${id}?on=${on}&knownAt=${told[known - 1]!.position}`);
    expect(body.subject.name).toBe(name);
  });

  it('leads from another number to the designation, for as long as the re-identification stands', async () => {
    const { id } = histories.get('F again')!;
    const renumbered = await rest.post(`/v1/designations/${id}/reidentification`, {
      ...authority,
      effective: '2016-01-01',
      reference: 'T.F2',
      evidence: [{ kind: 'notice', text: 'It was renumbered' }],
    });
    const { position, event } = renumbered.body as { position: number; event: { id: string } };
    const again = await rest.post('/v1/designations', {
      ...official,
      effective: '2014-01-01',
      list: 'xx-tables',
      record: { reference: 'T.F2', programs: ['T'], subject: { type: 'organization', name: 'Party F', aliases: [] } },
    });
    expect(again.body.event.subject).toBe(`designation-${id}`);
    expect((await rest.get(`/v1/designations/xx-tables:T.F2?minPosition=${again.body.position}`)).body.id).toBe(id);
    await rest.post(`/v1/events/${again.body.event.id}/retraction`, { ...authority, why: 'twice' });
    const retracted = await rest.post(`/v1/events/${event.id}/retraction`, { ...authority, why: 'wrong' });
    const after = retracted.body.position as number;
    expect((await rest.get(`/v1/designations/xx-tables:T.F2?minPosition=${after}`)).status).toBe(404);
    expect((await rest.get(`/v1/designations/xx-tables:T.F2?knownAt=${position}`)).body.id).toBe(id);
  });

  it('says until when a party was not listed at least', async () => {
    const { body } = await rest.get(`/v1/designations/${histories.get('C suspension')!.id}?on=2000-01-01`);
    expect(body).toMatchObject({ status: 'not-listed', since: null, until: '2003-01-01' });
  });

  it('tells both periods of a designation that came again', async () => {
    const { body } = await rest.get(`/v1/designations/${histories.get('F again')!.id}/history`);
    expect(body.periods.map(({ status, since, until }: Record<string, string>) => [status, since, until])).toEqual([
      ['listed', '2010-01-01', '2012-01-01'],
      ['delisted', '2012-01-01', '2014-01-01'],
      ['listed', '2014-01-01', null],
    ]);
  });
});
