import { MOST_MATCHES, type AsOf } from '#contract';
import { designationOf, designationStream, listOf } from '#domain';
import type { RecordedEvent } from '#event-log';
import { csvLine } from '#read-models';
import type { Customer } from '../customers/customer.ts';
import type { MatchSide } from '../match.ts';
import { inShort, scoreText } from './result-lines.ts';
import { screenCustomers, type Hit, type ScreeningQuestion } from './screen.ts';

/** A designation that is another hit as known later than as known before, and the events that were recorded in between. */
export interface Difference {
  designation: string;
  change: 'appeared' | 'gone' | 'changed';
  before?: Hit;
  after?: Hit;
  /** Of the designation, in the order of the log. */
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

/**
 * Screens up to 100 customers as known at two positions, and tells what differs and by which events. All hits are compared,
 * so that one that others only push out of a limit makes no difference.
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
  const compared = customers.map((customer, at) => ({
    customer,
    differences: differencesOf(then[at]!.hits, later[at]!.hits),
  }));
  const ids = new Set(compared.flatMap(({ differences }) => differences.map(({ designation }) => designation)));
  const streams = [...ids].map(designationStream);
  const events = streams.length > 0 ? await side.readSide.log.readStreams(streams, after.knownAt) : [];
  const recorded = Map.groupBy(
    events.filter(({ position }) => position > before.knownAt),
    ({ stream }) => designationOf(stream),
  );
  for (const { differences } of compared)
    for (const difference of differences) difference.events = recorded.get(difference.designation) ?? [];
  return compared;
}

function differencesOf(then: readonly Hit[], later: readonly Hit[]): Difference[] {
  const [before, after] = [then, later].map((hits) => new Map(hits.map((hit) => [hit.designation, hit])));
  return [...new Set([...before!.keys(), ...after!.keys()])].sort().flatMap((designation): Difference[] => {
    const pair = { before: before!.get(designation), after: after!.get(designation) };
    if (pair.before && pair.after && toldOf(pair.before) === toldOf(pair.after)) return [];
    const change = !pair.before ? 'appeared' : !pair.after ? 'gone' : 'changed';
    return [{ designation, change, ...pair, events: [] }];
  });
}

/** All that a result tells of a hit. */
const toldOf = ({ caption, score, match, evidence, missing, explanation }: Hit): string =>
  JSON.stringify([caption, scoreText(score), match, evidence, missing, explanation && inShort(explanation)]);

const COLUMNS = [
  ...['id', 'line', 'name', 'designation', 'list', 'caption', 'change'],
  ...['scoreBefore', 'scoreAfter', 'events', 'note'],
];

/** The first line of a comparison. */
export const comparisonHeader = csvLine(COLUMNS);

/** The lines of one customer: one for each designation that differs, none where both positions give the same. */
export const comparisonLines = ({ customer: { id, line, name, notes }, differences }: Compared): string =>
  differences
    .map(({ designation, change, before, after, events }) =>
      csvLine([
        ...[id, line, name, designation, listOf(designation), (after ?? before)!.caption, change],
        ...[before ? scoreText(before.score) : '', after ? scoreText(after.score) : ''],
        ...[eventsText(events), notes.join('; ')],
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
