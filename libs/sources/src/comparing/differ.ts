import type { SourceRow } from '../list-source.ts';
import { coursesAsHeld, coursesOf, knownOf, type Course } from './courses.ts';
import type { Change, Difference, DiffInput } from './difference.ts';
import { follow, needsFollowing, type Followed } from './following.ts';
import { identify, type Match } from './identity.ts';
import { speaksOf, type CurrentEntry } from './list-state.ts';
import { endsBy, historyWith, isToldNext, viewOf, type History, type View } from './views.ts';
import { isSameRow, printingOf, wordingOf, type Wording } from './wording.ts';

/**
 * What a publication says that the list's log does not say yet, wherever in the list's history it belongs. What each entry's
 * publications printed decides, by day; order plays no role, of entries or inside them. Records are compared, not rows: a
 * row that was only worded anew is no news.
 */
export function diffPublication(input: DiffInput): Difference {
  const { publication, quarantined } = input.publication;
  const history = historyWith(input.state, publication);
  const views = [...input.state.designations.values()].flatMap((current) => viewOf(current, history) ?? []);
  const { courses, doubted, held } = believedCourses(input, views, history);
  const matched = new Map(courses.flatMap(({ view, match }) => (view && match ? [[view, match]] : [])));
  const standing = views.filter((view) => view.isPrinted && speaksOf(publication, view.record));
  const isGone = (view: View) => {
    const match = matched.get(view);
    if (held.has(view.current) || isGoneNext(view, history)) return false;
    return !match || endsBy(match.entry.record, publication.publishedOn);
  };
  const comparing = { input, history, words: wordingOf(input) };
  const outcomes = courses.flatMap(({ match, ...course }) =>
    match ? outcomeOf(match, course, comparing) : { change: absenceOf(course, held, comparing) },
  );
  const changes = outcomes.flatMap(({ change }) => change ?? []);
  return {
    changes: changes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    unchanged: outcomes.filter(({ count }) => count === 'unchanged').length,
    cosmetic: outcomes.filter(({ count }) => count === 'cosmetic').length,
    printedAlike: outcomes.flatMap(({ printedAlike }) => printedAlike ?? []),
    gone: standing.filter(isGone).map(({ current }) => current),
    standing: standing.map(({ current }) => current),
    quarantined: [...quarantined, ...doubted],
  };
}

interface Believed {
  courses: readonly Course[];
  /** Entries that are hardly the designation which their number leads to. */
  doubted: { row: SourceRow; reason: string }[];
  /** Designations that stay as they are: their entries are quarantined. */
  held: ReadonlySet<CurrentEntry>;
}

function believedCourses(
  { publication, source, state, isForced }: DiffInput,
  views: View[],
  history: History,
): Believed {
  const held = new Set(designationsOf(publication.quarantined, views));
  const doubted: Believed['doubted'] = [];
  let matches = identify(publication.entries, views, held);
  const doubt = (reasonOf: (match: Match<View>) => string | undefined) => {
    matches = matches.filter((match) => {
      const reason = reasonOf(match);
      if (reason === undefined) return true;
      doubted.push({ row: match.entry.row, reason });
      if (match.view) held.add(match.view.current);
      return false;
    });
  };
  if (!isForced) doubt((match) => match.doubt);
  const isTaken = (course: Course) => !course.view && state.designations.has(idOf(course, source.list));
  const doubtTaken = (courses: readonly Course[]) => {
    const taken = new Set(courses.flatMap((course) => (course.match && isTaken(course) ? course.match : [])));
    doubt((match) =>
      taken.has(match) && !match.view
        ? `${match.entry.record.reference} was the first number of another entry`
        : undefined,
    );
  };
  const followed = () => coursesOf(matches, views, held, history, source.list);
  const first = followed();
  const before = matches.length;
  doubtTaken(first);
  const courses = matches.length === before ? first : followed();
  const ids = courses.flatMap((course) => (course.view ? [] : idOf(course, source.list)));
  if (!courses.some(isTaken) && new Set(ids).size === ids.length) return { courses, doubted, held };
  // Where a part would have no number to be named after, all stays as it is held.
  doubtTaken(coursesAsHeld(matches, views));
  return { courses: coursesAsHeld(matches, views), doubted, held };
}

