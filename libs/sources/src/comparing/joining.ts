import type { MappedEntry } from '../list-source.ts';
import { identify, type EntryOnDay, type Identified, type Match } from './identity.ts';
import { speaksOf, type CurrentEntry } from './list-state.ts';
import type { History, View } from './views.ts';

/** Where later printings go that continue another entry by day than they were matched with. */
export interface Joined {
  matches: readonly Match<View>[];
  /** The designations whose later printings continue one, or a new entry; left out where that is its own alone. */
  tails: ReadonlyMap<View | MappedEntry, readonly View[]>;
  /** Designations whose later printings are an entry of their own. */
  parted: readonly View[];
}

type Tail = View & Required<Pick<View, 'tail'>>;

/**
 * Later publications were matched without this one. It may show that two designations are one entry, or that one is two:
 * then what they print goes where it would have gone by day. What people told of stays as it is; so does the rest in doubt.
 */
export function joinTails(
  matches: readonly Match<View>[],
  views: readonly View[],
  held: ReadonlySet<CurrentEntry>,
  history: History,
  list: string,
): Joined {
  const isFixed = ({ current }: View) => current.isByHand || held.has(current);
  const tails = views.filter((view): view is Tail => view.tail !== undefined && !isFixed(view));
  const matchOf = new Map(matches.flatMap((match) => (match.view ? [[match.view, match] as const] : [])));
  const byNumber = new Map(matches.map((match) => [match.entry.record.reference, match]));
  const others = new Set(views.flatMap((view) => (view.hasBegun && !matchOf.has(view) ? view.record.reference : [])));
  const joined = new Map<Match<View>, View[]>();
  const parted: View[] = [];
  const join = (match: Match<View>, view: View) => {
    const own = match.view ? [match.view] : [];
    const beside = [...own, ...(joined.get(match) ?? [])];
    if (own.some(isFixed) || beside.some((each) => overlap(each, view, history))) return;
    joined.set(match, [...(joined.get(match) ?? []), view]);
  };

  const [numbered, open] = [true, false].map((isNumbered) =>
    tails.filter(({ tail: { record } }) => byNumber.has(record.reference) === isNumbered),
  ) as [Tail[], Tail[]];
  for (const view of numbered.sort(byIndex)) {
    const owner = byNumber.get(view.tail.record.reference)!;
    if (owner !== matchOf.get(view)) join(owner, view);
  }
  const unknown = open.filter(({ tail: { record } }) => !others.has(record.reference));
  const loose = matches.filter(({ view }) => !view?.tail || isLoose(view, history));
  for (const [index, begun] of Map.groupBy(unknown.sort(byIndex), ({ tail }) => tail.index)) {
    const candidates = loose.filter(
      (match) =>
        !(match.view && isPrintedIn(match.view, index, history)) ||
        // What stands there under another number is looked at anew.
        begun.some((view) => view === match.view),
    );
    for (const { entry, view: found } of identify(
      begun.map((view) => ({ ...entryOf(view, list), view })),
      candidates.map(asPrinted),
      new Set(),
    )) {
      const own = matchOf.get(entry.view);
      const { reference } = entry.record;
      if (found) {
        if (found.match !== own) join(found.match, entry.view);
      } else if (!history.state.designations.has(`${list}:${reference}`) && isBroken(entry.view, own, history, list))
        parted.push(entry.view);
    }
  }
  return placed(matches, joined, parted);
}

const byIndex = (a: Tail, b: Tail) => a.tail.index - b.tail.index;

/** The first later printing of a designation, as far as identity is judged by it. */
const entryOf = ({ tail: { record } }: Tail, list: string): Identified => ({
  record,
  formerReferences: (record.otherLists ?? []).flatMap((each) => (each.list === list ? each.reference : [])),
});

const continued = <Each extends EntryOnDay>(entry: Identified, views: readonly Each[]): Each | null =>
  identify([entry], views, new Set())[0]!.view;

/** A designation as the new publication prints it. */
function asPrinted(match: Match<View>) {
  const { entry, view } = match;
  const { record } = entry;
  const before = view?.hasBegun ? view : undefined;
  return {
    match,
    current: view?.current ?? ({} as CurrentEntry),
    record,
    records: () => [...(before?.records() ?? []), record],
    references: () => [...(before?.references() ?? []), record.reference],
    isPrinted: true,
    hasBegun: true,
  };
}

/** Whether later printings no more continue what they were matched with: it is another party now, or was gone before. */
function isBroken(view: Tail, own: Match<View> | undefined, { publications, index }: History, list: string): boolean {
  const entry = entryOf(view, list);
  if (!view.isPrinted || continued(entry, [view]) === null) return false;
  if (own) return true;
  return speaksOf(publications[index]!, view.record) && continued(entry, [{ ...view, isPrinted: false }]) === null;
}

/** Whether some later publication may have a designation not, or under another number. */
function isLoose({ current, record, tail }: View, { state, publications, index, indexOf }: History): boolean {
  if (tail!.index > index + 1 && publications.slice(index + 1, tail!.index).some((each) => speaksOf(each, record)))
    return true;
  return state
    .chainOf(current)
    .some((each) => each.record?.reference !== record.reference && indexOf(each.publication) > index);
}

function isPrintedIn({ current }: View, at: number, { state, indexOf }: History): boolean {
  return Boolean(state.chainOf(current).findLast(({ publication }) => indexOf(publication) <= at)?.record);
}

/** Whether a later publication prints both. */
function overlap(a: View, b: View, history: History): boolean {
  const { state, index, indexOf } = history;
  const turns = [a, b].flatMap(({ current }) => state.chainOf(current).map(({ publication }) => indexOf(publication)));
  return turns.some((at) => at > index && isPrintedIn(a, at, history) && isPrintedIn(b, at, history));
}

function placed(
  matches: readonly Match<View>[],
  joined: ReadonlyMap<Match<View>, readonly View[]>,
  parted: readonly View[],
): Joined {
  const tails = new Map<View | MappedEntry, readonly View[]>();
  for (const view of [...parted, ...[...joined.values()].flat()]) tails.set(view, []);
  const all = matches.map((match) => {
    const more = joined.get(match);
    if (!more) return match;
    // A new entry is the designation that nothing else printed before.
    const view = match.view ?? more.find(({ hasBegun }) => !hasBegun) ?? null;
    const own = view && tails.get(view)?.length !== 0 ? [view] : [];
    const later = [...own, ...more];
    tails.set(view ?? match.entry, later);
    return { ...match, view };
  });
  return { matches: all, tails, parted };
}
