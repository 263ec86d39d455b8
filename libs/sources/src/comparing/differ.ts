import {
  byDay,
  comparable,
  diffRecords,
  followPublications,
  printingsOf,
  segmentOn,
  lineOf,
  intervalOf,
  publicationKey,
  applyPatch,
  type DesignationEvent,
  type DesignationRecord,
  type Json,
  type KnownDesignationEvent,
} from '#domain';
import { readsMore, withKnown } from './across-formats.ts';
import { identify, type EntryOnDay, type Match } from './identity.ts';
import type { Format, ListSource, MappedEntry, SourceRow } from '../list-source.ts';
import {
  speaksOf,
  eventsOf,
  type CurrentEntry,
  type ListState,
  type PastPrinting,
  type PastPublication,
} from './list-state.ts';
import { keptRow } from '../mapping/map-rows.ts';
import { rowHash } from './row-hash.ts';

/** A publication whose every entry was either mapped or set aside. */
export interface MappedPublication {
  publication: PastPublication;
  format: Format;
  entries: MappedEntry[];
  /** Their designations stay as they are. */
  quarantined: { row: SourceRow; reason: string }[];
}

/** What is to be recorded of one designation. */
export interface Change {
  /** `<list>:<first reference>` */
  id: string;
  current: CurrentEntry | null;
  events: DesignationEvent[];
}

export interface Difference {
  /** By designation id. */
  changes: Change[];
  unchanged: number;
  /** Other rows, the same records; or records of which we only read more than before. */
  cosmetic: number;
  /** Numbers of the entries that it prints as they stood. */
  printedAlike: string[];
  /** In the list by the publication before, but not in this one though it speaks of them. */
  gone: CurrentEntry[];
  /** In the list by the publication before, as far as this one speaks of it. */
  standing: CurrentEntry[];
  quarantined: { row: SourceRow; reason: string }[];
}

export interface DiffInput {
  source: ListSource;
  publication: MappedPublication;
  state: ListState;
  observedAt: string;
  /** Whether a person vouches for numbers that suddenly bear another party. */
  isForced?: boolean;
  /** What the present reader makes of the row last printed, where an older version of it had read that row. */
  rereadRecord?: (current: CurrentEntry, printing: PastPrinting) => DesignationRecord | undefined;
}

/**
 * What a publication says that the list's log does not say yet, wherever in the list's history it belongs. What each entry's
 * publications printed decides, by day; order plays no role, of entries or inside them. Records are compared, not rows: what
 * only the wording of a row changed is no news.
 */
export function diffPublication(input: DiffInput): Difference {
  const { source, state, isForced } = input;
  const { publication, entries, quarantined } = input.publication;
  const history = historyWith(state, publication);
  const views = [...state.designations.values()].flatMap((current) => viewOf(current, history) ?? []);
  const setAside = setAsideAmong(quarantined, views);
  const matches = identify(entries, views, setAside);
  const matched = new Map(matches.flatMap((match) => (match.view ? [[match.view.current, match]] : [])));
  const difference: Difference = {
    ...{ changes: [], unchanged: 0, cosmetic: 0, printedAlike: [], gone: [], standing: [] },
    quarantined: [...quarantined],
  };
  const words = wordingOf(input);

  for (const view of views) {
    if (!view.isPrinted || !speaksOf(publication, view.record)) continue;
    difference.standing.push(view.current);
    const match = matched.get(view.current);
    if (!setAside.has(view.current) && (!match || isOver(match.entry, publication))) difference.gone.push(view.current);
  }
  for (const match of matches) {
    const { entry, view, doubt } = match;
    const id = view?.current.id ?? `${source.list}:${entry.record.reference}`;
    const reason =
      !view && state.designations.has(id)
        ? `${entry.record.reference} was the first number of another entry`
        : isForced
          ? undefined
          : doubt;
    if (reason !== undefined) {
      difference.quarantined.push({ row: entry.row, reason });
      continue;
    }
    const sameRow = view !== null && isSameRow(entry, view);
    const printing = printingOf(match, publication, words, sameRow);
    const isSame = view !== null && printing.record === view.before?.record;
    if (isSame) {
      difference[sameRow ? 'unchanged' : 'cosmetic']++;
      if (printing.record) difference.printedAlike.push(printing.record.reference);
    }
    if (isSame && !needsFollowing(view, history)) continue;
    const events = follow(id, view, printing, entry.row, history, input);
    if (!isSame && events.every(({ data }) => data.cause === 'reparse')) difference.cosmetic++;
    if (events.length > 0) difference.changes.push({ id, current: view?.current ?? null, events });
  }
  for (const view of views) {
    const { current, before } = view;
    if (matched.has(current) || setAside.has(current) || !speaksOf(publication, view.record)) continue;
    if (!before?.record && !needsFollowing(view, history)) continue;
    const printing = { publication, day: publication.publishedOn, record: null };
    const events = follow(current.id, view, printing, undefined, history, input);
    if (events.length > 0) difference.changes.push({ id: current.id, current, events });
  }
  difference.changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return difference;
}