/** Whether the next publication has not the entry either: that it is gone from the one before it is no news. */
const isGoneNext = (view: View, history: History): boolean => view.after?.record === null && isToldNext(view, history);

/** What comes of one entry that the publication prints. */
interface Outcome {
  count?: 'unchanged' | 'cosmetic';
  /** Its reference, where it is printed as it stood. */
  printedAlike?: string;
  change?: Change;
}

interface Comparing {
  input: DiffInput;
  history: History;
  words: Wording;
}

function outcomeOf(match: Match<View>, course: Course, comparing: Comparing): Outcome {
  const { input, history, words } = comparing;
  const { entry, view } = match;
  const sameRow = view !== null && isSameRow(entry, view);
  const printing = printingOf(match, input.publication.publication, words, sameRow);
  const changed = () => changeOf({ ...course, match, printing, row: entry.row }, comparing);
  // A removal of a later day is told, whether or not the entry stood: another publication may come between.
  const isRemovedAnew = view?.before && printing.removedOn !== undefined && printing.removedOn > view.before.day;
  if (view !== null && printing.record === view.before?.record && !isRemovedAnew)
    return {
      count: sameRow ? 'unchanged' : 'cosmetic',
      printedAlike: printing.record?.reference,
      change: course.isMoved || needsFollowing(view, history) ? changed() : undefined,
    };
  const change = changed();
  const isNews = change?.events.some(({ data }) => data.cause !== 'reparse');
  return isNews ? { change } : { change, count: 'cosmetic' };
}

/** What it changes of an entry that the publication does not print it, or that it shows others in what is printed later. */
function absenceOf(course: Course, held: ReadonlySet<CurrentEntry>, comparing: Comparing): Change | undefined {
  const { history } = comparing;
  const { publication } = history;
  const view = course.head ?? course.view;
  if (view && held.has(view.current)) return undefined;
  const isCovered = speaksOf(publication, knownOf(course));
  const isTold = isCovered && view !== null && (Boolean(view.before?.record) || needsFollowing(view, history));
  if (!course.isMoved && !isTold) return undefined;
  const printing = isCovered ? { publication, day: publication.publishedOn, record: null } : undefined;
  return changeOf({ ...course, printing }, comparing);
}

function changeOf(followed: Followed, { input, history }: Comparing): Change | undefined {
  const events = follow(followed, history, input);
  const id = idOf(followed, input.source.list);
  return events.length > 0 ? { id, current: followed.view?.current ?? null, events } : undefined;
}

/** A designation is named after the first number of its entry. */
const idOf = (course: Course, list: string): string =>
  course.view?.current.id ?? `${list}:${course.head?.references()[0] ?? knownOf(course).reference}`;

/** The designations whose entries are quarantined: they stay as they are. */
function designationsOf(quarantined: readonly { row: SourceRow }[], views: readonly View[]): ReadonlySet<CurrentEntry> {
  if (quarantined.length === 0) return new Set();
  const holders = new Map<string, CurrentEntry>();
  for (const view of views) {
    const { current } = view;
    for (const reference of current.state.references) holders.set(reference, current);
    for (const { sourceIds = {} } of view.records())
      for (const [name, id] of Object.entries(sourceIds)) holders.set(`${name} ${id}`, current);
  }
  for (const { current, record } of views) holders.set(record.reference, current);
  const found = quarantined.flatMap(({ row: { reference, sourceIds = {} } }) => {
    const ids = Object.entries(sourceIds).map(([name, id]) => `${name} ${id}`);
    return [reference, ...ids].map((key) => holders.get(key)).find((current) => current !== undefined) ?? [];
  });
  return new Set(found);
}
