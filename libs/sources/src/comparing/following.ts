import { followPublications, printingsOf, type DesignationEvent, type Json } from '#domain';
import type { SourceRow } from '../list-source.ts';
import { keptRow } from '../mapping/map-rows.ts';
import { eventsOf, speaksOf, type PastPrinting, type PastPublication } from './list-state.ts';
import type { DiffInput } from './difference.ts';
import { nextAbout, type History, type View } from './views.ts';
import { reworded } from './wording.ts';

/** Whether the list's own reports of an entry may change though the publication prints it as it stood before. */
export function needsFollowing(view: View, history: History): boolean {
  if (view.current.isByHand) return true;
  // What changed in the next publication now changed since this one.
  return view.after !== undefined && nextAbout(view, history) === history.indexOf(view.after.publication);
}

/** What is followed: a designation, and what its list's publications print of it. */
export interface Followed {
  /** The designation as it was before the new publication; null for a new one. */
  view: View | null;
  /** As the new publication prints it; left out where that does not speak of it. */
  printing?: PastPrinting;
  row?: SourceRow;
  /** The designations whose later printings are its own. */
  tails: readonly View[];
}

/** The events that make the list's own reports of an entry follow from its publications, the new one among them. */
export function follow(followed: Followed, history: History, { source, observedAt }: DiffInput): DesignationEvent[] {
  const { view, printing, row } = followed;
  const { list, authority } = source;
  const { publication } = history;
  const printings = reworded(source, printingsFor(followed, history), history);
  return followPublications(view ? eventsOf(view.current) : [], printings, {
    list,
    authority,
    observedAt,
    cause: 'source',
    source: publication.source,
    why: `As the publications of ${list} say, that of ${publication.publishedOn} among them`,
    rowOf: (each) => (each === printing && row ? (keptRow(row) as { row?: Json }).row : undefined),
  });
}

function printingsFor(followed: Followed, history: History): PastPrinting[] {
  const { view, printing, tails } = followed;
  const publications = publicationsFor(followed, history);
  const { programs } = (view?.record ?? printing?.record ?? tails[0]!.record)!;
  const of = (each: View | null) => printingsOf(each ? eventsOf(each.current) : [], publications, { programs });
  const before = of(view).filter((each) => history.indexOf(each.publication) < history.index);
  const later = new Map<PastPublication, PastPrinting>();
  for (const tail of tails.length > 0 ? tails : [null])
    for (const each of of(tail))
      if (history.indexOf(each.publication) > history.index && (each.record || !later.has(each.publication)))
        later.set(each.publication, each);
  return [...before, ...(printing ? [printing] : []), ...[...later.values()].sort(byIndex(history))];
}

const byIndex =
  ({ indexOf }: History) =>
  (a: PastPrinting, b: PastPrinting) =>
    indexOf(a.publication) - indexOf(b.publication);

/**
 * The publications that decide the reports of an entry. If people told of it, those are all; else the ones that told of it,
 * the new one, and the next one on either side of each.
 */
function publicationsFor({ view, printing, tails }: Followed, history: History): readonly PastPublication[] {
  const { state, publications, index, indexOf } = history;
  if (view?.current.isByHand) return publications;
  const covered = (view?.record ?? printing?.record ?? tails[0]!.record)!;
  const told = new Set([index]);
  for (const each of new Set([...(view ? [view] : []), ...tails]))
    for (const { publication } of state.chainOf(each.current)) told.add(indexOf(publication));
  const chosen = new Set(told);
  const addFirst = (from: number, step: 1 | -1) => {
    for (let i = from; i >= 0 && i < publications.length; i += step)
      if (told.has(i) || speaksOf(publications[i]!, covered)) return void chosen.add(i);
  };
  for (const at of told) {
    addFirst(at - 1, -1);
    addFirst(at + 1, 1);
  }
  return [...chosen].sort((a, b) => a - b).map((i) => publications[i]!);
}
