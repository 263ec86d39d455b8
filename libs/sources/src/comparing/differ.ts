import type { SourceRow } from '../list-source.ts';
import type { Change, Difference, DiffInput } from './difference.ts';
import { follow, needsFollowing } from './following.ts';
import { identify, type Match } from './identity.ts';
import { speaksOf, type CurrentEntry, type PastPrinting } from './list-state.ts';
import { endsBy, historyWith, viewOf, type History, type View } from './views.ts';
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
  const held = designationsOf(quarantined, views);
  const matches = identify(entries, views, held);
  const matched = new Map(matches.flatMap((match) => (match.view ? [[match.view.current, match]] : [])));
  const covered = views.filter(({ record }) => speaksOf(publication, record));
  const standing = covered.filter(({ isPrinted }) => isPrinted);
  const isGone = ({ current }: View) => {
    const match = matched.get(current);
    return !held.has(current) && (!match || endsBy(match.entry.record, publication.publishedOn));
  };
  const words = wordingOf(input);
  const outcomes = matches.map((match) => outcomeOf(match, words, history, input));
  const absent = covered.filter(({ current }) => !matched.has(current) && !held.has(current));
  const changes = [
    ...outcomes.flatMap(({ change }) => change ?? []),
    ...absent.flatMap((view) => absenceOf(view, history, input) ?? []),
  ];
  return {
    changes: changes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    unchanged: outcomes.filter(({ count }) => count === 'unchanged').length,
    cosmetic: outcomes.filter(({ count }) => count === 'cosmetic').length,
    printedAlike: outcomes.flatMap(({ printedAlike }) => printedAlike ?? []),
    gone: standing.filter(isGone).map(({ current }) => current),
    standing: standing.map(({ current }) => current),
    quarantined: [...quarantined, ...outcomes.flatMap((outcome) => outcome.quarantined ?? [])],
  };
}

/** What comes of one entry that the publication prints. */
interface Outcome {
  count?: 'unchanged' | 'cosmetic';
  /** Its reference, where it is printed as it stood. */
  printedAlike?: string;
  change?: Change;
  quarantined?: { row: SourceRow; reason: string };
}

function outcomeOf(match: Match<View>, words: Wording, history: History, input: DiffInput): Outcome {
  const { entry, view } = match;
  const id = view?.current.id ?? `${input.source.list}:${entry.record.reference}`;
  const reason = doubtOf(match, id, input);
  if (reason !== undefined) return { quarantined: { row: entry.row, reason } };
  const sameRow = view !== null && isSameRow(entry, view);
  const printing = printingOf(match, input.publication.publication, words, sameRow);
  const changed = () => changeOf(id, view, printing, entry.row, history, input);
  if (view !== null && printing.record === view.before?.record)
    return {
      count: sameRow ? 'unchanged' : 'cosmetic',
      printedAlike: printing.record?.reference,
      change: needsFollowing(view, history) ? changed() : undefined,
    };
  const change = changed();
  const isNews = change?.events.some(({ data }) => data.cause !== 'reparse');
  return isNews ? { change } : { change, count: 'cosmetic' };
}

/** Why an entry is not believed to be the designation of that id. */
function doubtOf({ entry, view, doubt }: Match<View>, id: string, { state, isForced }: DiffInput): string | undefined {
  if (!view && state.designations.has(id)) return `${entry.record.reference} was the first number of another entry`;
  return isForced ? undefined : doubt;
}

/** What the absence of an entry from a publication that covers it changes. */
function absenceOf(view: View, history: History, input: DiffInput): Change | undefined {
  if (!view.before?.record && !needsFollowing(view, history)) return undefined;
  const { publication } = input.publication;
  const printing = { publication, day: publication.publishedOn, record: null };
  return changeOf(view.current.id, view, printing, undefined, history, input);
}

function changeOf(
  id: string,
  view: View | null,
  printing: PastPrinting,
  row: SourceRow | undefined,
  history: History,
  input: DiffInput,
): Change | undefined {
  const events = follow(view, printing, row, history, input);
  return events.length > 0 ? { id, current: view?.current ?? null, events } : undefined;
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
