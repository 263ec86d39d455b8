import { followPublications, printingsOf, type DesignationEvent, type Json } from '#domain';
import type { SourceRow } from '../list-source.ts';
import { keptRow } from '../mapping/map-rows.ts';
import { eventsOf, speaksOf, type PastPrinting, type PastPublication } from './list-state.ts';
import { knownOf, type Course } from './courses.ts';
import type { DiffInput } from './difference.ts';
import { isToldNext, type History, type View } from './views.ts';
import { reworded } from './wording.ts';

/** Whether the list's own reports of an entry may change though the publication prints it as it stood before. */
export function needsFollowing(view: View, history: History): boolean {
  // What changed in the next publication now changed since this one.
  return view.current.isByHand || isToldNext(view, history);
}

/** An entry that is followed through all publications. */
export interface Followed extends Course {
  /** As the new publication prints it; left out where that does not speak of it. */
  printing?: PastPrinting;
  row?: SourceRow;
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
  const { view, head, printing, later, isMoved } = followed;
  const { index, indexOf } = history;
  const publications = publicationsFor(followed, history);
  const { programs } = knownOf(followed);
  const of = (each: View | null) => printingsOf(each ? eventsOf(each.current) : [], publications, { programs });
  const before = of(head).filter((each) => indexOf(each.publication) < index);
  const after = new Map<PastPublication, PastPrinting>();
  for (const each of of(isMoved ? null : view))
    if (indexOf(each.publication) > index) after.set(each.publication, each);
  if (isMoved)
    for (const { view: holder, from, to } of later)
      for (const each of of(holder)) {
        const at = indexOf(each.publication);
        // That it has it no more is told by the publication after.
        if (each.record ? at >= from && at < to : at === to && !after.get(each.publication)?.record)
          after.set(each.publication, each);
      }
  return [...before, ...(printing ? [printing] : []), ...[...after.values()].sort(byIndex(history))];
}

const byIndex =
  ({ indexOf }: History) =>
  (a: PastPrinting, b: PastPrinting) =>
    indexOf(a.publication) - indexOf(b.publication);

/**
 * The publications that decide the reports of an entry. If people told of it, those are all; else the ones that told of it,
 * the new one, and the next one on either side of each.
 */
function publicationsFor(followed: Followed, history: History): readonly PastPublication[] {
  const { view, head, later } = followed;
  const { state, publications, index, indexOf } = history;
  if (view?.current.isByHand) return publications;
  const covered = knownOf(followed);
  const told = new Set([index]);
  for (const each of new Set([head, view, ...later.map((stretch) => stretch.view)]))
    for (const { publication } of each ? state.chainOf(each.current) : []) told.add(indexOf(publication));
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