/** The list's publications with a new one in its place. */
interface History {
  state: ListState;
  publications: readonly PastPublication[];
  /** Where the new one stands among them. */
  index: number;
  indexOf(publication: PastPublication): number;
}

function historyWith(state: ListState, publication: PastPublication): History {
  const publications = byDay([...state.publications, publication]);
  const places = new Map(publications.map((each, i) => [publicationKey(each), i]));
  const indexOf = (each: PastPublication) => places.get(publicationKey(each))!;
  return { state, publications, indexOf, index: indexOf(publication) };
}

/** A designation around the new publication's day. */
interface View extends EntryOnDay {
  /** What the publications told of it last before that day, and first after it. */
  before?: PastPrinting;
  after?: PastPrinting;
  /** Whether it stands on the list by the publication before. */
  isPrinted: boolean;
}

function viewOf(current: CurrentEntry, { state, publications, index, indexOf }: History): View | null {
  const chain = state.chainOf(current);
  const next = chain.findIndex(({ publication }) => indexOf(publication) > index);
  const [before, after] = [next < 0 ? chain.at(-1) : chain[next - 1], next < 0 ? undefined : chain[next]];
  const isNewest = index === publications.length - 1;
  const records = chain.flatMap(({ record }) => record ?? []);
  const record =
    chain.slice(0, next < 0 ? undefined : next).findLast((each) => each.record)?.record ??
    records[0] ??
    toldRecord(current, publications[index]!.publishedOn);
  if (!record) return null;
  const day = publications[index]!.publishedOn;
  const isPrinted = before?.record !== undefined && before.record !== null && !endsBy(before.record, day);
  return {
    ...{ current, record, records: records.length > 0 ? records : [record], before, after, isPrinted },
    isMissable: isPrinted || !isNewest,
    ...(after?.record && after.record.reference !== record.reference ? { laterReference: after.record.reference } : {}),
  };
}

const toldRecord = (current: CurrentEntry, day: string): DesignationRecord | undefined => {
  const line = lineOf(eventsOf(current));
  const standing = segmentOn(line, day).record ?? line.findLast(({ record }) => record)?.record;
  // One whose designation was retracted is that entry still.
  return standing ?? eventsOf(current).flatMap(({ data }) => ('record' in data ? [data.record] : []))[0];
};

const endsBy = ({ delistedOn, standing }: DesignationRecord, day: string) =>
  standing === 'delisted' || (delistedOn !== undefined && intervalOf(delistedOn).latest <= day);

const isOver = ({ record }: MappedEntry, { publishedOn }: PastPublication) => endsBy(record, publishedOn);

/** Whether the list's own reports of an entry may change though the publication prints it as it stood before. */
function needsFollowing({ current, record, after }: View, { publications, index }: History): boolean {
  if (current.isByHand) return true;
  if (!after) return false;
  // What changed in the next publication now changed since this one.
  const key = publicationKey(after.publication);
  const next = publications.slice(index + 1).find((each) => publicationKey(each) === key || speaksOf(each, record));
  return next !== undefined && publicationKey(next) === key;
}

