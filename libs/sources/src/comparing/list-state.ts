import {
  byDay,
  designation,
  type Designation,
  type DesignationEvent,
  designationOf,
  type DesignationRecord,
  designationStream,
  isCorrection,
  isCovered,
  type Known,
  type KnownDesignationEvent,
  type List,
  list as listDecider,
  type ListEvent,
  type ListPublication,
  listStream,
  namesUnchanged,
  type Printing,
  printingsOf,
  publicationKey,
  publicationsIn,
} from '#domain';
import { slimming, type EventLog, type RecordedEvent } from '#event-log';
import type { KnownRecord, RowValue } from '../list-source.ts';
import { rowHash } from './row-hash.ts';

/** A publication that was ingested, and the reader that it was read by. */
export interface PastPublication extends ListPublication {
  reader: string;
}
export type PastPrinting = Printing<PastPublication>;

/** A designation as the log has it. */
export interface CurrentEntry {
  /** `<list>:<first reference>` */
  id: string;
  state: Designation;
  version: number;
  /** Hashes of the source rows that events were recorded with, by event id. */
  rowHashes: ReadonlyMap<string, string>;
  /** Whether people reported anything about it. */
  isByHand: boolean;
}

/** One list as the log has it, up to some position. */
export interface ListState {
  list: List;
  listVersion: number;
  /** Of the last event that was read. */
  position: number;
  designations: ReadonlyMap<string, CurrentEntry>;
  /** By day; of one day the later generated is the later, else the later ingested. */
  publications: readonly PastPublication[];
  /** How the publications that told of an entry printed it, by day; between two of them nothing changed. */
  chainOf(current: CurrentEntry): readonly PastPrinting[];
}

/** The newest publication that speaks of the same entries, in whole or in part; one of named entries only dates them. */
export const predecessorOf = (
  scope: ListPublication['scope'],
  publications: readonly PastPublication[],
): PastPublication | undefined => publications.findLast((past) => overlaps(past.scope, scope));

function overlaps(a: ListPublication['scope'], b: ListPublication['scope']): boolean {
  if (a?.named || b?.named) return Boolean(a?.named && b?.named);
  return !a || !b || a.programs!.some((program) => b.programs!.includes(program));
}

/** The publications that were ingested of the same bytes: an undated file may come back on other days. */
export const publicationsOf = ({ publications }: Pick<ListState, 'publications'>, sha256: string) =>
  publications.filter((past) => past.sha256 === sha256);

/** Whether a publication covers an entry of that record, or prints it unchanged. */
export const speaksOf = (publication: PastPublication, record: DesignationRecord): boolean =>
  isCovered(record, publication.scope) || namesUnchanged(publication, record);

/** The lists of one log. What was read of one is kept, so that only newer events are read. */
export interface ListStates {
  /** The list's newest state. */
  load(list: string): Promise<ListState>;
  /** Begins to read what `load` will want. Whatever goes wrong with that, `load` meets it again. */
  readAhead(list: string): void;
}

/** Designations that are kept; if there are more, the lists go that nobody asked for longest. */
const MOST_KEPT = 150_000;

export function createListStates(log: EventLog): ListStates {
  /** The list asked for last stands last. */
  const readers = new Map<string, ListReader>();
  const load = async (list: string) => {
    const reader = readers.get(list) ?? createListReader(log, list);
    readers.delete(list);
    readers.set(list, reader);
    const state = await reader.load();
    let kept = [...readers.values()].reduce((sum, each) => sum + each.size(), 0);
    for (const [other, { size }] of readers)
      if (kept > MOST_KEPT && other !== list) {
        readers.delete(other);
        kept -= size();
      }
    return state;
  };
  return { load, readAhead: (list) => void load(list).catch(() => undefined) };
}

const PAGE = 5_000;
type ListReader = ReturnType<typeof createListReader>;

interface FoldedEntry extends CurrentEntry {
  rowHashes: Map<string, string>;
  chain?: readonly PastPrinting[];
}

function createListReader(log: EventLog, list: string) {
  const designations = new Map<string, FoldedEntry>();
  let publications: readonly PastPublication[] = [];
  let listState = listDecider.initial;
  let listVersion = 0;
  let position = 0;
  let loading: Promise<unknown> = Promise.resolve();
  const prefix = designationStream(`${list}:`);
  const slim = slimming<DesignationEvent>();

  const fold = (recorded: RecordedEvent) => {
    position = recorded.position;
    if (recorded.stream === listStream(list)) {
      listState = listDecider.evolve(listState, recorded as RecordedEvent<ListEvent>);
      listVersion = recorded.version;
      if (recorded.type !== 'ListPublicationIngested' && !isCorrection(recorded)) return;
      publications = publicationsIn<PastPublication>(listState.events as readonly Known<ListEvent>[]);
      if (isCorrection(recorded)) for (const entry of designations.values()) delete entry.chain;
    } else if (recorded.stream.startsWith(prefix)) foldDesignation(recorded as RecordedEvent<DesignationEvent>);
  };
  const foldDesignation = (recorded: RecordedEvent<DesignationEvent>) => {
    const id = designationOf(recorded.stream);
    const entry = designations.get(id) ?? {
      id,
      state: designation.initial,
      version: 0,
      rowHashes: new Map<string, string>(),
      isByHand: false,
    };
    designations.set(id, entry);
    entry.state = designation.evolve(entry.state, slim(recorded));
    entry.version = recorded.version;
    delete entry.chain;
    const { cause, source } = recorded.data;
    if ((cause !== 'source' && cause !== 'reparse') || source.sha256 === undefined) entry.isByHand = true;
    const { row } = recorded.data as { row?: RowValue };
    if (row !== undefined) entry.rowHashes.set(recorded.id, rowHash(row));
  };
  const chainOf = (current: CurrentEntry): readonly PastPrinting[] => {
    const entry = current as FoldedEntry;
    return (entry.chain ??= printingsOf(eventsOf(entry), publications, { toldOnly: true }));
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
      for (const recorded of page) fold(recorded);
      if (isLast) return { list: listState, listVersion, position, designations, publications, chainOf };
    }
  };

  return {
    size: () => designations.size,
    /** One load at a time: two would fold the same events twice. */
    load: (): Promise<ListState> => {
      const next = loading.then(load, load);
      loading = next.catch(() => {});
      return next;
    },
  };
}

/** The record that the list last printed under a reference before a publication, for formats that only tell what changed. */
export function knownOn(state: ListState, publication: PastPublication): KnownRecord {
  const before = byDay([...state.publications, publication]);
  const upTo = new Set(before.slice(0, before.indexOf(publication)).map(publicationKey));
  const isBefore = new Set(state.publications.filter((past) => upTo.has(publicationKey(past))));
  let byReference: Map<string, DesignationRecord> | undefined;
  return (reference) => {
    byReference ??= new Map(
      [...state.designations.values()].flatMap((current) => {
        const printed = state.chainOf(current).findLast((each) => each.record && isBefore.has(each.publication));
        return printed?.record ? [[printed.record.reference, printed.record] as const] : [];
      }),
    );
    return byReference.get(reference);
  };
}

/** A designation's events as the log has them, without their rows. */
export const eventsOf = ({ state }: Pick<CurrentEntry, 'state'>): readonly KnownDesignationEvent[] =>
  state.events as readonly KnownDesignationEvent[];
