import {
  designation,
  type DesignationEvent,
  designationOf,
  designationStream,
  isCorrection,
  type Known,
  list as listDecider,
  type ListEvent,
  listStream,
  printingsOf,
  publicationsIn,
} from '#domain';
import { slimming, type EventLog, type RecordedEvent } from '#event-log';
import type { RowValue } from '../list-source.ts';
import { type CurrentEntry, eventsOf, type ListState, type PastPrinting, type PastPublication } from './list-state.ts';
import { rowHash } from './row-hash.ts';

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

function createListReader(log: EventLog, list: string) {
  const folded = nothingOf(list);
  let loading: Promise<unknown> = Promise.resolve();
  const nextPage = (after: number) => log.read({ list, after, limit: PAGE });
  const load = async (): Promise<ListState> => {
    let reading = nextPage(folded.position);
    for (;;) {
      const page = await reading;
      const isLast = page.length < PAGE;
      // The next page is on its way while this one is folded.
      if (!isLast) reading = nextPage(page.at(-1)!.position);
      reading.catch(() => undefined);
      for (const recorded of page) fold(folded, recorded);
      if (isLast) return stateOf(folded);
    }
  };

  return {
    size: () => folded.designations.size,
    /** One load at a time: two would fold the same events twice. */
    load: (): Promise<ListState> => {
      const next = loading.then(load, load);
      loading = next.catch(() => {});
      return next;
    },
  };
}

interface FoldedEntry extends CurrentEntry {
  rowHashes: Map<string, string>;
  chain?: readonly PastPrinting[];
}

/** A list of which no event was read yet. */
const nothingOf = (list: string) => ({
  stream: listStream(list),
  prefix: designationStream(`${list}:`),
  slim: slimming<DesignationEvent>(),
  list: listDecider.initial,
  listVersion: 0,
  position: 0,
  designations: new Map<string, FoldedEntry>(),
  publications: [] as readonly PastPublication[],
});
type FoldedList = ReturnType<typeof nothingOf>;

function fold(folded: FoldedList, recorded: RecordedEvent): void {
  folded.position = recorded.position;
  if (recorded.stream === folded.stream) {
    folded.list = listDecider.evolve(folded.list, recorded as RecordedEvent<ListEvent>);
    folded.listVersion = recorded.version;
    if (recorded.type !== 'ListPublicationIngested' && !isCorrection(recorded)) return;
    folded.publications = publicationsIn<PastPublication>(folded.list.events as readonly Known<ListEvent>[]);
    if (isCorrection(recorded)) for (const entry of folded.designations.values()) delete entry.chain;
  } else if (recorded.stream.startsWith(folded.prefix))
    foldDesignation(folded, recorded as RecordedEvent<DesignationEvent>);
}

function foldDesignation({ designations, slim }: FoldedList, recorded: RecordedEvent<DesignationEvent>): void {
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
}

/** The list as folded now; its entries go on being folded. */
function stateOf(folded: FoldedList): ListState {
  const { list, listVersion, position, designations, publications } = folded;
  const chain = (current: CurrentEntry) => chainOf(folded, current);
  return { list, listVersion, position, designations, publications, chainOf: chain };
}

function chainOf({ publications }: FoldedList, current: CurrentEntry): readonly PastPrinting[] {
  const entry = current as FoldedEntry;
  return (entry.chain ??= printingsOf(eventsOf(entry), publications, { toldOnly: true }));
}
