import type { DesignationRecord } from '#domain';
import { identify, type EntryOnDay, type Match } from './identity.ts';
import { speaksOf, type CurrentEntry } from './list-state.ts';
import { entryOf, stretchesOf, type Stretch } from './stretches.ts';
import { endsBy, type History, type View } from './views.ts';

/** One entry through all publications: a designation, what the new publication prints of it, and what later ones do. */
export interface Course {
  /** The designation that it is recorded under; null where that is new. */
  view: View | null;
  /** The designation that it was before. */
  head: View | null;
  match?: Match<View>;
  later: readonly Stretch[];
  /** Whether later printings are other ones than its designation had. */
  isMoved: boolean;
}

/** What is known of an entry: as before, as the new publication prints it, or as later ones do. */
export const knownOf = ({ head, view, match, later }: Course): DesignationRecord =>
  (head ?? view)?.record ?? match?.entry.record ?? later[0]!.printings[0]!.record!;

/**
 * Later publications were matched without the new one. It may show that two designations are one entry, or that one is two:
 * what they print is matched anew, by day, as far as the new publication can make a difference. What people told of stays
 * as it is, and what is in doubt.
 */
export function coursesOf(
  matches: readonly Match<View>[],
  views: readonly View[],
  held: ReadonlySet<CurrentEntry>,
  history: History,
  list: string,
): Course[] {
  if (views.every(({ after }) => !after)) return coursesAsHeld(matches, views);
  const stretches = new Map(views.map((view) => [view, stretchesOf(view, history)]));
  const entries = following(matches, views, held, history, list);
  const groups = Map.groupBy(
    [...stretches.values()].flat().sort((a, b) => a.from - b.from),
    ({ from }) => from,
  );
  for (const [index, group] of groups) follow(entries, index, group);
  return coursesUnderIds(entries, stretches);
}

/** Each entry as it was matched, with what is held of it. */
export function coursesAsHeld(matches: readonly Match<View>[], views: readonly View[]): Course[] {
  const matched = new Set(matches.map(({ view }) => view));
  const asHeld = (view: View | null) => ({ view, head: view, later: [], isMoved: false });
  return [
    ...matches.map((match) => ({ ...asHeld(match.view), match })),
    ...views.filter((view) => !matched.has(view)).map(asHeld),
  ];
}

/** An entry as it is followed through the later publications. */
interface Owner {
  head: View | null;
  match?: Match<View>;
  later: Stretch[];
}

/** All entries, as far as they were followed. */
interface Following {
  owners: Owner[];
  /** Those to which the new publication makes a difference, in what identity is judged by; left out where nobody asked yet. */
  touched?: Set<Owner>;
  /** By the number that an entry bears. */
  bearers: Map<string | undefined, Owner>;
  /** The entries that designations were followed to. */
  followed: Map<View, Owner>;
  /** Designations by their ids. */
  named: ReadonlyMap<string, View>;
  held: ReadonlySet<CurrentEntry>;
  history: History;
  list: string;
}

function following(
  matches: readonly Match<View>[],
  views: readonly View[],
  held: ReadonlySet<CurrentEntry>,
  history: History,
  list: string,
): Following {
  const matched = new Set(matches.map(({ view }) => view));
  const owners: Owner[] = [
    ...views.filter((view) => view.hasBegun && !matched.has(view)).map((head) => ({ head, later: [] })),
    // A number alone does not make what is printed later a designation of before.
    ...matches.map((match) => ({
      head: match.view && (match.view.hasBegun || !match.view.after) ? match.view : null,
      match,
      later: [],
    })),
  ];
  return {
    owners,
    bearers: new Map(owners.map((owner) => [numberOf(owner), owner])),
    followed: new Map(owners.flatMap((owner) => (owner.head ? [[owner.head, owner] as const] : []))),
    named: new Map(views.map((view) => [view.current.id, view])),
    held,
    history,
    list,
  };
}

/** What begins in a later publication goes where identity, judged as by day, leads it. */
function follow(entries: Following, index: number, group: readonly Stretch[]): void {
  const { owners, bearers, followed, held, history, list } = entries;
  const asked: Stretch[] = [];
  const isFixed = ({ view: { current } }: Stretch) => current.isByHand || held.has(current);
  const open = group.filter((stretch) => {
    const bearer = isFixed(stretch) ? followed.get(stretch.view) : bearers.get(stretch.reference);
    if (!bearer || isPrintedIn(bearer, index, history)) return true;
    give(entries, bearer, stretch);
    return false;
  });
  for (const stretch of open) {
    const own = followed.get(stretch.view);
    if (own && (isFixed(stretch) || !touchedOf(entries).has(own))) give(entries, own, stretch);
    else asked.push(stretch);
  }
  if (asked.length === 0) return;
  const candidates = [...touchedOf(entries)].filter((owner) => !isPrintedIn(owner, index, history));
  const views = candidates.map((owner) => onDay(owner, index, history));
  const begun = asked.map((stretch) => ({ ...entryOf(stretch, list), stretch }));
  for (const { entry, view } of identify(begun, views, new Set())) {
    const own = followed.get(entry.stretch.view);
    const kept = own && !mayPart(entries, entry.stretch, own) ? own : undefined;
    give(entries, view?.owner ?? kept ?? newOwner(owners), entry.stretch);
  }
}

function newOwner(owners: Owner[]): Owner {
  const owner: Owner = { head: null, later: [] };
  owners.push(owner);
  return owner;
}

