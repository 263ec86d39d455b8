import { MOST_MATCHES, type AsOf, type MatchExample } from '#contract';
import { designationStream, listOf, listStream } from '#domain';
import type { RecordedEvent } from '#event-log';
import { EVERYTHING } from '#exports';
import { csvLine, exportedByIds, registrationsBetween } from '#read-models';
import type { Customer } from '../customers/customer.ts';
import { comparingAt, resultFor, type MatchSide } from '../match.ts';
import { inShort, scoreText, statusText } from './result-lines.ts';
import { queryAt, screenCustomers, type Hit, type ScreeningQuestion } from './screen.ts';

/** A designation that is another hit as known later than as known before, and the events that made it so. */
export interface Difference {
  designation: string;
  change: 'appeared' | 'gone' | 'changed';
  before?: Hit;
  after?: Hit;
  /** In the order of the log; none where a day that was known before has come. */
  events: RecordedEvent[];
}

export interface Compared {
  customer: Customer;
  /** In the order of their designations; empty where both positions give the same. */
  differences: Difference[];
}

/** The same day as known at two positions, the earlier one first. */
export interface Between {
  before: AsOf;
  after: AsOf;
}

/** Of more events than these all are told, whether or not one made a difference. */
const MOST_STEPS = 50;

/**
 * Screens up to 100 customers as known at two positions, and tells what differs and by which events. A designation that only others
 * push out of what is told makes no difference: each that differs is looked at by itself at both.
 */
export async function compareCustomers(
  side: MatchSide,
  { before, after }: Between,
  question: ScreeningQuestion,
  customers: readonly Customer[],
): Promise<Compared[]> {
  const all = { ...question, limit: MOST_MATCHES };
  const then = await screenCustomers(side, before, all, customers);
  const later = await screenCustomers(side, after, all, customers);
  const found = customers.map((customer, at) => ({ customer, ids: differing(then[at]!.hits, later[at]!.hits) }));
  const history = await historyOf(side, { before, after }, question, new Set(found.flatMap(({ ids }) => ids)));
  const compared: Compared[] = [];
  for (const { customer, ids } of found) {
    const differences: Difference[] = [];
    for (const id of ids) differences.push(...(await history.differences(customer, id)));
    compared.push({ customer, differences });
  }
  return compared;
}

/** The designations that are told otherwise, by their ids. */
function differing(then: readonly Hit[], later: readonly Hit[]): string[] {
  const [before, after] = [then, later].map((hits) => new Map(hits.map((hit) => [hit.designation, toldOf(hit)])));
  return [...new Set([...before!.keys(), ...after!.keys()])].filter((id) => before!.get(id) !== after!.get(id)).sort();
}

