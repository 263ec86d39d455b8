import { byDay, intervalOf, lineOf, publicationKey, segmentOn, type DesignationRecord } from '#domain';
import type { EntryOnDay } from './identity.ts';
import {
  eventsOf,
  speaksOf,
  type CurrentEntry,
  type ListState,
  type PastPrinting,
  type PastPublication,
} from './list-state.ts';

/** The list's publications with a new one in its place. */
export interface History {
  state: ListState;
  publications: readonly PastPublication[];
  /** The new one. */
  publication: PastPublication;
  /** Where it stands among them. */
  index: number;
  indexOf(publication: PastPublication): number;
}

export function historyWith(state: ListState, publication: PastPublication): History {
  const publications = byDay([...state.publications, publication]);
  const places = new Map(publications.map((each, i) => [publicationKey(each), i]));
  const indexOf = (each: PastPublication) => places.get(publicationKey(each))!;
  return { state, publications, publication, indexOf, index: indexOf(publication) };
}

/** A designation around the new publication's day. */
export interface View extends EntryOnDay {
  /** What the publications printed of it last before that day, and first after it. */
  before?: PastPrinting;
  after?: PastPrinting;
}

/** The view of a designation; null where nothing tells what it looked like. */
export function viewOf(current: CurrentEntry, history: History): View | null {
  const { state, publications, index, indexOf } = history;
  const chain = state.chainOf(current);
  const isNewest = index === publications.length - 1;
  const next = isNewest ? -1 : chain.findIndex(({ publication }) => indexOf(publication) > index);
  const earlier = next < 0 ? chain : chain.slice(0, next);
  const later = next < 0 ? [] : chain.slice(next);
  const before = earlier.at(-1);
  const after = later[0];
  const day = publications[index]!.publishedOn;
  const printed = earlier.findLast((each) => each.record)?.record;
  const record = printed ?? later.find((each) => each.record)?.record ?? toldRecord(current, day);
  if (!record) return null;
  const records = () => (printed ? earlier.flatMap((each) => each.record ?? []) : [record]);
  return {
    current,
    record,
    records,
    references: () =>
      current.isByHand ? current.state.references : [...new Set(records().map(({ reference }) => reference))],
    before,
    after,
    hasBegun: Boolean(printed) || current.isByHand,
    isPrinted: before?.record ? !endsBy(before.record, day) : false,
  };
}

/** The index of the first later publication that speaks of an entry. */
export function nextAbout(
  { record, after }: Pick<View, 'record' | 'after'>,
  { publications, index, indexOf }: History,
): number | undefined {
  const told = after && indexOf(after.publication);
  const next = publications.findIndex((each, i) => i > index && (i === told || speaksOf(each, record)));
  return next < 0 ? undefined : next;
}

/** Whether the publication after the new one tells something else of an entry. */
export const isToldNext = (view: View, history: History): boolean =>
  view.after !== undefined && nextAbout(view, history) === history.indexOf(view.after.publication);

/** The record that people told of a designation which no publication has printed. */
function toldRecord(current: CurrentEntry, day: string): DesignationRecord | undefined {
  const events = eventsOf(current);
  const line = lineOf(events);
  const standing = segmentOn(line, day).record ?? line.findLast(({ record }) => record)?.record;
  // If the designation was retracted, it is that entry still.
  return standing ?? events.flatMap(({ data }) => ('record' in data ? [data.record] : []))[0];
}

/** Whether an entry is over by a day, as its own record prints it. */
export const endsBy = ({ delistedOn, standing }: DesignationRecord, day: string): boolean =>
  standing === 'delisted' || (delistedOn !== undefined && intervalOf(delistedOn).latest <= day);