function give(entries: Following, owner: Owner, stretch: Stretch): void {
  const { bearers, followed } = entries;
  const before = followed.get(stretch.view);
  if (before && before !== owner) touchedOf(entries).add(owner).add(before);
  if (bearers.get(numberOf(owner)) === owner) bearers.delete(numberOf(owner));
  owner.later.push(stretch);
  bearers.set(stretch.reference, owner);
  followed.set(stretch.view, owner);
}

function touchedOf(entries: Following): Set<Owner> {
  const { owners, held, history } = entries;
  const isMissed = ({ isPrinted, current, record }: View) =>
    isPrinted && !held.has(current) && speaksOf(history.publication, record);
  const isTouched = ({ head, match }: Owner) => (match ? !isKnownAs(match) : head !== null && isMissed(head));
  return (entries.touched ??= new Set(owners.filter(isTouched)));
}

function isPrintedIn({ later }: Owner, index: number, { publications, indexOf }: History): boolean {
  const last = later.at(-1);
  if (last === undefined || index >= last.to) return false;
  const isTold = last.printings.some(({ publication }) => indexOf(publication) === index);
  return isTold || speaksOf(publications[index]!, last.printings[0]!.record!);
}

/** Becomes a designation of its own where its evidence is gone, and only if either part has a number to be named after. */
function mayPart({ named, history, list }: Following, { view, reference, printings }: Stretch, own: Owner): boolean {
  const isUnused = (number: string | undefined) => {
    const id = `${list}:${number}`;
    const bearer = named.get(id);
    return number !== undefined && (bearer ? !bearer.hasBegun && !bearer.after : !history.state.designations.has(id));
  };
  const namesake = named.get(`${list}:${reference}`);
  const isOwn = namesake !== undefined && (namesake === view || namesake === own.head);
  const isNameable = isUnused(reference) || (isOwn && isUnused(firstNumberOf(own)));
  return isNameable && printings[0]!.evidence?.kind !== 'cited-reference';
}

const numberOf = ({ head, match, later }: Owner): string | undefined =>
  later.at(-1)?.reference ?? (match?.entry ?? head)?.record.reference;

const firstNumberOf = ({ head, match, later }: Owner): string | undefined =>
  head?.references()[0] ?? match?.entry.record.reference ?? later[0]?.reference;

/** Whether an entry tells nothing else of who it is than the publication before. */
function isKnownAs({ entry, view }: Match<View>): boolean {
  const before = view?.before?.record;
  return before !== undefined && before !== null && identityOf(before) === identityOf(entry.record);
}

const identityOf = ({ reference, sourceIds, listedOn, subject: { name, aliases, birthDates } }: DesignationRecord) =>
  JSON.stringify([reference, sourceIds, listedOn, name, aliases.map((alias) => alias.name), birthDates]);

/** An entry on the day of a later publication. */
function onDay(owner: Owner, day: number, history: History): EntryOnDay & { owner: Owner } {
  const { publications, index, indexOf } = history;
  const { head, match, later } = owner;
  const before = head?.hasBegun ? head : undefined;
  const printed = [
    ...(match ? [match.entry.record] : []),
    ...later.flatMap(({ printings }) =>
      printings.flatMap(({ publication, record }) => (indexOf(publication) < day ? (record ?? []) : [])),
    ),
  ];
  const record = printed.at(-1) ?? before!.record;
  const last = later.at(-1);
  const isMissedBetween = () => publications.slice(index + 1, day).some((each) => speaksOf(each, record));
  const stood = last ? last.to >= day : match !== undefined && !isMissedBetween();
  return {
    owner,
    current: head?.current ?? ({} as CurrentEntry),
    record,
    records: () => [...(before?.records() ?? []), ...printed],
    references: () => [...(before?.references() ?? []), ...printed.map(({ reference }) => reference)],
    isPrinted: stood && !endsBy(record, publications[day]!.publishedOn),
    hasBegun: true,
  };
}

/**
 * The courses that entries took, each under its own designation, else that which its later printings begin, else that which
 * is named after its first number. What parts from a designation that is named after it takes the name along.
 */
function coursesUnderIds(
  { owners, named, list }: Following,
  stretches: ReadonlyMap<View, readonly Stretch[]>,
): Course[] {
  const heads = new Set(owners.flatMap(({ head }) => head ?? []));
  const takers = new Map<View, Owner>();
  for (const owner of owners) {
    const own = owner.later.find((stretch) => !heads.has(stretch.view) && stretches.get(stretch.view)![0] === stretch);
    const namesake = named.get(`${list}:${firstNumberOf(owner)}`);
    const isLeft = namesake && owner.later.some(({ view }) => view === namesake);
    if (owner.head) continue;
    if (namesake && isLeft) takers.set(namesake, owner);
    else if (own && !takers.has(own.view)) takers.set(own.view, owner);
    else if (namesake && !heads.has(namesake) && !takers.has(namesake)) takers.set(namesake, owner);
  }
  for (const owner of owners) if (owner.head && !takers.has(owner.head)) takers.set(owner.head, owner);
  const viewOf = new Map([...takers].map(([view, owner]) => [owner, view]));
  const courses = owners.map((owner): Course => {
    const { head, match, later } = owner;
    const view = viewOf.get(owner) ?? null;
    const own = view ? stretches.get(view)! : [];
    const isOwn = own.length === later.length && own.every((each, i) => each === later[i]);
    return {
      view,
      head,
      ...(match ? { match } : {}),
      later,
      isMoved: !isOwn || (view?.hasBegun === true && view !== head),
    };
  });
  const emptied = [...stretches].flatMap(([view, own]) =>
    own.length > 0 && !takers.has(view) ? [{ view, head: null, later: [], isMoved: true }] : [],
  );
  return [...courses, ...emptied];
}
