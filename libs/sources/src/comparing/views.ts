import { byDay, intervalOf, lineOf, publicationKey, segmentOn, type DesignationRecord } from '#domain';
import type { EntryOnDay } from './identity.ts';
import { eventsOf, type CurrentEntry, type ListState, type PastPrinting, type PastPublication } from './list-state.ts';

/** The list's publications with a new one in its place. */
export interface History {
  state: ListState;
  publications: readonly PastPublication[];
  /** Where the new one stands among them. */
  index: number;
  indexOf(publication: PastPublication): number;
}

export function historyWith(state: ListState, publication: PastPublication): History {
  const publications = byDay([...state.publications, publication]);
  const places = new Map(publications.map((each, i) => [publicationKey(each), i]));
  const indexOf = (each: PastPublication) => places.get(publicationKey(each))!;
  return { state, publications, indexOf, index: indexOf(publication) };
}

/** A designation around the new publication's day. */
export interface View extends EntryOnDay {
  /** What the publications printed of it last before that day, and first after it. */
  before?: PastPrinting;
  after?: PastPrinting;
  /** Whether it stands on the list by the publication before. */
  isPrinted: boolean;
}

/** The view of a designation; null where nothing tells what it looked like. */
export function viewOf(current: CurrentEntry, { state, publications, index, indexOf }: History): View | null {
  const chain = state.chainOf(current);
  const isNewest = index === publications.length - 1;
  const next = isNewest ? -1 : chain.findIndex(({ publication }) => indexOf(publication) > index);
  const earlier = next < 0 ? chain : chain.slice(0, next);
  const before = earlier.at(-1);
  const after = next < 0 ? undefined : chain[next];
  const day = publications[index]!.publishedOn;
  const firstPrinted = () => chain.find((each) => each.record)?.record;
  const record = earlier.findLast((each) => each.record)?.record ?? firstPrinted() ?? toldRecord(current, day);
  if (!record) return null;
  const isPrinted = before?.record !== undefined && before.record !== null && !endsBy(before.record, day);
  return {
    current,
    record,
    records() {
      const printed = chain.flatMap((each) => each.record ?? []);
      return printed.length > 0 ? printed : [record];
    },
    before,
    after,
    isPrinted,
    isMissable: isPrinted || !isNewest,
    ...(after?.record && after.record.reference !== record.reference ? { laterReference: after.record.reference } : {}),
  };
}

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
