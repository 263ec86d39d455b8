import type { Pool } from 'pg';
import type { AlignmentAnswer, AlignmentItem, AsOf, StandingItem } from '#contract';
import { daysBetween, NotFoundError, type Status } from '#domain';
import { standingOn, type AuthorityOrList } from '../../models/designation-timeline/standing.ts';
import { combineCoverage } from '../../models/list-register/coverage.ts';
import { listsAt } from '../../models/list-register/queries.ts';
import { partiesAt, type Parties, type Party } from '../../models/subjects/parties.ts';
import type { ReadSide } from '../as-of.ts';
import { breathe, flatMapSlices } from '../breathe.ts';
import { exactDay } from '../exact-day.ts';
import { countAssociates } from '../subject.ts';
import { checkSpan, seriesOf } from './series.ts';

export interface AlignmentQuestion {
  /** A list, or an authority: all of its lists. */
  list: string;
  with: string;
  /** A span of days to tell the counts of, at the first of each month. */
  span?: { from: string; to: string };
}

/** Which of the items are wanted; all where left out. */
export interface AlignmentPage {
  alignment?: AlignmentItem['alignment'];
  before?: number;
  limit?: number;
}

/**
 * Which parties stand on one list and on another, on a day as known at a position; `counts` are of all of them, whatever the
 * page. Throws NotFoundError for an unknown side, InputError for a span that is reversed or too long.
 */
export async function answerAlignment(
  readSide: ReadSide,
  asOf: AsOf,
  { list, with: other, span }: AlignmentQuestion,
  { alignment, before = 0, limit = Infinity }: AlignmentPage = {},
): Promise<AlignmentAnswer> {
  if (span) checkSpan(span);
  const { pool, signal } = readSide;
  const [left, right, parties] = await Promise.all([
    sideOf(pool, asOf, list),
    sideOf(pool, asOf, other),
    partiesAt(pool, asOf.knownAt),
  ]);
  if (!left || !right) throw new NotFoundError(`Nothing is recorded of ${left ? other : list}`);
  await breathe(signal);
  const groups = groupByParty(parties, left.items, right.items);
  groups.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const count = (kind: AlignmentItem['alignment']) => groups.filter((each) => each.alignment === kind).length;
  const wanted = groups.filter((group) => alignment === undefined || group.alignment === alignment);
  const items = await flatMapSlices(
    wanted.slice(before, before + limit),
    (slice) => Promise.all(slice.map((group) => itemOf(readSide, asOf, group))),
    { signal },
  );
  return {
    ...asOf,
    list,
    with: other,
    coverage: { list: left.coverage, with: right.coverage },
    counts: { both: count('both'), listOnly: count('list-only'), withOnly: count('with-only') },
    items,
    ...(span && { series: await seriesOf(pool, asOf.knownAt, parties, [scopeOf(list), scopeOf(other)], span) }),
  };
}

const scopeOf = (side: string): AuthorityOrList => (/^[A-Z]{2}$/.test(side) ? { authority: side } : { list: side });

async function sideOf(pool: Pool, asOf: AsOf, side: string) {
  const scope = scopeOf(side);
  const [lists, items] = await Promise.all([listsAt(pool, asOf, scope), standingOn(pool, asOf, scope)]);
  if (lists.length === 0) return null;
  return { items, coverage: combineCoverage(lists.map(({ coverage }) => coverage)) };
}

interface Group {
  party: Party | undefined;
  entries: StandingItem[];
  counterparts: StandingItem[];
  alignment: AlignmentItem['alignment'];
  name: string;
}

/** Entries of both sides, those of one party together. */
function groupByParty(parties: Parties, left: readonly StandingItem[], right: readonly StandingItem[]): Group[] {
  const groups = new Map<Party | string, Pick<Group, 'party' | 'entries' | 'counterparts'>>();
  const groupOf = ({ id }: StandingItem) => {
    const party = parties.ofDesignation(id);
    const group = groups.get(party ?? id) ?? { party, entries: [], counterparts: [] };
    groups.set(party ?? id, group);
    return group;
  };
  for (const item of left) groupOf(item).entries.push(item);
  for (const item of right) groupOf(item).counterparts.push(item);
  return [...groups.values()].map(({ party, entries, counterparts }) => ({
    party,
    entries,
    counterparts,
    alignment: entries.length === 0 ? 'with-only' : counterparts.length === 0 ? 'list-only' : 'both',
    name: (entries[0] ?? counterparts[0]!).name,
  }));
}

async function itemOf(
  readSide: ReadSide,
  asOf: AsOf,
  { party, entries, counterparts, alignment, name }: Group,
): Promise<AlignmentItem> {
  const both = alignment === 'both';
  const [listed, other] = [firstDay(entries), firstDay(counterparts)];
  const days = both && listed && other ? { listed, other } : null;
  const shown = new Set([...entries, ...counterparts].map(({ id }) => id));
  return {
    alignment,
    name,
    subjects: party?.subjects ?? [],
    entries,
    counterparts,
    since: days && (days.listed > days.other ? days.listed : days.other),
    followedAfterDays: days && daysBetween(days.other, days.listed),
    evidence: evidenceOf(party, shown),
    associates: party && entries.length > 0 ? await countAssociates(readSide, asOf, party) : [],
  };
}

/** What links the entries shown, each text once: a link names all of its entries. */
function evidenceOf(party: Party | undefined, shown: ReadonlySet<string>): AlignmentItem['evidence'] {
  const linking = (party?.entries ?? []).filter(({ designation }) => designation !== null && shown.has(designation));
  const told = linking.flatMap(({ evidence, position }) => evidence.map((each) => ({ ...each, position })));
  return [...new Map(told.map((each) => [`${each.position} ${each.text}`, each])).values()];
}

/** The first day on which any of the entries stood, where it is known to the day. */
function firstDay(items: readonly StandingItem[]): string | null {
  const days = items.map(({ since, status }) => (since && certain(status) ? exactDay(since) : null));
  return days.includes(null) ? null : (days.sort()[0] ?? null);
}

const certain = (status: Status) => status !== 'uncertain';
