import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  designation,
  DomainError,
  InputError,
  lineOf,
  segmentOn,
  type DesignationCommand,
  type KnownDesignationEvent,
} from '#domain';
import { createMemoryEventLog, handleCommand, type EventLog } from '#event-log';
import { publicationsAnswer, sample, type Placed } from '#testing';
import { ingestPublication } from './ingest.ts';
import type { ListSource } from '../list-source.ts';
import { inPieces, tableList } from '../spec-kit/given-list.ts';

const HISTORIES = process.env.DEMARCHE_LONG ? 20_000 : 150;
const SEED = Number(process.env.DEMARCHE_SEED ?? Math.floor(Math.random() * 2 ** 31));

const source = tableList('xx-any');
/** The same list, which prints behind a name since when it is so. */
const dated: ListSource = {
  ...source,
  formats: source.formats.map((format) => ({
    ...format,
    map(row, context) {
      const entry = format.map(row, context);
      return { ...entry, updatedOn: entry.record.subject.name.match(/\d{4}-\d\d-\d\d/g) ?? [] };
    },
  })),
};

interface Row {
  name: string;
  from?: string;
  to?: string;
}
interface Publication {
  day: string;
  /** What it prints of the entry; null where it has it not. */
  row: Row | null;
}
/** What a person tells, or takes back. */
interface Told {
  kind: 'designated' | 'delisted' | 'suspended' | 'reinstated' | 'retracted';
  effective: string;
  publisher: 'authority' | 'official' | 'press';
  confidence: 'confirmed' | 'reported';
}
type Step = { publication: Publication } | { told: Told };

const dayOf = (n: number) => addDays('2020-01-01', n);
const DAYS = Array.from({ length: 50 }, (_, i) => dayOf(i * 3 - 8));
const ID = 'xx-any:7';
const STREAM = `designation-${ID}`;

const others = Array.from({ length: 12 }, (_, i) => `${i + 100},Other ${i},2001-01-01,`);
const fileOf = ({ day, row }: Publication) =>
  [
    'No,Name,From,To',
    ...others,
    ...(row ? [`7,${row.name},${row.from ?? ''},${row.to ?? ''}`] : []),
    `1,${day},2001-01-01,`,
  ].join('\n');

