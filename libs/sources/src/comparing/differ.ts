import type { SourceRow } from '../list-source.ts';
import type { Change, Difference, DiffInput } from './difference.ts';
import { follow, needsFollowing, type Followed } from './following.ts';
import { identify, type Match } from './identity.ts';
import { joinTails, type Joined } from './joining.ts';
import { speaksOf, type CurrentEntry, type PastPrinting } from './list-state.ts';
import { endsBy, historyWith, nextAbout, viewOf, type History, type View } from './views.ts';
import { isSameRow, printingOf, wordingOf, type Wording } from './wording.ts';

/**
 * What a publication says that the list's log does not say yet, wherever in the list's history it belongs. What each entry's
 * publications printed decides, by day; order plays no role, of entries or inside them. Records are compared, not rows: a
 * row that was only worded anew is no news.
 */
export function diffPublication(input: DiffInput): Difference {
  const { publication, entries, quarantined } = input.publication;
  const history = historyWith(input.state, publication);
  const views = [...input.state.designations.values()].flatMap((current) => viewOf(current, history) ?? []);
  const unread = designationsOf(quarantined, views);
  const identified = identify(entries, views, unread);
  const doubted = identified.flatMap((match) => {
    const reason = doubtOf(match, input);
    return reason === undefined ? [] : [{ match, row: match.entry.row, reason }];
  });
  const isDoubted = new Set(doubted.map(({ match }) => match));
  const held = new Set([...unread, ...doubted.flatMap(({ match }) => match.view?.current ?? [])]);
  const believed = identified.filter((match) => !isDoubted.has(match));
  const joined = joinTails(believed, views, held, history, input.source.list);
  const { matches } = joined;
  const matched = new Map(matches.flatMap((match) => (match.view ? [[match.view, match]] : [])));
  const covered = views.filter(({ record }) => speaksOf(publication, record));
  const standing = covered.filter(({ isPrinted }) => isPrinted);
  const isGone = (view: View) => {
    const match = matched.get(view);
    if (held.has(view.current) || isGoneNext(view, history)) return false;
    return !match || endsBy(match.entry.record, publication.publishedOn);
  };
  const words = wordingOf(input);
  const comparing = { input, history, joined, words };
  const outcomes = matches.map((match) => outcomeOf(match, comparing));
  const absent = views.filter((view) => !matched.has(view) && !held.has(view.current));
  const changes = [
    ...outcomes.flatMap(({ change }) => change ?? []),
    ...absent.flatMap((view) => absenceOf(view, comparing) ?? []),
    ...joined.parted.flatMap((view) => partedOf(view, comparing) ?? []),
  ];
  return {
    changes: changes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    unchanged: outcomes.filter(({ count }) => count === 'unchanged').length,
    cosmetic: outcomes.filter(({ count }) => count === 'cosmetic').length,
    printedAlike: outcomes.flatMap(({ printedAlike }) => printedAlike ?? []),
    gone: standing.filter(isGone).map(({ current }) => current),
    standing: standing.map(({ current }) => current),
    quarantined: [...quarantined, ...doubted.map(({ row, reason }) => ({ row, reason }))],
  };
}

/** Whether the next publication has not the entry either: that it is gone from the one before it is no news. */
const isGoneNext = (view: View, history: History): boolean =>
  view.after?.record === null && nextAbout(view, history) === history.indexOf(view.after.publication);

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
  joined: Joined;
  words: Wording;
}

function outcomeOf(match: Match<View>, comparing: Comparing): Outcome {
  const { input, history, joined, words } = comparing;
  const { entry, view } = match;
  const id = view?.current.id ?? `${input.source.list}:${entry.record.reference}`;
  const sameRow = view !== null && isSameRow(entry, view);
  const printing = printingOf(match, input.publication.publication, words, sameRow);
  const tails = joined.tails.get(view ?? entry);
  const changed = () =>
    changeOf(id, { view, printing, row: entry.row, tails: tails ?? (view ? [view] : []) }, comparing);
  if (view !== null && printing.record === view.before?.record)
    return {
      count: sameRow ? 'unchanged' : 'cosmetic',
      printedAlike: printing.record?.reference,
      change: tails || needsFollowing(view, history) ? changed() : undefined,
    };
  const change = changed();
  const isNews = change?.events.some(({ data }) => data.cause !== 'reparse');
  return isNews ? { change } : { change, count: 'cosmetic' };
}

/** Why an entry is not believed to be the designation that its number leads to. */
function doubtOf({ entry, view, doubt }: Match<View>, { source, state, isForced }: DiffInput): string | undefined {
  const { reference } = entry.record;
  if (!view && state.designations.has(`${source.list}:${reference}`))
    return `${reference} was the first number of another entry`;
  return isForced ? undefined : doubt;
}

/** What it changes of a designation that the publication does not print it, or that other entries take its later printings. */
function absenceOf(view: View, comparing: Comparing): Change | undefined {
  const { history, joined } = comparing;
  const isCovered = speaksOf(history.publication, view.record);
  const tails = joined.tails.get(view);
  if (!tails && !(isCovered && (view.before?.record || needsFollowing(view, history)))) return undefined;
  const printing = isCovered ? absentIn(history) : undefined;
  return changeOf(view.current.id, { view, printing, tails: tails ?? [view] }, comparing);
}

const absentIn = ({ publication }: History): PastPrinting => ({
  publication,
  day: publication.publishedOn,
  record: null,
});

/** A designation of its own for what is printed later under a number of another. */
function partedOf(view: View, comparing: Comparing): Change | undefined {
  const { input, history } = comparing;
  const { record } = view.tail!;
  const printing = speaksOf(history.publication, record) ? absentIn(history) : undefined;
  return changeOf(`${input.source.list}:${record.reference}`, { view: null, printing, tails: [view] }, comparing);
}

function changeOf(id: string, followed: Followed, { input, history }: Comparing): Change | undefined {
  const events = follow(followed, history, input);
  return events.length > 0 ? { id, current: followed.view?.current ?? null, events } : undefined;
}

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
