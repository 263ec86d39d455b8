import { describe, expect, it } from '@jest/globals';
import { designation, lineOf, segmentOn, type DesignationCommand, type KnownDesignationEvent } from '#domain';
import { createMemoryEventLog, handleCommand, type EventLog } from '#event-log';
import { sample } from '#testing';
import { ingestPublication } from './ingest.ts';
import { givenList, inPieces, tableList } from '../spec-kit/given-list.ts';

const source = tableList('xx-tables', [
  'status: { column: State, values: { Paused: suspended, Lifted: delisted, Active: listed } }',
]);
const others = Array.from({ length: 12 }, (_, i) => `${i + 100},Other ${i},2001-01-01,,`);

/**
 * Publications `P day name from to state` (`-` has not the entry, `.` prints nothing there) and reports `kind day` (`press`), the
 * last one by hand retracted by `retract`. `fix` corrects a field of the list's own last report of a kind, `drop` retracts that;
 * `undo` retracts the last correction by hand.
 */
function given(log: EventLog = createMemoryEventLog()) {
  let n = 0;
  const events = async () => (await log.readStream('designation-xx-tables:7')) as unknown as KnownDesignationEvent[];
  const tell = (command: (known: readonly KnownDesignationEvent[]) => unknown) =>
    handleCommand(
      log,
      designation,
      'designation-xx-tables:7',
      (state) => command(state.events as readonly KnownDesignationEvent[]) as DesignationCommand,
      { key: `${n++}` },
    );
  const NOUN = { designated: 'DesignateParty', delisted: 'DelistParty', suspended: 'SuspendDesignation' } as const;
  return {
    events,
    async step(step: string) {
      const [what, day, name, from = '', to = '', state = ''] = step
        .split(' ')
        .map((word) => (word === '.' ? '' : word)) as [string, string, string?, string?, string?, string?];
      const about = {
        list: 'xx-tables',
        source: { kind: name === 'press' ? ('press' as const) : ('authority' as const), publisher: `Reporter ${n}` },
        confidence: name === 'press' ? ('reported' as const) : ('confirmed' as const),
      };
      if (what === 'P') {
        const file = [
          'No,Name,From,To,State',
          ...others,
          ...(name === '-' ? [] : [`7,${name},${from},${to},${state}`]),
          `1,${day},2001-01-01,,`,
        ];
        const report = await ingestPublication({ log, artefacts: null }, source, inPieces(file.join('\n')), {
          publishedOn: day,
          backfill: true,
          force: 'A test',
          actor: 'test',
          observedAt: '2026-01-01T00:00:00.000Z',
        });
        expect(report).toMatchObject({ rejected: null, quarantined: 0 });
        return;
      }
      if (what === 'retract')
        return void (await tell((known) => {
          const { id } = known.findLast(({ data }) => data.cause === 'analyst')!;
          return { type: 'RetractEvent', data: { ...sample.retracted('7', id, about).data, cause: 'correction' } };
        }));
      if (what === 'undo')
        return void (await tell((known) => {
          const { id } = known.findLast(({ type, data }) => type === 'EventCorrected' && data.cause === 'correction')!;
          return { type: 'RetractEvent', data: { ...sample.retracted('7', id, about).data, cause: 'correction' } };
        }));
      if (what === 'fix' || what === 'drop')
        return void (await tell((known) => {
          const isReport = ({ type }: KnownDesignationEvent) => type.toLowerCase().endsWith(day);
          const { id } = known.findLast((event) => isReport(event) && event.data.cause === 'source')!;
          return what === 'drop'
            ? { type: 'RetractEvent', data: { ...sample.retracted('7', id, about).data, cause: 'correction' } }
            : {
                type: 'CorrectEvent',
                data: { ...sample.corrected('7', id, { [name!]: from }, about).data, cause: 'correction' },
              };
        }));
      const made = sample[what as 'designated']('7', day, about).data as { name?: string };
      const { name: _, ...data } = made;
      await tell(() => ({ type: NOUN[what as 'designated'], data: { ...data, cause: 'analyst' } }));
    },
    async on(day: string) {
      const { status, possible, since, until, record } = segmentOn(lineOf(await events()), day);
      return {
        status: status === 'uncertain' ? possible.join('|') : status,
        since,
        until,
        name: record?.subject.name,
      };
    },
    async own() {
      return (await events())
        .filter(({ data }) => data.cause === 'source')
        .map(({ type, data }) => [type, data.effective]);
    },
  };
}

type Check = [on: string, status: string, more?: { since?: string | null; until?: string | null; name?: string }];