async function publish(log: EventLog, publication: Publication, to: ListSource = source) {
  const report = await ingestPublication({ log, artefacts: null }, to, inPieces(fileOf(publication)), {
    publishedOn: publication.day,
    backfill: true,
    force: 'A test',
    actor: 'test',
    observedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(report).toMatchObject({ rejected: null, quarantined: 0 });
}

const COMMAND = {
  designated: 'DesignateParty',
  delisted: 'DelistParty',
  suspended: 'SuspendDesignation',
  reinstated: 'ReinstateDesignation',
} as const;

/** Has it recorded, where no rule of order forbids it. */
async function tell(log: EventLog, told: Told, n: number): Promise<boolean> {
  const { kind, effective, publisher, confidence } = told;
  const about = { list: 'xx-any', source: { kind: publisher, publisher: `Reporter ${n}` }, confidence };
  const command = (events: readonly KnownDesignationEvent[]): DesignationCommand => {
    if (kind === 'retracted') {
      const of = events.find(({ data }) => data.cause === 'analyst');
      if (!of) throw new InputError('Nobody told anything yet');
      const { data } = sample.retracted('7', of.id, about);
      return { type: 'RetractEvent', data: { ...data, cause: 'correction' } } as unknown as DesignationCommand;
    }
    const record = { subject: { type: 'organization' as const, name: 'a', aliases: [] } };
    const { data } = sample[kind]('7', effective, { ...about, record });
    const { name: _, ...matter } = data as { name?: string };
    return { type: COMMAND[kind], data: { ...matter, cause: 'analyst' } } as unknown as DesignationCommand;
  };
  try {
    await handleCommand(log, designation, STREAM, ({ events }) => command(events as readonly KnownDesignationEvent[]), {
      key: `${n}`,
    });
    return true;
  } catch (error) {
    if (error instanceof DomainError || error instanceof InputError) return false;
    throw error;
  }
}

/** The log after steps, and whether each of them was taken. */
async function after(steps: readonly Step[], to: ListSource = source) {
  const log = createMemoryEventLog();
  let taken = true;
  for (const [n, step] of steps.entries())
    if ('publication' in step) await publish(log, step.publication, to);
    else taken = (await tell(log, step.told, n)) && taken;
  const events = (await log.readStream(STREAM)) as unknown as (KnownDesignationEvent & Placed)[];
  return { log, taken, events };
}

const answers = (events: readonly KnownDesignationEvent[]) =>
  DAYS.map((on) => {
    if (events.length === 0)
      return { on, status: 'not-listed', possible: [], since: null, until: null, name: undefined };
    const { status, possible, since, until, record } = segmentOn(lineOf(events), on);
    return { on, status, possible, since, until, name: status === 'not-listed' ? undefined : record?.subject.name };
  });

const day = fc.integer({ min: 0, max: 120 }).map(dayOf);
const row = (from: fc.Arbitrary<string | undefined>, to: fc.Arbitrary<string | undefined>) =>
  fc.option(fc.record({ name: fc.constantFrom('a', 'b'), from, to }), { freq: 3 });
const publications = (rows: fc.Arbitrary<Row | null>, most = 6) =>
  fc
    .uniqueArray(fc.record({ day, row: rows }), { selector: (each) => each.day, minLength: 1, maxLength: most })
    .map((all) => all.sort((a, b) => (a.day < b.day ? -1 : 1)));
const told: fc.Arbitrary<Told> = fc.record({
  kind: fc.constantFrom('designated', 'delisted', 'designated', 'delisted', 'suspended', 'reinstated', 'retracted'),
  effective: fc.oneof(
    day,
    fc.tuple(day, fc.integer({ min: 1, max: 40 })).map(([from, days]) => `[${from}..${addDays(from, days)}]`),
    day.map((each) => `[..${each}]`),
  ),
  publisher: fc.constantFrom('authority', 'official', 'press'),
  confidence: fc.constantFrom('confirmed', 'reported'),
});
/** The same, the publications in another order, and what people told anywhere between. */
const mixed = (byDay: readonly Publication[], hands: readonly Told[], dice: number[]): Step[] => {
  const steps: Step[] = byDay
    .map((publication, i) => ({ publication, by: dice[i % dice.length]! }))
    .sort((a, b) => a.by - b.by)
    .map(({ publication }) => ({ publication }));
  let at = 0;
  for (const [i, each] of hands.entries()) {
    at += dice[(i + 3) % dice.length]! % (steps.length - at + 1);
    steps.splice(at++, 0, { told: each });
  }
  return steps;
};
const dice = fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 });

// As people write it, a report by the same publisher of the same days is told once: here each is another's.
const handsOf = (events: readonly (KnownDesignationEvent & Placed)[]) =>
  events.filter(({ data }) => data.cause !== 'source');

type History = [byDay: Publication[], hands: Told[], dice: number[]];

