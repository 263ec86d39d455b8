import type { PastPrinting } from './list-state.ts';
import { nextAbout, type History, type View } from './views.ts';

/** Publications one after the other that print an entry under one number, after the new publication. */
export interface Stretch {
  /** The designation that they are held under. */
  view: View;
  reference: string;
  /** Index of the first one, and of the first that has it no more. */
  from: number;
  to: number;
  /** Those that told of it; the first is the one of `from`. */
  printings: PastPrinting[];
}

/** What is printed of a designation after the new publication. */
export function stretchesOf(view: View, history: History): Stretch[] {
  const { state, publications, index, indexOf } = history;
  if (!view.after) return [];
  const stretches: Stretch[] = [];
  const add = (from: number, printing: PastPrinting) => {
    const last = stretches.at(-1);
    const isOn = last?.to === publications.length;
    if (printing.record && isOn && last.reference === printing.record.reference)
      return void last.printings.push(printing);
    if (isOn) last.to = from;
    const { record } = printing;
    if (record)
      stretches.push({ view, reference: record.reference, from, to: publications.length, printings: [printing] });
  };
  const next = nextAbout(view, history);
  // Where a publication between tells nothing else, it prints what stood before.
  if (view.before?.record && next !== undefined && next !== indexOf(view.after.publication)) add(next, view.before);
  for (const printing of state.chainOf(view.current)) {
    const at = indexOf(printing.publication);
    if (at > index) add(at, printing);
  }
  return stretches;
}

/** The first printing of a stretch, as far as identity is judged by it. */
export function entryOf({ printings }: Stretch, list: string) {
  const record = printings[0]!.record!;
  const own = (record.otherLists ?? []).filter((each) => each.list === list);
  return { record, formerReferences: own.map(({ reference }) => reference) };
}