/** The list's own reports of an entry with what the new publication prints of it. */
function follow(
  id: string,
  view: View | null,
  printing: PastPrinting,
  row: SourceRow | undefined,
  history: History,
  { source, observedAt }: DiffInput,
): DesignationEvent[] {
  const events: readonly KnownDesignationEvent[] = view ? eventsOf(view.current) : [];
  const known = view?.current.isByHand ? history.publications : neighbours(view, printing, history);
  const { programs } = view?.record ?? printing.record!;
  const printings = reworded(
    source,
    withPrinting(printingsOf(events, known, { programs }), printing, history),
    printing,
  );
  const rowNow = row && (keptRow(row) as { row?: Json }).row;
  return followPublications(events, printings, {
    list: source.list,
    authority: source.authority,
    observedAt,
    cause: 'source',
    source: printing.publication.source,
    why: `As the publications of ${source.list} say, that of ${printing.day} among them`,
    rowOf: (each) => (each === printing ? rowNow : undefined),
  });
}

/** Of an entry that nobody told of by hand: the publications that told of it, the new one, and those next to each. */
function neighbours(view: View | null, { record }: PastPrinting, { state, publications, index, indexOf }: History) {
  const covered = view?.record ?? record!;
  const told = new Set([
    index,
    ...(view ? state.chainOf(view.current) : []).map(({ publication }) => indexOf(publication)),
  ]);
  const chosen = new Set(told);
  const isSpeaking = (i: number) => told.has(i) || speaksOf(publications[i]!, covered);
  for (const at of told) {
    for (let i = at - 1; i >= 0; i--)
      if (isSpeaking(i)) {
        chosen.add(i);
        break;
      }
    for (let i = at + 1; i < publications.length; i++)
      if (isSpeaking(i)) {
        chosen.add(i);
        break;
      }
  }
  return [...chosen].sort((a, b) => a - b).map((i) => publications[i]!);
}

/** The printings with that of the new publication in its place. */
function withPrinting(printings: readonly PastPrinting[], printing: PastPrinting, { index, indexOf }: History) {
  const others = printings.filter(({ publication }) => indexOf(publication) !== index);
  const at = others.findIndex(({ publication }) => indexOf(publication) > index);
  return at < 0 ? [...others, printing] : [...others.slice(0, at), printing, ...others.slice(at)];
}

/** The designations whose entries were set aside: they stay as they were. */
function setAsideAmong(quarantined: readonly { row: SourceRow }[], views: readonly View[]): ReadonlySet<CurrentEntry> {
  if (quarantined.length === 0) return new Set();
  const holders = new Map<string, CurrentEntry>();
  for (const { current, records } of views) {
    for (const reference of current.state.references) holders.set(reference, current);
    for (const { sourceIds = {} } of records)
      for (const [name, id] of Object.entries(sourceIds)) holders.set(`${name} ${id}`, current);
  }
  for (const { current, record } of views) holders.set(record.reference, current);
  const found = quarantined.flatMap(({ row: { reference, sourceIds } }) => {
    const ids = Object.entries(sourceIds).map(([name, id]) => `${name} ${id}`);
    return [reference, ...ids].map((key) => holders.get(key)).find((current) => current !== undefined) ?? [];
  });
  return new Set(found);
}

// ---- what an entry prints, in the words of the list ----------------------------------------------------------------

type Wording = (match: Match<View>, sameRow: boolean) => Pick<PastPrinting, 'record' | 'reread'>;

/** An entry as its publication prints it. In a publication of changes, an entry that is over was removed. */
function printingOf(match: Match<View>, publication: PastPublication, words: Wording, sameRow: boolean): PastPrinting {
  const { record, updatedOn } = match.entry;
  const { publishedOn: day, scope } = publication;
  const before = match.view?.before;
  const isKnownOver = !before || (before.record !== null && endsBy(before.record, before.day));
  if (scope?.named && !isKnownOver && record.delistedOn !== undefined && endsBy(record, day))
    return { publication, day, record: null, removedOn: record.delistedOn };
  const changedOn = updatedOn
    .filter((each) => each <= day)
    .sort()
    .at(-1);
  return {
    publication,
    day,
    ...words(match, sameRow),
    ...(changedOn === undefined ? {} : { changedOn }),
    ...(match.evidence ? { evidence: match.evidence } : {}),
  };
}