describe('what publications and people say together', () => {
  it.each<[string, string[], Check[]]>([
    [
      'N: by hand, then printed',
      ['P 2024-01-01 X 2010-05-05', 'delisted 2024-02-15 press', 'P 2024-03-01 X 2010-05-05'],
      [
        ['2015-01-01', 'listed'],
        ['2024-02-20', 'listed|delisted'],
        ['2024-03-01', 'listed', { since: '[2024-02-16..2024-03-01]' }],
      ],
    ],
    [
      'N: a delisting announced for a later day',
      ['P 2024-01-01 X 2010-05-05', 'delisted 2024-12-31 press', 'P 2024-03-01 X 2010-05-05'],
      [
        ['2024-03-01', 'listed', { since: '2010-05-05', until: '2024-12-31' }],
        ['2024-12-31', 'delisted'],
      ],
    ],
    [
      'N: an earlier spell, told late',
      ['P 2023-01-01 -', 'P 2023-06-01 X', 'designated 2004-01-01', 'delisted 2006-01-01', 'P 2024-03-01 X'],
      [
        ['2005-01-01', 'listed'],
        ['2023-06-01', 'listed'],
        ['2024-06-01', 'listed'],
      ],
    ],
    [
      'N: a suspension of long ago',
      ['P 2020-01-01 X', 'P 2020-03-01 -', 'suspended 2015-01-01', 'P 2024-03-01 -'],
      [['2021-01-01', 'delisted']],
    ],
    [
      'N: designated by the gazette, never printed',
      ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-01 -'],
      [
        ['2024-01-15', 'not-listed'],
        ['2024-02-15', 'listed'],
        ['2024-03-01', 'listed'],
      ],
    ],
    [
      'N: and gone after thirty days',
      ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-01 -', 'P 2024-04-10 -'],
      [
        ['2024-01-15', 'not-listed'],
        ['2024-02-15', 'listed'],
        ['2024-03-01', 'listed|delisted'],
        ['2024-04-10', 'delisted', { since: '[2024-02-16..2024-04-10]' }],
      ],
    ],
    [
      'N: the delisting by hand retracted',
      ['P 2024-01-01 X', 'delisted 2024-02-15', 'P 2024-03-01 -', 'retract -'],
      [['2024-03-01', 'delisted', { since: '[2024-01-02..2024-03-01]' }]],
    ],
    [
      'O: newest first, then the past in order',
      ['P 2024-07-01 new', 'P 2024-03-01 old', 'P 2024-05-01 -'],
      [
        ['2024-07-01', 'listed', { name: 'new' }],
        ['2024-03-01', 'listed', { name: 'old' }],
        ['2024-05-01', 'delisted'],
      ],
    ],
    [
      'O: gone and there again',
      ['P 2024-07-01 b', 'P 2024-01-01 a', 'P 2024-03-01 -', 'P 2024-05-01 b'],
      [
        ['2024-05-01', 'listed', { name: 'b' }],
        ['2024-07-01', 'listed', { name: 'b' }],
      ],
    ],
    [
      'O: changed in between',
      ['P 2024-01-01 a', 'P 2024-05-01 c', 'P 2024-03-01 b'],
      [['2024-03-01', 'listed', { name: 'b' }]],
    ],
    [
      'O: gone, and there before',
      ['P 2024-05-01 -', 'P 2024-01-01 a', 'P 2024-03-01 b'],
      [
        ['2024-03-01', 'listed', { name: 'b' }],
        ['2024-05-01', 'delisted'],
      ],
    ],
    [
      'P: another listing day, by day',
      ['P 2024-10-01 X 2024-09-13', 'P 2025-05-16 X 2022-04-08'],
      [['2023-06-01', 'listed', { since: '2022-04-08' }]],
    ],
    [
      'P: another listing day, newest first',
      ['P 2025-05-16 X 2022-04-08', 'P 2024-10-01 X 2024-09-13'],
      [['2023-06-01', 'listed', { since: '2022-04-08' }]],
    ],
    [
      'P: there and back again',
      ['P 2024-10-01 X 2024-09-13', 'P 2025-05-16 X 2022-04-08', 'P 2025-06-16 X 2024-09-13'],
      [
        ['2023-06-01', 'not-listed', { until: '2024-09-13' }],
        ['2024-09-13', 'listed'],
      ],
    ],
    [
      'P: an end that is prolonged',
      ['P 2026-01-10 Y 2020-01-01 2027-03-12', 'P 2026-05-10 Y 2020-01-01 2032-03-12'],
      [['2028-01-01', 'listed', { until: '2032-03-12' }]],
    ],
    [
      'P: an end that is dropped, in another order',
      ['P 2026-06-10 Y 2020-01-01', 'P 2026-01-10 Y 2020-01-01 2027-03-12', 'P 2026-05-10 Y 2020-01-01 2032-03-12'],
      [['2028-01-01', 'listed', { until: null }]],
    ],
    [
      'P: months and years',
      ['P 2026-01-10 Y 2003-12 2015'],
      [
        ['2010-06-01', 'listed', { since: '2003-12', until: '2015' }],
        ['2015-06-01', 'listed|delisted'],
        ['2016-06-01', 'delisted', { since: '2015' }],
      ],
    ],
    [
      'Q: fitted in',
      ['P 2024-01-01 X 2010-05-05', 'delisted [2024-02-01..2024-04-01] press', 'P 2024-03-01 X 2010-05-05'],
      [
        ['2024-02-15', 'listed'],
        ['2024-03-01', 'listed'],
        ['2024-03-15', 'listed|delisted'],
        ['2024-04-01', 'delisted'],
      ],
    ],
    [
      'Q: a delisting by hand retracted',
      ['P 2024-01-01 X 2010-05-05', 'delisted 2024-02-15', 'P 2024-03-01 X 2010-05-05', 'retract -'],
      [
        ['2024-02-20', 'listed', { since: '2010-05-05', until: null }],
        ['2024-06-01', 'listed', { since: '2010-05-05' }],
      ],
    ],
    [
      'Q: a designation by hand, then printed',
      ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-01 X'],
      [['2024-06-01', 'listed', { since: '2024-02-15' }]],
    ],
    [
      'Q: and retracted',
      ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-01 X', 'retract -'],
      [['2024-06-01', 'listed', { since: '[2024-01-02..2024-03-01]' }]],
    ],
    [
      'Q: suspended by hand, then gone',
      ['P 2024-01-01 X', 'suspended 2024-02-10', 'P 2024-03-01 -'],
      [
        ['2024-02-15', 'suspended|delisted'],
        ['2024-03-01', 'delisted', { since: '[2024-02-11..2024-03-01]' }],
      ],
    ],
    [
      'Q: a designation by hand that was never printed, retracted',
      ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-30 -', 'retract -'],
      [
        ['2024-02-20', 'not-listed'],
        ['2024-06-01', 'not-listed'],
      ],
    ],
    [
      'a name put right says nothing of the days',
      ['P 2026-01-01 -', 'P 2026-02-01 X 2010-05-05', 'fix designated /record/subject/name Y'],
      [
        ['2015-01-01', 'listed', { since: '2010-05-05', name: 'Y' }],
        ['2026-03-01', 'listed', { name: 'Y' }],
      ],
    ],
    [
      'a name put right, and an older publication of the same row',
      ['P 2026-02-01 X 2010-05-05', 'fix designated /record/subject/name Y'].concat(
        'P 2026-01-01 X 2010-05-05',
        'P 2026-03-01 X 2010-05-05',
      ),
      [
        ['2026-01-01', 'listed', { name: 'Y' }],
        ['2026-02-01', 'listed'],
        ['2026-04-01', 'listed', { since: '2010-05-05', name: 'Y' }],
      ],
    ],
    [
      'a correction taken back',
      ['P 2026-01-01 -', 'P 2026-02-01 X 2010-05-05', 'fix designated /record/subject/name Y', 'undo -'],
      [['2026-03-01', 'listed', { since: '2010-05-05', name: 'X' }]],
    ],
    [
      'a delisting put on an earlier day, and a publication after that day that prints the entry',
      ['P 2024-01-01 X 2010-05-05', 'P 2024-10-01 -', 'fix delisted effective 2024-03-01', 'P 2024-06-01 X 2010-05-05'],
      [
        ['2024-04-01', 'listed|delisted'],
        ['2024-06-01', 'listed'],
        ['2024-10-01', 'delisted', { since: '[2024-06-02..2024-10-01]' }],
      ],
    ],
    [
      'a listing day put right, and another one printed since',
      ['P 2024-10-01 X 2022-04-08', 'fix designated effective 2021-01-01', 'P 2025-05-16 X 2020-05-05'],
      [['2020-06-01', 'listed', { since: '2020-05-05' }]],
    ],
    [
      'an end put right, and none printed since',
      ['P 2026-01-10 X 2010-05-05 2026-06-01', 'fix delisted effective 2026-05-01'].concat(
        'P 2026-03-10 X 2010-05-05 2027-06-01',
        'P 2026-04-10 X 2010-05-05',
      ),
      [
        ['2026-05-15', 'listed', { until: null }],
        ['2028-01-01', 'listed'],
      ],
    ],
    [
      'a designation retracted stays so while the same is printed',
      ['P 2026-01-10 X 2010-05-05', 'drop designated', 'P 2026-03-10 X 2010-05-05', 'P 2026-01-05 X 2010-05-05'],
      [['2026-04-10', 'not-listed']],
    ],
    [
      'a delisting retracted, and an earlier publication that has not the entry either',
      ['P 2024-01-01 X 2010-05-05', 'P 2024-10-01 -', 'drop delisted', 'P 2024-06-01 -'],
      [
        ['2024-06-01', 'listed'],
        ['2024-11-01', 'listed'],
      ],
    ],
    [
      'a designation retracted, and another listing day printed since',
      ['P 2026-01-10 X 2010-05-05', 'drop designated', 'P 2026-03-10 X 2012-05-05'],
      [['2026-03-10', 'listed', { since: '2012-05-05' }]],
    ],
    [
      'an entry that was over when it went, and comes again without an end',
      ['P 2026-01-01 X 2010-05-05 2026-03-01', 'P 2026-04-01 -', 'P 2026-05-01 X 2010-05-05'],
      [
        ['2026-02-01', 'listed'],
        ['2026-04-01', 'delisted'],
        ['2026-05-01', 'listed'],
      ],
    ],
    [
      'the same taken in backwards',
      ['P 2026-05-01 X 2010-05-05', 'P 2026-04-01 -', 'P 2026-01-01 X 2010-05-05 2026-03-01'],
      [
        ['2026-02-01', 'listed'],
        ['2026-04-01', 'delisted'],
        ['2026-05-01', 'listed'],
      ],
    ],
    ['who comes as suspended', ['P 2026-01-01 -', 'P 2026-02-01 X . . Paused'], [['2026-02-01', 'suspended']]],
    [
      'who comes back as suspended',
      ['P 2026-01-01 X . . Active', 'P 2026-02-01 -', 'P 2026-03-01 X . . Paused'],
      [
        ['2026-02-01', 'delisted'],
        ['2026-03-01', 'suspended'],
      ],
    ],
    [
      'a state between two others, told late',
      ['P 2026-01-01 X . . Active', 'P 2026-03-01 X . . Paused', 'P 2026-02-01 X . . Lifted'],
      [
        ['2026-02-01', 'delisted'],
        ['2026-03-01', 'suspended'],
      ],
    ],
    [
      'who is over when he is first printed, of no day',
      ['P 2026-01-15 X . . Lifted'],
      [
        ['2026-01-14', 'not-listed|listed'],
        ['2026-01-15', 'delisted'],
      ],
    ],
    ...[
      ['2015', '2015-01'],
      ['2015', '2015-01-01'],
      ['2015-03', '2015-03-01'],
    ].map(([from, to]): [string, string[], Check[]] => [
      `a time from ${from} to ${to}`,
      [`P 2026-01-15 X ${from} ${to}`],
      [
        ['2014-12-31', 'not-listed'],
        ['2020-01-01', 'delisted'],
      ],
    ]),
  ])('%s', async (_name, steps, checks) => {
    const { step, on } = given();
    for (const each of steps) await step(each);
    for (const [day, status, more = {}] of checks)
      expect([day, await on(day)]).toMatchObject([day, { status, ...more }]);
  });

  it('Q: what is left of a list’s report is shown as a conflict', async () => {
    const { step, events } = given();
    for (const each of ['P 2024-01-01 -', 'designated 2024-02-15', 'P 2024-03-30 -', 'retract -']) await step(each);
    const known = await events();
    const own = known.find(({ type }) => type === 'OrganizationDelisted')!;
    expect(segmentOn(lineOf(known), '2024-06-01').conflicts).toEqual([own.position]);
  });

  it('records no event for what people told rightly of a later day', async () => {
    const { step, events } = given();
    await step('P 2024-01-01 X 2010-05-05');
    await step('delisted 2024-12-31 press');
    const before = (await events()).length;
    await step('P 2024-03-01 X 2010-05-05');
    expect(await events()).toHaveLength(before);
  });
});

it('counts no report that only tells again what stood', async () => {
  const { publish, eventsOf } = givenList(tableList('xx-again'));
  const publishOn = (day: string, ...rows: string[]) =>
    publish(['No,Name,From,To', ...others.map((row) => row.slice(0, -1)), `1,${day},,`, ...rows].join('\n'), {
      publishedOn: day,
    });
  await publishOn('2026-01-01', '7,X,2010-05-05,2015-06-01');
  expect(await publishOn('2026-02-01')).toMatchObject({ delisted: 0, amended: 1, events: 1 });
  expect(await eventsOf('7')).toMatchObject([
    { effective: '2010-05-05' },
    { effective: '2015-06-01' },
    { type: 'OrganizationDelisted', effective: '2015-06-01' },
  ]);
  expect(await publishOn('2026-03-01', '7,X,2010-05-05,')).toMatchObject({ designated: 1, events: 2 });
  expect(await publishOn('2026-04-01')).toMatchObject({ delisted: 1, events: 2 });
});
