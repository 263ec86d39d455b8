import { applyPatch, comparable, diffRecords, type DesignationRecord } from '#domain';
import type { ListSource, MappedEntry } from '../list-source.ts';
import { readerName, readsMore, withKnown } from './across-formats.ts';
import type { DiffInput } from './difference.ts';
import type { Match } from './identity.ts';
import { eventsOf, type PastPrinting, type PastPublication } from './list-state.ts';
import { rowHash } from './row-hash.ts';
import { endsBy, type History, type View } from './views.ts';

/** Gives the record of an entry in the words of the list. `isSameRow` says that its row was printed before. */
export type Wording = (match: Match<View>, isSameRow: boolean) => Pick<PastPrinting, 'record' | 'reread'>;

/** An entry as its publication prints it. In a publication of changes, an entry that is over was removed. */
export function printingOf(
  match: Match<View>,
  publication: PastPublication,
  words: Wording,
  isSameRow: boolean,
): PastPrinting {
  const { record, updatedOn = [] } = match.entry;
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
    ...words(match, isSameRow),
    ...(changedOn === undefined ? {} : { changedOn }),
    ...(match.evidence ? { evidence: match.evidence } : {}),
  };
}

/** Whether the row is the one that the entry was printed with before, letter for letter. */
export function isSameRow({ row }: MappedEntry, { current, before }: View): boolean {
  if (!before) return false;
  const { sha256, publishedOn } = before.publication;
  const hash = rowHash(row.content);
  return eventsOf(current).some(
    ({ id, data: { source } }) =>
      source.sha256 === sha256 && source.publishedOn === publishedOn && current.rowHashes.get(id) === hash,
  );
}

/**
 * The record of an entry, with the words of the printing before it wherever nothing substantive differs: then it is that
 * very record. `reread` is the part of the difference that only another format, or an older version of the reader, had
 * no room for.
 */
export function wordingOf({ source, publication: { format, publication }, state, rereadRecord }: DiffInput): Wording {
  const formats = new Map(source.formats.map((each) => [readerName(each.reader), each]));
  const here = readerName(format.reader);
  const last = state.publications.findLast(({ publishedOn }) => publishedOn <= publication.publishedOn);
  const isOtherFormat = last !== undefined && readerName(last.reader) !== here;

  return ({ entry, view }, isSame) => {
    const known = view?.before?.record;
    if (!view || !known) return { record: entry.record };
    if (isSame && known.reference === entry.record.reference) return { record: known };
    const better = rereadRecord?.(view.current, view.before!);
    if (better) return besideReread(source, known, better, entry.record);
    const record = inKnownWords(source, view.before!, { publication, record: entry.record });
    const there = readerName(view.before!.publication.reader);
    const poorer = there === here ? undefined : formats.get(there);
    if (record === known || !poorer || !isOtherFormat) return { record };
    const more = between(known, record).filter((step) => readsMore(step, poorer));
    return more.length === 0 ? { record } : { record, reread: applyPatch(known, more) };
  };
}

/** The record beside what the present reader makes of the row before: only what differs from that is the authority's change. */
function besideReread(
  source: ListSource,
  known: DesignationRecord,
  better: DesignationRecord,
  next: DesignationRecord,
): Pick<PastPrinting, 'record' | 'reread'> {
  const reread = sameOr(known, settled(source, known, better));
  const record = sameOr(reread, settled(source, better, next));
  return reread === known ? { record } : { record, reread };
}

const settled = ({ keepKnown }: ListSource, from: DesignationRecord, to: DesignationRecord) =>
  keepKnown?.(from, to) ?? to;
const between = (from: DesignationRecord, to: DesignationRecord) => diffRecords(comparable(from), comparable(to));
const sameOr = (known: DesignationRecord, next: DesignationRecord) =>
  known.reference === next.reference && between(known, next).length === 0 ? known : next;

type Printed = Pick<PastPrinting, 'publication' | 'record'>;

const formatOf = (source: ListSource, { publication }: Printed) =>
  source.formats.find(({ reader }) => readerName(reader) === readerName(publication.reader));

/** What a publication prints, with the words of the one before it wherever its own format or wording says nothing else. */
function inKnownWords(source: ListSource, before: Printed, next: Printed): DesignationRecord {
  const known = before.record!;
  const record = settled(source, known, next.record!);
  const [there, here] = [formatOf(source, before), formatOf(source, next)];
  return sameOr(known, there && here && there !== here ? withKnown(known, record, here, there) : record);
}

/**
 * The printings after the publication of an index, in the words of those before as far as they say nothing else: as by day.
 * What a format that tells changes made of the printing before it, it makes of the one that stands there now.
 */
export function reworded(
  source: ListSource,
  printings: readonly PastPrinting[],
  { index, indexOf }: Pick<History, 'index' | 'indexOf'>,
): PastPrinting[] {
  const words: PastPrinting[] = [];
  for (const [n, printing] of printings.entries()) {
    const was = printings[n - 1];
    const before = words[n - 1];
    // What the one of the index put in its place was read against the printing before that.
    const known = was && indexOf(was.publication) === index ? printings[n - 2] : was;
    if (indexOf(printing.publication) <= index || !printing.record || !before?.record) words.push(printing);
    else if (known?.record && formatOf(source, printing)?.tellsChanges)
      words.push({ ...printing, record: applyPatch(before.record, diffRecords(known.record, printing.record)) });
    else if (printing.record === was!.record) words.push({ ...printing, record: before.record });
    else words.push({ ...printing, record: inKnownWords(source, before, printing) });
  }
  return words;
}