/** Whether the row is the one that the entry was printed with before, letter for letter. */
function isSameRow({ row }: MappedEntry, { current, before }: View): boolean {
  if (!before) return false;
  const key = publicationKey(before.publication);
  const hash = rowHash(row.content);
  return eventsOf(current).some(
    ({ id, data: { source } }) =>
      current.rowHashes.get(id) === hash &&
      publicationKey({ sha256: source.sha256!, publishedOn: source.publishedOn! }) === key,
  );
}

/**
 * The record of an entry, with the words of the printing before it wherever nothing of substance differs: then it is that
 * very record. What only another form or an older version of the reader had no room for is told apart, as `reread`.
 */
function wordingOf({ source, publication: { format, publication }, state, rereadRecord }: DiffInput): Wording {
  const forms = new Map(source.formats.map((form) => [readingOf(form.reader), form]));
  const here = readingOf(format.reader);
  const last = state.publications.findLast(({ publishedOn }) => publishedOn <= publication.publishedOn);
  const goesOver = last !== undefined && readingOf(last.reader) !== here;
  const settled = (from: DesignationRecord, to: DesignationRecord) => source.settle?.(from, to) ?? to;
  return ({ entry, view }, sameRow) => {
    const known = view?.before?.record;
    if (!view || !known) return { record: entry.record };
    const { reference } = entry.record;
    if (sameRow && known.reference === reference) return { record: known };
    const better = rereadRecord?.(view.current, view.before!);
    if (better) {
      const reread = sameOr(known, settled(known, better));
      const record = sameOr(reread, settled(better, entry.record));
      return reread === known ? { record } : { record, reread };
    }
    const record = inOneForm(source, view.before!, { publication, record: entry.record });
    const there = readingOf(view.before!.publication.reader);
    const form = there === here ? undefined : forms.get(there);
    if (record === known || !form || !goesOver) return { record };
    const more = between(known, record).filter((step) => readsMore(step, form));
    return more.length === 0 ? { record } : { record, reread: applyPatch(known, more) };
  };
}

const between = (from: DesignationRecord, to: DesignationRecord) => diffRecords(comparable(from), comparable(to));
const sameOr = (known: DesignationRecord, next: DesignationRecord) =>
  known.reference === next.reference && between(known, next).length === 0 ? known : next;

/** What a publication prints, with the words of the one before it wherever its own form or wording says no other thing. */
function inOneForm(
  { formats, settle }: ListSource,
  before: Pick<PastPrinting, 'publication' | 'record'>,
  next: Pick<PastPrinting, 'publication' | 'record'>,
): DesignationRecord {
  const known = before.record!;
  const settled = settle?.(known, next.record!) ?? next.record!;
  const formOf = ({ publication }: Pick<PastPrinting, 'publication'>) =>
    formats.find(({ reader }) => readingOf(reader) === readingOf(publication.reader));
  const [there, here] = [formOf(before), formOf(next)];
  return sameOr(known, there && here && there !== here ? withKnown(known, settled, here, there) : settled);
}

/** The printings after one that was put in, in its words as far as they say nothing else: as if taken in by day. */
function reworded(source: ListSource, printings: readonly PastPrinting[], from: PastPrinting): PastPrinting[] {
  const words: PastPrinting[] = [];
  for (const [n, printing] of printings.entries()) {
    const [was, before] = [printings[n - 1], words[n - 1]];
    if (n <= printings.indexOf(from) || !printing.record || !before?.record) words.push(printing);
    else if (printing.record === was!.record) words.push({ ...printing, record: before.record });
    else words.push({ ...printing, record: inOneForm(source, before, printing) });
  }
  return words;
}

/** A reading's name without its version. */
export const readingOf = (reader: string) => reader.replace(/\/.*$/, '');