/** A later publication shows from when the entry stands again, on the day on which an earlier one shows that it is gone. */
const SHOWN_ON_ONE_DAY: History = [
  [
    { day: '2020-01-17', row: { name: 'a', from: '2020-03-27' } },
    { day: '2020-01-18', row: null },
    { day: '2020-01-24', row: { name: 'a', from: '2020-01-18' } },
  ],
  [],
  [537, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

const byAuthority = (kind: Told['kind'], effective: string): Told => ({
  kind,
  effective,
  publisher: 'authority',
  confidence: 'confirmed',
});

/** What an entry printed as the day of its listing, before it was gone, is the day on which it stands again. */
const ANNOUNCED_AND_GONE: History = [
  [
    { day: '2020-01-26', row: { name: 'a', from: '2020-04-08' } },
    { day: '2020-01-27', row: { name: 'a', from: '2020-04-08' } },
    { day: '2020-03-26', row: null },
    { day: '2020-04-10', row: { name: 'b', from: '2020-04-08' } },
  ],
  [
    byAuthority('suspended', '[..2020-01-27]'),
    byAuthority('designated', '[2020-01-27..2020-01-28]'),
    byAuthority('designated', '[2020-01-01..2020-01-02]'),
  ],
  [0, 0, 0, 58, 31, 0, 0, 0, 0, 0],
];

describe('whatever comes in in whatever order', () => {
  it('is answered as the oracle says, of publications and people', async () => {
    process.stdout.write(`any order: repeat with DEMARCHE_SEED=${SEED}\n`);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc
          .option(day, { nil: undefined })
          .chain((from) => publications(row(fc.constant(from), fc.constant(undefined)))),
        fc.array(told, { maxLength: 3 }),
        dice,
        async (byDay, hands, random) => {
          const { events, taken } = await after(mixed(byDay, hands, random));
          if (!taken) return;
          compared++;
          const printed = byDay.map((each) => ({
            day: each.day,
            printed: each.row && { ...each.row, listedOn: each.row.from },
          }));
          expect(answers(events).map(({ on, status, possible }) => ({ on, status, possible }))).toEqual(
            DAYS.map((on) => ({ on, ...publicationsAnswer(handsOf(events), printed, on) })),
          );
        },
      ),
      { seed: SEED, numRuns: HISTORIES, examples: [ANNOUNCED_AND_GONE] },
    );
    expect(compared).toBeGreaterThan(HISTORIES / 5);
  }, 7_200_000);

  it('is answered as if the publications had been ingested by day', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        publications(
          row(
            fc.option(day, { nil: undefined }),
            fc.option(fc.oneof(day, fc.constant('2020-03')), { nil: undefined, freq: 1 }),
          ),
        ),
        fc.array(told, { maxLength: 3 }),
        dice,
        async (byDay, hands, random) => {
          const [shuffled, ordered] = [
            await after(mixed(byDay, hands, random)),
            await after([...hands.map((each) => ({ told: each })), ...byDay.map((publication) => ({ publication }))]),
          ];
          if (!shuffled.taken || !ordered.taken) return;
          compared++;
          expect(answers(shuffled.events)).toEqual(answers(ordered.events));
        },
      ),
      { seed: SEED, numRuns: HISTORIES, examples: [SHOWN_ON_ONE_DAY] },
    );
    expect(compared).toBeGreaterThan(HISTORIES / 10);
  }, 7_200_000);

  it('holds from the day on which the authority changed it, where that day is printed', async () => {
    let between = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(day, { minLength: 2, maxLength: 4 }),
        fc.uniqueArray(day, { minLength: 1, maxLength: 4 }),
        dice,
        async (days, changes, random) => {
          const nameOn = (on: string) =>
            `Name of ${
              changes
                .filter((each) => each <= on)
                .sort()
                .at(-1) ?? 'old'
            }`;
          const byDay = days.sort().map((on) => ({ day: on, row: { name: nameOn(on), from: dayOf(-900) } }));
          const { events } = await after(mixed(byDay, [], random), dated);
          for (const on of DAYS.filter((each) => each >= days[0]! && each <= days.at(-1)!)) {
            const printedNext = byDay.find((each) => each.day >= on)!;
            if (printedNext.row.name === nameOn(on) && printedNext.day !== on) between++;
            const [before] = byDay.filter((each) => each.day < on).slice(-1);
            // Of several changes between two publications, only the last one is printed.
            if (before && printedNext.row.name !== nameOn(on) && before.row.name !== nameOn(on)) continue;
            expect([on, segmentOn(lineOf(events), on).record?.subject.name]).toEqual([on, nameOn(on)]);
          }
        },
      ),
      { seed: SEED, numRuns: HISTORIES },
    );
    expect(between).toBeGreaterThan(HISTORIES);
  }, 7_200_000);

  it('is the same for all orders of four publications', async () => {
    const orders = permutations([0, 1, 2, 3]);
    await fc.assert(
      fc.asyncProperty(
        publications(row(fc.option(day, { nil: undefined }), fc.constant(undefined)), 4),
        async (byDay) => {
          const ordered = answers((await after(byDay.map((publication) => ({ publication })))).events);
          for (const order of orders) {
            const steps = order.flatMap((i) => (byDay[i] ? [{ publication: byDay[i] }] : []));
            expect([order, answers((await after(steps)).events)]).toEqual([order, ordered]);
          }
        },
      ),
      { seed: SEED, numRuns: HISTORIES / 10 },
    );
  }, 7_200_000);

  it('is the same for all orders of three publications where entries change their numbers and names', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(renumbering(3), async (all) => {
        const ordered = await printedAnswers(all);
        // A number that another entry had first is left to people.
        if (ordered === null) return;
        for (const order of permutations([0, 1, 2])) {
          const answers = await printedAnswers(order.map((i) => all[i]!));
          if (answers === null) continue;
          compared++;
          expect([order, answers]).toEqual([order, ordered]);
        }
      }),
      { seed: SEED, numRuns: HISTORIES },
    );
    expect(compared).toBeGreaterThan(HISTORIES * 3);
  }, 7_200_000);

  it('is ingested in any order, however numbers and names change', async () => {
    await fc.assert(
      fc.asyncProperty(renumbering(5), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (all, order) => {
        // Throws where a publication is rejected, or cannot be recorded.
        await printedAnswers(
          order.map((i) => all[i]!),
          { withQuarantined: true },
        );
      }),
      { seed: SEED, numRuns: HISTORIES * 6 },
    );
  }, 7_200_000);

  it('changes no answer of the past', async () => {
    await fc.assert(
      fc.asyncProperty(
        publications(row(fc.option(day, { nil: undefined }), fc.constant(undefined))),
        fc.array(told, { maxLength: 3 }),
        dice,
        async (byDay, hands, random) => {
          const { events, log } = await after(mixed(byDay, hands, random));
          const head = await log.head();
          const known = (at: number) => answers(events.filter(({ position }) => position <= at));
          const before = events.map(({ position }) => known(position));
          await publish(log, { day: '2020-05-20', row: null });
          const all = (await log.readStream(STREAM)) as unknown as KnownDesignationEvent[];
          expect(events.map(({ position }) => answers(all.filter((each) => each.position <= position)))).toEqual(
            before,
          );
          expect(answers(all.filter(({ position }) => position <= head))).toEqual(known(head));
        },
      ),
      { seed: SEED, numRuns: HISTORIES / 3 },
    );
  }, 7_200_000);
});

