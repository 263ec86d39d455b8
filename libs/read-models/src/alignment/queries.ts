import type { Pool } from 'pg';
import { daysBetween, intervalOf, NotFoundError, type Status } from '#domain';
import type { AnswerSources, AsOf } from '../answers.ts';
import { standingOn, type Scope, type StandingItem } from '../designation-timeline/queries.ts';
import { combineCoverage, type Coverage } from '../list-register/coverage.ts';
import { listsAt } from '../list-register/queries.ts';
import { partiesAt, type Parties, type Party } from '../subjects/parties.ts';
import { countAssociates, type AssociateCount } from '../subjects/queries.ts';
import { seriesOf, type SeriesPoint } from './series.ts';

export interface AlignmentItem {
  alignment: 'both' | 'list-only' | 'with-only';
  name: string;
  /** The subjects that link the entries; none where an entry stands alone. */
  subjects: string[];
  /** The party's entries on the one side and on the other. */
  entries: StandingItem[];
  counterparts: StandingItem[];
  /** The day from which it stood on both; null where the days are not known so exactly. */
  since: string | null;
  /** Days from the other side's listing to this side's; negative where this side was first. */
  followedAfterDays: number | null;
  /** What the links rest on. */
  evidence: { kind: string; text: string; position: number }[];
  /** Not an entry there itself, but others are because of it. */
  associates: AssociateCount[];
}

export interface AlignmentAnswer extends AsOf {
  list: string;
  with: string;
  coverage: { list: Coverage; with: Coverage };
  counts: { both: number; listOnly: number; withOnly: number };
  items: AlignmentItem[];
  /** Month by month, where a span was asked for. */
  series?: SeriesPoint[];
}

export interface AlignmentQuestion {
  /** A list, or an authority: all of its lists. */
  list: string;
  with: string;
  /** A span of days to tell the counts of, at the first of each month. */
  span?: { from: string; to: string };
}

/** Which parties stand on one list and on another, on a day as known at a position. Throws NotFoundError for an unknown side. */
export async function answerAlignment(
  sources: AnswerSources,
  asOf: AsOf,
  { list, with: other, span }: AlignmentQuestion,
): Promise<AlignmentAnswer> {
  const { pool } = sources;
  const [left, right, parties] = await Promise.all([
    sideOf(pool, asOf, list),
    sideOf(pool, asOf, other),
    partiesAt(pool, asOf.knownAt),
  ]);
  const groups = groupByParty(parties, left.items, right.items);
  const items = await Promise.all(groups.map((group) => itemOf(sources, asOf, group)));
  items.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const count = (alignment: AlignmentItem['alignment']) => items.filter((each) => each.alignment === alignment).length;
  return {
    ...asOf,
    ...{ list, with: other },
    coverage: { list: left.coverage, with: right.coverage },
    counts: { both: count('both'), listOnly: count('list-only'), withOnly: count('with-only') },
    items,
    ...(span && { series: await seriesOf(pool, asOf.knownAt, parties, [scopeOf(list), scopeOf(other)], span) }),
  };
}

const scopeOf = (side: string): Scope => (/^[A-Z]{2}$/.test(side) ? { authority: side } : { list: side });

async function sideOf(pool: Pool, asOf: AsOf, side: string) {
  const scope = scopeOf(side);
  const [lists, items] = await Promise.all([listsAt(pool, asOf, scope), standingOn(pool, asOf, scope)]);
  if (lists.length === 0) throw new NotFoundError(`Nothing is recorded of ${side}`);
  return { items, coverage: combineCoverage(lists.map(({ coverage }) => coverage)) };
}

interface Group {
  party: Party | undefined;
  entries: StandingItem[];
  counterparts: StandingItem[];
}

/** Entries of both sides, those of one party together. */
function groupByParty(parties: Parties, left: readonly StandingItem[], right: readonly StandingItem[]): Group[] {
  const groups = new Map<Party | string, Group>();
  const groupOf = ({ id }: StandingItem) => {
    const party = parties.ofDesignation(id);
    const group = groups.get(party ?? id) ?? { party, entries: [], counterparts: [] };
    groups.set(party ?? id, group);
    return group;
  };
  for (const item of left) groupOf(item).entries.push(item);
  for (const item of right) groupOf(item).counterparts.push(item);
  return [...groups.values()];
}

async function itemOf(
  sources: AnswerSources,
  asOf: AsOf,
  { party, entries, counterparts }: Group,
): Promise<AlignmentItem> {
  const both = entries.length > 0 && counterparts.length > 0;
  const [listed, other] = [firstDay(entries), firstDay(counterparts)];
  const days = both && listed && other ? { listed, other } : null;
  const shown = new Set([...entries, ...counterparts].map(({ id }) => id));
  return {
    alignment: both ? 'both' : entries.length > 0 ? 'list-only' : 'with-only',
    name: (entries[0] ?? counterparts[0]!).name,
    subjects: party?.subjects ?? [],
    ...{ entries, counterparts },
    since: days && (days.listed > days.other ? days.listed : days.other),
    followedAfterDays: days && daysBetween(days.other, days.listed),
    evidence: evidenceOf(party, shown),
    associates: party && entries.length > 0 ? await countAssociates(sources, asOf, party) : [],
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

function exactDay(edtf: string): string | null {
  const { earliest, latest } = intervalOf(edtf);
  return earliest === latest ? latest : null;
}
