import type { Subject } from '#domain';
import type { MappedEntry, Scope } from './list-source.ts';
import type { CurrentEntry, ListState } from './list-state.ts';
import { isCovered } from './scope.ts';

export interface Evidence {
  kind: 'former-reference' | 'source-id' | 'cited-reference' | 'name-and-listing-date';
  text: string;
}

/** An entry of the publication and the designation it continues; `evidence` where the number does not say so. */
export interface Match {
  entry: MappedEntry;
  current: CurrentEntry | null;
  evidence?: Evidence;
}

type Guess = { current: CurrentEntry; evidence: Evidence } | undefined;

/**
 * Which entry is which designation. By the number first, whatever else changed; then by what lists keep when they
 * renumber. Every way but the first wants a second sign, and a designation is continued by one entry only: a doubt ends
 * as a new entry, and never takes another's history.
 */
export function identify(
  entries: readonly MappedEntry[],
  state: ListState,
  /** Continued by entries that are not among these. */
  taken: ReadonlySet<CurrentEntry>,
  /** What the publication speaks of: an entry outside is not missing. */
  scope?: Scope,
  /** Of `all` designations, for a publication of the past; else of those that stand on the list. */
  among: 'standing' | 'all' = 'standing',
): Match[] {
  const claimed = new Set(taken);
  const matches: Match[] = [];
  let open = entries.toSorted((a, b) => (a.record.reference < b.record.reference ? -1 : 1));

  const pass = (guess: (entry: MappedEntry) => { current: CurrentEntry; evidence?: Evidence } | undefined) => {
    open = open.filter((entry) => {
      const found = guess(entry);
      if (!found || claimed.has(found.current)) return true;
      claimed.add(found.current);
      matches.push({ entry, ...found });
      return false;
    });
  };

  pass(({ record }) => {
    const current = state.byReference.get(record.reference);
    return current && { current };
  });
  pass((entry) => byFormerReference(entry, state));
  if (open.length > 0) {
    const missing = [...state.designations.values()].filter(
      (current) =>
        !claimed.has(current) &&
        current.state.record !== null &&
        (among === 'all' || current.state.status === 'listed' || current.state.status === 'suspended') &&
        isCovered(current.state.record, scope),
    );
    pass(bySourceId(missing));
    pass(byCitedReference(missing));
    pass(byNameAndListingDate(missing, open));
  }
  return [...matches, ...open.map((entry) => ({ entry, current: null }))];
}

function byFormerReference(entry: MappedEntry, state: ListState): Guess {
  const { reference } = entry.record;
  const current = state.byFormerReference.get(reference);
  if (!current || !(sharesName(entry, current) || sharesSourceId(entry, current))) return undefined;
  return { current, evidence: { kind: 'former-reference', text: `${reference} was its number before` } };
}

function bySourceId(missing: CurrentEntry[]): (entry: MappedEntry) => Guess {
  const holders = new Map<string, CurrentEntry[]>();
  for (const current of missing)
    for (const id of sourceIdsOf(current.state.record?.sourceIds))
      holders.set(id, [...(holders.get(id) ?? []), current]);
  return (entry) => {
    for (const id of sourceIdsOf(entry.record.sourceIds)) {
      const candidates = (holders.get(id) ?? []).filter(
        (current) => sharesName(entry, current) || sharesListingDay(entry, current) || cites(entry, current),
      );
      if (candidates.length !== 1) continue;
      const current = candidates[0]!;
      return { current, evidence: { kind: 'source-id', text: `The same ${id} as ${current.state.record!.reference}` } };
    }
    return undefined;
  };
}

function byCitedReference(missing: CurrentEntry[]): (entry: MappedEntry) => Guess {
  const holders = new Map(missing.flatMap((current) => current.state.references.map((ref) => [ref, current])));
  return (entry) => {
    const cited = entry.formerReferences.find((reference) => holders.has(reference));
    if (cited === undefined) return undefined;
    return {
      current: holders.get(cited)!,
      evidence: { kind: 'cited-reference', text: `It cites ${cited} as its own` },
    };
  };
}

function byNameAndListingDate(missing: CurrentEntry[], open: MappedEntry[]): (entry: MappedEntry) => Guess {
  const candidates = Map.groupBy(missing, ({ state }) => nameKey(state.record!));
  const rivals = Map.groupBy(open, ({ record }) => nameKey(record));
  return (entry) => {
    const { listedOn, subject } = entry.record;
    const key = nameKey(entry.record);
    if (!listedOn || rivals.get(key)!.length > 1) return undefined;
    const fitting = (candidates.get(key) ?? []).filter(({ state }) => birthsAgree(state.record!.subject, subject));
    if (fitting.length !== 1) return undefined;
    const text = `${subject.name}, listed on ${listedOn}, stood under ${fitting[0]!.state.record!.reference}`;
    return { current: fitting[0]!, evidence: { kind: 'name-and-listing-date', text } };
  };
}

const sourceIdsOf = (ids: Record<string, string> | undefined) =>
  Object.entries(ids ?? {}).map(([name, value]) => `${name} ${value}`);

const plain = (name: string) => name.toLowerCase().replace(/[\s.,'-]+/gu, ' ');
const namesOf = ({ name, aliases }: Subject) => [name, ...aliases.map((alias) => alias.name)].map(plain);

function sharesName(entry: MappedEntry, { state }: CurrentEntry): boolean {
  const names = new Set(namesOf(state.record!.subject));
  return namesOf(entry.record.subject).some((name) => names.has(name));
}

function sharesSourceId(entry: MappedEntry, { state }: CurrentEntry): boolean {
  const ids = sourceIdsOf(state.record!.sourceIds);
  return sourceIdsOf(entry.record.sourceIds).some((id) => ids.includes(id));
}

const sharesListingDay = ({ record }: MappedEntry, { state }: CurrentEntry) =>
  record.listedOn !== undefined && record.listedOn === state.record!.listedOn;

const cites = ({ formerReferences }: MappedEntry, { state }: CurrentEntry) =>
  formerReferences.some((reference) => state.references.includes(reference));

const nameKey = ({ subject, listedOn }: { subject: Subject; listedOn?: string }) =>
  JSON.stringify([subject.type, plain(subject.name), listedOn]);

function birthsAgree(a: Subject, b: Subject): boolean {
  if (!a.birthDates || !b.birthDates) return true;
  const dates = new Set(a.birthDates.map(({ date }) => date));
  return b.birthDates.some(({ date }) => dates.has(date));
}