/** What became of designations between two moments, to be looked at event by event. */
async function historyOf(side: MatchSide, { before, after }: Between, question: ScreeningQuestion, ids: Set<string>) {
  const { readSide, editions } = side;
  const recorded = await readSide.log.readStreams([...ids].map(designationStream), after.knownAt);
  const later = recorded.filter(({ position }) => position > before.knownAt);
  const lists = [...new Set([...ids].map(listOf))];
  const registered = await registrationsBetween(readSide.pool, lists, before.knownAt, after.knownAt);
  const ofLists = await readSide.log.readPositions(registered);
  const byStream = Map.groupBy([...later, ...ofLists], ({ stream }) => stream);
  const eventsOf = (id: string) =>
    [designationStream(id), listStream(listOf(id))]
      .flatMap((stream) => byStream.get(stream) ?? [])
      .sort((a, b) => a.position - b.position);
  const comparing = remembered(async (knownAt: number, on: string) => {
    const moment = { on, knownAt, position: knownAt };
    return comparingAt(side, moment, await queryAt(editions, moment, question), EVERYTHING);
  });
  const periodAt = remembered(async (knownAt: number, id: string) => {
    const [period] = await exportedByIds(readSide.pool, [id], { on: before.on, knownAt });
    return period;
  });
  const ends = [before, after];
  const [was, is] = await Promise.all(
    ends.map(async (moment) => byId(await exportedByIds(readSide.pool, [...ids], moment))),
  );

  /** How one is told as known at an event's position. Of lists only their own events decide whether they are looked at. */
  async function hitAt({ position, stream }: RecordedEvent, example: MatchExample, id: string, listKnownAt: number) {
    const period = await periodAt(position, id);
    const at = stream === listStream(listOf(id)) ? position : listKnownAt;
    return { at, hit: period && resultFor(await comparing(at, before.on), example, period) };
  }

  /** Those of the events after which it is told otherwise than before. */
  async function decisive(events: readonly RecordedEvent[], example: MatchExample, id: string, first?: Hit) {
    if (events.length > MOST_STEPS) return [...events];
    const found: RecordedEvent[] = [];
    let told = first && toldOf(first);
    let listKnownAt = before.knownAt;
    for (const event of events) {
      const { at, hit } = await hitAt(event, example, id, listKnownAt);
      listKnownAt = at;
      const now = hit && toldOf(hit);
      if (now !== told) found.push(event);
      told = now;
    }
    return found;
  }

  return {
    /** What differs for a customer by a designation: one thing or nothing. */
    async differences({ example }: Customer, id: string): Promise<Difference[]> {
      if (!example) return [];
      const [first, last] = await Promise.all(
        [was!, is!].map(async (periods, at) => {
          const { knownAt, on } = ends[at]!;
          const period = periods.get(id);
          return period && resultFor(await comparing(knownAt, on), example, period);
        }),
      );
      if ((first && toldOf(first)) === (last && toldOf(last))) return [];
      const change = !first ? 'appeared' : !last ? 'gone' : 'changed';
      const events = await decisive(eventsOf(id), example, id, first);
      return [{ designation: id, change, ...(first && { before: first }), ...(last && { after: last }), events }];
    },
  };
}

const byId = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((each) => [each.id, each]));

/** Asks once for each position and day, or designation. */
function remembered<T>(ask: (knownAt: number, of: string) => Promise<T>): typeof ask {
  const known = new Map<string, Promise<T>>();
  return (knownAt, of) => {
    const key = `${knownAt} ${of}`;
    const found = known.get(key) ?? ask(knownAt, of);
    known.set(key, found);
    return found;
  };
}

/** All that a result tells of a hit. */
const toldOf = ({ caption, status, possible, score, match, evidence, missing, explanation }: Hit): string =>
  JSON.stringify([
    caption,
    statusText({ status, possible }),
    scoreText(score),
    match,
    evidence,
    missing,
    explanation && inShort(explanation),
  ]);

const COLUMNS = [
  'id',
  'line',
  'name',
  'designation',
  'list',
  'caption',
  'change',
  'statusBefore',
  'statusAfter',
  'scoreBefore',
  'scoreAfter',
  'events',
  'note',
];

/** The first line of a comparison. */
export const comparisonHeader = csvLine(COLUMNS);

/** The lines of one customer: one for each designation that differs, none where both positions give the same. */
export const comparisonLines = ({ customer: { id, line, name, notes }, differences }: Compared): string =>
  differences
    .map(({ designation, change, before, after, events }) =>
      csvLine([
        id,
        line,
        name,
        designation,
        listOf(designation),
        (after ?? before)!.caption,
        change,
        ...[before, after].map((hit) => (hit ? statusText(hit) : '')),
        ...[before, after].map((hit) => (hit ? scoreText(hit.score) : '')),
        eventsText(events),
        notes.join('; '),
      ]),
    )
    .join('');

const MOST_EVENTS = 50;

function eventsText(events: readonly RecordedEvent[]): string {
  const told = events
    .slice(0, MOST_EVENTS)
    .map(({ position, type, data }) => `${position} ${type} ${data.effective}`)
    .join('; ');
  return events.length > MOST_EVENTS ? `${told}; ${events.length - MOST_EVENTS} more` : told;
}
