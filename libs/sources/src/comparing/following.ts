import { followPublications, printingsOf, publicationKey, type DesignationEvent, type Json } from '#domain';
import type { ListSource, SourceRow } from '../list-source.ts';
import { keptRow } from '../mapping/map-rows.ts';
import { eventsOf, speaksOf, type PastPrinting, type PastPublication } from './list-state.ts';
import type { History, View } from './views.ts';
import { reworded } from './wording.ts';

/** Whether the list's own reports of an entry may change though the publication prints it as it stood before. */
export function needsFollowing({ current, record, after }: View, { publications, index }: History): boolean {
  if (current.isByHand) return true;
  if (!after) return false;
  // What changed in the next publication now changed since this one.
  const key = publicationKey(after.publication);
  const next = publications.slice(index + 1).find((each) => publicationKey(each) === key || speaksOf(each, record));
  return next !== undefined && publicationKey(next) === key;
}

/** The events that make the list's own reports of an entry follow from its publications, the new one among them. */
export function follow(
  view: View | null,
  printing: PastPrinting,
  row: SourceRow | undefined,
  history: History,
  { source, observedAt }: { source: ListSource; observedAt: string },
): DesignationEvent[] {
  const { list, authority } = source;
  const events = view ? eventsOf(view.current) : [];
  const { programs } = view?.record ?? printing.record!;
  const known = printingsOf(events, publicationsFor(view, printing, history), { programs });
  return followPublications(events, reworded(source, withPrinting(known, printing, history), printing), {
    list,
    authority,
    observedAt,
    cause: 'source',
    source: printing.publication.source,
    why: `As the publications of ${list} say, that of ${printing.day} among them`,
    rowOf: (each) => (each === printing && row ? (keptRow(row) as { row?: Json }).row : undefined),
  });
}

/**
 * The publications that decide the reports of an entry. If people told of it, those are all; else the ones that told of it,
 * the new one, and the next one on either side of each.
 */
function publicationsFor(view: View | null, { record }: PastPrinting, history: History): readonly PastPublication[] {
  const { state, publications, index, indexOf } = history;
  if (view?.current.isByHand) return publications;
  const covered = view?.record ?? record!;
  const chain = view ? state.chainOf(view.current) : [];
  const told = new Set([index, ...chain.map(({ publication }) => indexOf(publication))]);
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

/** The printings with that of the new publication in its place. */
function withPrinting(printings: readonly PastPrinting[], printing: PastPrinting, { index, indexOf }: History) {
  const others = printings.filter(({ publication }) => indexOf(publication) !== index);
  const at = others.findIndex(({ publication }) => indexOf(publication) > index);
  return others.toSpliced(at < 0 ? others.length : at, 0, printing);
}
