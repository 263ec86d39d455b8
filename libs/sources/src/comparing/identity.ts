import { comparableText, type DesignationRecord, type Subject } from '#domain';
import type { MappedEntry } from '../list-source.ts';
import type { CurrentEntry } from './list-state.ts';

export interface Evidence {
  kind: 'former-reference' | 'source-id' | 'cited-reference' | 'name-and-listing-date' | 'name-and-birth-date';
  text: string;
}

/** A designation as it was around the day of a publication. */
export interface EntryOnDay {
  current: CurrentEntry;
  /** As the list printed it last before that day, else first after it, else as people told it. */
  record: DesignationRecord;
  /** All that was printed of it before. */
  records(): readonly DesignationRecord[];
  /** The numbers that it bore until then. */
  references(): readonly string[];
  /** Whether it stands on the list by the publication before: only then can it be missed. */
  isPrinted: boolean;
  /** Whether a person told of it, or a publication before printed it. */
  hasBegun: boolean;
  /** What later publications tell of it first, where they do. */
  after?: unknown;
}

/** What identity is judged by. */
export type Identified = Pick<MappedEntry, 'record' | 'formerReferences'>;

/** An entry of the publication and the designation it continues; `evidence` where the reference does not say so. */
export interface Match<View extends EntryOnDay = EntryOnDay, Entry extends Identified = MappedEntry> {
  entry: Entry;
  view: View | null;
  evidence?: Evidence;
  /** Why it can hardly be that designation, though it bears its reference. */
  doubt?: string;
}

type Guess<View> = { view: View; evidence: Evidence } | undefined;

/**
 * Matches entries with designations: by the reference first, whatever else changed; then by what lists keep when they
 * renumber. Every rule but the first wants a second sign, and a designation is continued by one entry only. In doubt an
 * entry is a new one, and never takes another's history.
 */
export function identify<View extends EntryOnDay, Entry extends Identified>(
  entries: readonly Entry[],
  views: readonly View[],
  /** Continued by entries that are not among these. */
  taken: ReadonlySet<CurrentEntry>,
): Match<View, Entry>[] {
  const claimed = new Set(taken);
  const matches: Match<View, Entry>[] = [];
  let open = entries.toSorted((a, b) => (a.record.reference < b.record.reference ? -1 : 1));

  const pass = (guess: (entry: Entry) => Omit<Match<View>, 'entry'> | undefined) => {
    if (open.length === 0) return;
    open = open.filter((entry) => {
      const found = guess(entry);
      if (!found || claimed.has(found.view!.current)) return true;
      claimed.add(found.view!.current);
      matches.push({ entry, ...found });
      return false;
    });
  };

  const begun = views.filter(({ hasBegun }) => hasBegun);
  pass(byReference(begun));
  if (open.length > 0) {
    pass(byFormerReference(begun));
    const missing = begun.filter(({ current, isPrinted }) => isPrinted && !claimed.has(current));
    pass(bySourceId(missing));
    pass(byCitedReference(missing));
    pass(
      byOneKey(
        missing,
        open,
        listingKey,
        'name-and-listing-date',
        ({ subject, listedOn }) => `${subject.name}, listed on ${listedOn}`,
      ),
    );
    pass(
      byOneKey(
        missing,
        open,
        birthKey,
        'name-and-birth-date',
        ({ subject }) => `${subject.name}, born on ${bornOn(subject)}`,
      ),
    );
    // Who was gone for a while comes back under another number, if that says which it was.
    pass(byCitedReference(begun.filter(({ current }) => !claimed.has(current))));
    // What only later publications print, or nothing any more, is continued by its number alone.
    const others = views.filter(({ hasBegun }) => !hasBegun);
    pass(byReference(others.filter(({ after }) => after)));
    pass(byReference(others.filter(({ after }) => !after)));
  }
  return [...matches, ...open.map((entry) => ({ entry, view: null }))];
}

function byReference<View extends EntryOnDay>(views: readonly View[]) {
  const holders = new Map(views.map((view) => [view.record.reference, view]));
  return (entry: Identified) => {
    const view = holders.get(entry.record.reference);
    return view && { view, doubt: doubtOf(entry, view) };
  };
}

function byFormerReference<View extends EntryOnDay>(views: readonly View[]): (entry: Identified) => Guess<View> {
  const holders = new Map<string, View>();
  for (const view of views) for (const reference of view.references()) holders.set(reference, view);
  return (entry) => {
    const { reference } = entry.record;
    const view = holders.get(reference);
    if (!view || !(sharesName(entry, view) || sharesSourceId(entry, view))) return undefined;
    return { view, evidence: { kind: 'former-reference', text: `${reference} is another number of its` } };
  };
}

