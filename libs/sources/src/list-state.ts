import {
  designation,
  isAmendment,
  lineOf,
  list as listDecider,
  withCorrections,
  type Designation,
  type DesignationEvent,
  type Known,
  type KnownDesignationEvent,
  type List,
  type ListEvent,
} from '#domain';
import { slimming, type EventLog, type RecordedEvent } from '#event-log';
import type { RowValue } from './list-source.ts';
import { isBackfilled, type PastPublication } from './scope.ts';
import { rowHash } from './row-hash.ts';

/** A designation as the log has it. */
export interface CurrentEntry {
  /** `<list>:<first reference>` */
  id: string;
  state: Designation;
  version: number;
  /** Of the source row it was last recorded with. */
  rowHash?: string;
  /** The publication that row stood in. */
  rowOf?: string;
  /** Some of its events tell of days before those of earlier ones. */
  hasLate?: boolean;
}

/** One list as the log has it, up to some position. */
export interface ListState {
  list: List;
  listVersion: number;
  designations: ReadonlyMap<string, CurrentEntry>;
  /** The designation that has this number now. */
  byReference: ReadonlyMap<string, CurrentEntry>;
  /** The designations that once had this number. */
  byFormerReference: ReadonlyMap<string, CurrentEntry>;
  /** In the order they were taken in. */
  publications: readonly PastPublication[];
}

/**
 * The state where the order of the log is not that of the days: what the next publication is compared with is the end of
 * the line, wherever a late event stands on it.
 */
function byLine(evolved: Designation): Designation {
  const { status, record, since } = lineOf(evolved.events as readonly KnownDesignationEvent[]).at(-1)!;
  if (status === 'uncertain') return evolved;
  return { ...evolved, status: status === 'not-listed' ? 'never' : status, record: record ?? evolved.record, since };
}

/** The publications taken in, as last corrected. */
const publicationsOf = ({ events }: List): PastPublication[] =>
  withCorrections(events as readonly Known<ListEvent>[]).flatMap((event) =>
    event.type === 'ListPublicationIngested' ? [event.data] : [],
  );

export const listStream = (list: string) => `list-${list}`;
export const designationStream = (id: string) => `designation-${id}`;

const PAGE = 5_000;
const kept = new WeakMap<EventLog, Map<string, ReturnType<typeof createListReader>>>();

/** The list's newest state. What was read before is kept, so that only newer events are read. */
export function loadListState(log: EventLog, list: string): Promise<ListState> {
  const readers = kept.get(log) ?? new Map<string, ReturnType<typeof createListReader>>();
  kept.set(log, readers);
  const reader = readers.get(list) ?? createListReader(log, list);
  readers.set(list, reader);
  return reader.load();
}

function createListReader(log: EventLog, list: string) {
  const designations = new Map<string, CurrentEntry>();
  const byReference = new Map<string, CurrentEntry>();
  const byFormerReference = new Map<string, CurrentEntry>();
  const publications: PastPublication[] = [];
  const state = {
    list: listDecider.initial,
    listVersion: 0,
    designations,
    byReference,
    byFormerReference,
    publications,
  };
  const prefix = designationStream(`${list}:`);
  let position = 0;
  let loading: Promise<unknown> = Promise.resolve();

  const fold = (recorded: RecordedEvent) => {
    if (recorded.stream === listStream(list)) {
      state.list = listDecider.evolve(state.list, recorded as RecordedEvent<ListEvent>);
      state.listVersion = recorded.version;
      if (recorded.type === 'ListPublicationIngested') publications.push(recorded.data);
      else if (isAmendment(recorded)) publications.splice(0, Infinity, ...publicationsOf(state.list));
    } else if (recorded.stream.startsWith(prefix)) foldDesignation(recorded as RecordedEvent<DesignationEvent>);
  };
  const slim = slimming<DesignationEvent>();
  const foldDesignation = (recorded: RecordedEvent<DesignationEvent>) => {
    const id = recorded.stream.slice(designationStream('').length);
    const entry = designations.get(id) ?? { id, state: designation.initial, version: 0 };
    designations.set(id, entry);
    const before = entry.state.references.at(-1);
    const evolved = designation.evolve(entry.state, slim(recorded));
    const isLate = !isAmendment(recorded) && isBackfilled(recorded, entry.state.record, publications);
    if (isLate) entry.hasLate = true;
    entry.state = entry.hasLate && (isLate || isAmendment(recorded)) ? byLine(evolved) : evolved;
    entry.version = recorded.version;
    if (!isLate && ('row' in recorded.data || 'record' in recorded.data || 'patch' in recorded.data)) {
      const { row } = recorded.data as { row?: RowValue };
      entry.rowHash = row === undefined ? undefined : rowHash(row);
      entry.rowOf = recorded.data.source.sha256;
    }
    const now = entry.state.record?.reference;
    if (now === undefined) return;
    if (before !== undefined && before !== now && byReference.get(before) === entry) byReference.delete(before);
    byReference.set(now, entry);
    for (const reference of entry.state.references) if (reference !== now) byFormerReference.set(reference, entry);
  };
  const nextPage = (after: number) => log.read({ list, after, limit: PAGE });
  const load = async (): Promise<ListState> => {
    let reading = nextPage(position);
    for (;;) {
      const page = await reading;
      const isLast = page.length < PAGE;
      // The next page is on its way while this one is folded.
      if (!isLast) reading = nextPage(page.at(-1)!.position);
      reading.catch(() => undefined);
      for (const recorded of page) {
        fold(recorded);
        position = recorded.position;
      }
      if (isLast) return { ...state };
    }
  };

  return {
    /** One reading at a time: two would fold the same events twice. */
    load: (): Promise<ListState> => {
      const next = loading.then(load, load);
      loading = next.catch(() => {});
      return next;
    },
  };
}