interface Numbered {
  day: string;
  rows: { number: string; name: string; from: string }[];
}

/** Publications of two parties, each under one of two numbers and names. */
const renumbering = (publications: number) =>
  fc
    .array(
      fc.array(fc.option(fc.record({ second: fc.boolean(), name: fc.constantFrom('', ' Senior') }), { freq: 4 }), {
        minLength: 2,
        maxLength: 2,
      }),
      { minLength: publications, maxLength: publications },
    )
    .map((all) =>
      all.map((parties, n): Numbered => ({
        day: dayOf(n * 20),
        rows: parties.flatMap((party, i) =>
          party
            ? { number: `${party.second ? 'B' : 'A'}${i}`, name: `Party ${i}${party.name}`, from: dayOf(-900 - i) }
            : [],
        ),
      })),
    );

/** What is answered on the days of publications, by the number that an entry bears on the day; null if one is quarantined. */
async function printedAnswers(publications: readonly Numbered[], { withQuarantined = false } = {}) {
  const log = createMemoryEventLog();
  for (const { day: publishedOn, rows } of publications) {
    const lines = [...others, ...rows.map(({ number, name, from }) => `${number},${name},${from},`)];
    const report = await ingestPublication(
      { log, artefacts: null },
      source,
      inPieces(['No,Name,From,To', ...lines].join('\n')),
      {
        publishedOn,
        backfill: true,
        force: 'A test',
        actor: 'test',
        observedAt: '2026-01-01T00:00:00.000Z',
      },
    );
    expect(report).toMatchObject({ rejected: null });
    if (report.quarantined > 0 && !withQuarantined) return null;
  }
  const events = (await log.read({ after: 0, limit: 10_000 })) as unknown as (KnownDesignationEvent & {
    stream: string;
  })[];
  const streams = Map.groupBy(
    events.filter(({ stream }) => /^designation-xx-any:[AB]/.test(stream)),
    ({ stream }) => stream,
  );
  const lines = [...streams.values()].map((own) => lineOf(own));
  return publications
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .map(({ day }) =>
      lines
        .flatMap((line) => {
          const { record, status, since, until } = segmentOn(line, day);
          return record ? `${record.reference} ${record.subject.name} ${status} ${since} ${until}` : [];
        })
        .sort(),
    );
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}