function bySourceId<View extends EntryOnDay>(missing: readonly View[]): (entry: Identified) => Guess<View> {
  const holders = new Map<string, View[]>();
  for (const view of missing)
    for (const id of sourceIdsOf(view.record.sourceIds)) holders.set(id, [...(holders.get(id) ?? []), view]);
  return (entry) => {
    for (const id of sourceIdsOf(entry.record.sourceIds)) {
      const candidates = (holders.get(id) ?? []).filter(
        (view) => sharesName(entry, view) || sharesListingDay(entry, view) || cites(entry, view),
      );
      if (candidates.length !== 1) continue;
      const view = candidates[0]!;
      return { view, evidence: { kind: 'source-id', text: `The same ${id} as ${view.record.reference}` } };
    }
    return undefined;
  };
}

function byCitedReference<View extends EntryOnDay>(missing: readonly View[]): (entry: Identified) => Guess<View> {
  const holders = new Map(missing.flatMap((view) => view.references().map((reference) => [reference, view])));
  return (entry) => {
    const cited = entry.formerReferences?.find((reference) => holders.has(reference));
    if (cited === undefined) return undefined;
    return { view: holders.get(cited)!, evidence: { kind: 'cited-reference', text: `It cites ${cited} as its own` } };
  };
}

/** Matches two entries that have a key in common which no other entry of either side has. */
function byOneKey<View extends EntryOnDay>(
  missing: readonly View[],
  open: readonly Identified[],
  keyOf: (record: DesignationRecord) => string | undefined,
  kind: Evidence['kind'],
  wordsFor: (record: DesignationRecord) => string,
): (entry: Identified) => Guess<View> {
  const candidates = Map.groupBy(missing, ({ record }) => keyOf(record));
  const rivals = Map.groupBy(open, ({ record }) => keyOf(record));
  return ({ record }) => {
    const key = keyOf(record);
    if (key === undefined || rivals.get(key)!.length > 1) return undefined;
    const fitting = (candidates.get(key) ?? []).filter((view) => birthsAgree(view.record.subject, record.subject));
    if (fitting.length !== 1) return undefined;
    const [view] = fitting as [View];
    return { view, evidence: { kind, text: `${wordsFor(record)}, stood under ${view.record.reference}` } };
  };
}

const listingKey = ({ subject, listedOn }: DesignationRecord) =>
  listedOn === undefined ? undefined : JSON.stringify([subject.type, plain(subject.name), listedOn]);

/** The one full date of birth that an entry prints. */
function bornOn({ birthDates = [] }: Subject): string | undefined {
  const full = birthDates.flatMap(({ date }) => (date !== undefined && /^\d{4}-\d\d-\d\d$/.test(date) ? [date] : []));
  return full.length === 1 ? full[0] : undefined;
}

function birthKey({ subject }: DesignationRecord): string | undefined {
  const born = bornOn(subject);
  return born && JSON.stringify([subject.type, plain(subject.name), born]);
}

const sourceIdsOf = (ids: Record<string, string> | undefined) =>
  Object.entries(ids ?? {}).map(([name, value]) => `${name} ${value}`);

const plain = (name: string) =>
  comparableText(name)
    .toLowerCase()
    .replace(/[\s.,'-]+/gu, ' ');
const namesOf = ({ name, aliases }: Subject) => [name, ...aliases.map((alias) => alias.name)].map(plain);

function sharesName(entry: Identified, view: EntryOnDay): boolean {
  const names = new Set(view.records().flatMap(({ subject }) => namesOf(subject)));
  return namesOf(entry.record.subject).some((name) => names.has(name));
}

function sharesSourceId(entry: Identified, view: EntryOnDay): boolean {
  const ids = view.records().flatMap(({ sourceIds }) => sourceIdsOf(sourceIds));
  return sourceIdsOf(entry.record.sourceIds).some((id) => ids.includes(id));
}

const sharesListingDay = ({ record }: Identified, view: EntryOnDay) =>
  record.listedOn !== undefined && record.listedOn === view.record.listedOn;

const cites = ({ formerReferences = [] }: Identified, view: EntryOnDay) =>
  formerReferences.some((reference) => view.references().includes(reference));

function birthsAgree(a: Subject, b: Subject): boolean {
  if (!a.birthDates || !b.birthDates) return true;
  const dates = new Set(a.birthDates.map(({ date }) => date));
  return b.birthDates.some(({ date }) => dates.has(date));
}

const wordsOf = (subject: Subject) => new Set(namesOf(subject).flatMap((name) => name.match(/[\p{L}\p{N}]+/gu) ?? []));

/** Why an entry can hardly be the one that bore its reference before: another name and another birth. */
function doubtOf({ record: { reference, subject } }: Identified, { record: known }: EntryOnDay): string | undefined {
  const births = (dates: Subject['birthDates']) => dates?.some(({ date }) => date !== undefined);
  if (!births(subject.birthDates) || !births(known.subject.birthDates)) return undefined;
  if (birthsAgree(known.subject, subject)) return undefined;
  const words = wordsOf(known.subject);
  if ([...wordsOf(subject)].some((word) => words.has(word))) return undefined;
  return `${reference} was ${known.subject.name} before, who has another name and another birth. If the authority gave the number anew, force it and say why`;
}
