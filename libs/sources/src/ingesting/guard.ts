import { addDays, daysBetween, getAt, printedInstant, type ListPublication, type PatchOperation } from '#domain';
import type { Difference } from '../comparing/difference.ts';
import type { SourceRow } from '../list-source.ts';
import { PublicationRejected } from '../reading/rejection.ts';
import type { CurrentEntry, ListState, PastPublication } from '../comparing/list-state.ts';

export const DEFAULT_SHARE = 0.05;
/** Real lists of the Security Council lost 7.5 % of their entries in 9 months, 10.3 % in 18 and 15.9 % in 27. */
const MORE_PER_HALF_YEAR = 0.05;
const HALF_YEAR = 182;
const MOST = 0.5;
const SMALL_LIST = 20;

/** Cannot be overridden: the entries of the publication cannot be told apart. */
export function rejectUnidentifiable(rows: readonly SourceRow[]): void {
  if (rows.length === 0)
    throw new PublicationRejected('no-entries', 'It has no entries. An empty list would delist everybody');
  const seen = new Map<string, SourceRow>();
  for (const row of rows) {
    if (row.reference === '')
      throw new PublicationRejected(
        'entry-without-reference',
        `The entry at ${row.at} has no reference number. Ask the authority, or fetch the file again`,
      );
    const first = seen.get(row.reference);
    if (first)
      throw new PublicationRejected(
        'duplicate-reference',
        `${row.reference} stands twice, at ${first.at} and at ${row.at}. Ask the authority, or fetch the file again`,
      );
    seen.set(row.reference, row);
  }
}

const MOST_NOT_UNDERSTOOD = 0.5;
const FEW = 5;

/** Cannot be overridden: if most entries are invalid, the reader does not fit the file. */
export function rejectNotUnderstood(rows: readonly SourceRow[], quarantined: readonly { reason: string }[]): void {
  if (quarantined.length <= Math.max(FEW, rows.length * MOST_NOT_UNDERSTOOD)) return;
  throw new PublicationRejected(
    'not-understood',
    `${quarantined.length} of ${rows.length} entries make no sense; the first: ${quarantined[0]!.reason}. Is it this list, with its columns in their places?`,
  );
}

/** Publications are ingested by their dates: an older one, taken for news, would undo the later ones. */
export function rejectOlder(last: PastPublication | undefined, publishedOn: string, generatedAt?: string): void {
  if (!last || publishedOn > last.publishedOn) return;
  const sameDay = publishedOn === last.publishedOn;
  if (sameDay && !(generatedAt && last.generatedAt && printedInstant(generatedAt) < printedInstant(last.generatedAt)))
    return;
  if (sameDay)
    throw new PublicationRejected(
      'older-publication',
      `It was made at ${generatedAt}, but one made at ${last.generatedAt} of the same day was taken in before. Of one day the last one made counts: leave it out`,
    );
  throw new PublicationRejected(
    'older-publication',
    `It is of ${publishedOn}, but one of ${last.publishedOn} was taken in before. Publications go in by their dates, or with --backfill into their place in history`,
  );
}

/** The newest publication that a new one would come before: one of named entries goes in between all others. */
export const newestOf = (
  publications: readonly PastPublication[],
  scope: ListPublication['scope'],
): PastPublication | undefined =>
  publications.findLast(
    (past) =>
      !past.scope?.programs || !scope?.programs || past.scope.programs.some((each) => scope.programs!.includes(each)),
  );

export interface Doubting {
  state: ListState;
  publication: PastPublication;
  /** The publication that it follows. */
  last: PastPublication | undefined;
  /** The share of the list that may be gone in half a year. */
  share: number;
  /** The day on which the publication is ingested. */
  today: string;
}

/** The rejection that a person may override, where a publication is hardly what its authority published. */
export function doubtOf(difference: Difference, doubting: Doubting): PublicationRejected | null {
  const { publication, last, share, today } = doubting;
  const [gone, standing] = [difference.gone.length, difference.standing.length];
  const days = last ? Math.abs(daysBetween(last.publishedOn, publication.publishedOn)) : 0;
  return (
    isAhead(publication, today) ??
    shrinks({ gone, standing, days }, share) ??
    losesProgram(difference, doubting, days) ??
    losesMember(difference, doubting) ??
    renames(difference)
  );
}

/** A day that has not come is a mistyped one; a day ahead is a place where the day begins earlier. */
function isAhead({ publishedOn }: PastPublication, today: string): PublicationRejected | null {
  if (publishedOn <= addDays(today, 1)) return null;
  return new PublicationRejected(
    'future-date',
    `It is of ${publishedOn}, which has not come yet. Is the date right? If the authority really dates it so, force it and say why`,
  );
}

/** So many entries of one programme, and such a part of the list, are no chance: real ones that ended were much smaller, as Burundi's 11 of 9,000. */
const FEW_OF_PROGRAM = 5;
const LARGE_PROGRAM = 0.04;
const MOST_OF_PROGRAM = 0.9;

/** The rejection, where a programme is gone as a whole, and its entries with it. */
function losesProgram({ gone, standing }: Difference, { state }: Doubting, days: number): PublicationRejected | null {
  const count = (entries: readonly CurrentEntry[]) => {
    const counts = new Map<string, number>();
    for (const current of entries)
      for (const program of printedRecord(state, current)?.programs ?? [])
        counts.set(program, (counts.get(program) ?? 0) + 1);
    return counts;
  };
  const most = Math.max(FEW_OF_PROGRAM, standing.length * LARGE_PROGRAM * halfYearsIn(days));
  if (gone.length < most) return null;
  const before = count(standing);
  for (const [program, lost] of count(gone)) {
    const had = before.get(program)!;
    if (lost < most || lost < had * MOST_OF_PROGRAM || before.size === 1) continue;
    return new PublicationRejected(
      'shrinks',
      `${lost} of ${had} entries of the programme ${program} are gone at once. Is the file whole? If the programme really ended, force it and say why`,
    );
  }
  return null;
}

const SOME = 10;
const MOST_OF_MEMBER = 0.5;

/** The rejection, where a member of the record is gone from most entries that had it: a table of the set is torn. */
function losesMember({ changes, standing }: Difference, { state }: Doubting): PublicationRejected | null {
  const lost = new Map<string, number>();
  for (const { events } of changes)
    for (const event of events)
      if (event.type === 'DesignationAmended' && event.data.cause === 'source')
        for (const step of event.data.patch) if (isLoss(step)) lost.set(step.path, (lost.get(step.path) ?? 0) + 1);
  for (const [path, times] of lost) {
    if (times <= SOME) continue;
    const had = standing.filter((current) => !isNothing(getAt(printedRecord(state, current), path))).length;
    if (times > Math.max(SOME, had * MOST_OF_MEMBER))
      return new PublicationRejected(
        'not-understood',
        `${times} of the ${had} entries that had ${path} have none any more. Is every table of the file whole? If the authority really took it out, force it and say why`,
      );
  }
  return null;
}

const isNothing = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
const isLoss = (step: PatchOperation) => step.op === 'remove' || (step.op === 'replace' && isNothing(step.value));
const printedRecord = (state: ListState, current: CurrentEntry) =>
  state.chainOf(current).findLast(({ record }) => record)?.record;

const halfYearsIn = (days: number) => Math.max(1, Math.ceil(days / HALF_YEAR));

export interface Shrinkage {
  /** Entries that are in the list and not in the publication. */
  gone: number;
  /** Entries that are in the list. */
  standing: number;
  /** Between the two publications. */
  days: number;
}

/** The rejection, where more entries are gone than authorities take off in such a time; a person may override it. */
export function shrinks({ gone, standing, days }: Shrinkage, share: number): PublicationRejected | null {
  const halfYears = halfYearsIn(days);
  const allowed = Math.max(share, Math.min(MOST, share + MORE_PER_HALF_YEAR * (halfYears - 1)));
  const most = Math.max(Math.floor(allowed * standing), standing < SMALL_LIST ? 1 : 0);
  if (gone <= most) return null;
  return new PublicationRejected(
    'shrinks',
    `${gone} of ${standing} entries are gone after ${days} days, more than the ${Math.round(allowed * 1000) / 10} % that is believed. Is the file whole? If they really were delisted, force it and say why`,
  );
}

const MOST_RENAMED = 0.5;

/** The rejection, where most entries that stand are suddenly somebody else; a person may override it. */
export function renames({ changes, standing }: Pick<Difference, 'changes' | 'standing'>): PublicationRejected | null {
  const renamed = changes.filter(({ events }) =>
    events.some(
      ({ type, data }) => type === 'DesignationAmended' && data.cause === 'source' && data.patch.some(isOfSomebodyElse),
    ),
  );
  if (renamed.length <= Math.max(FEW, standing.length * MOST_RENAMED)) return null;
  return new PublicationRejected(
    'not-understood',
    `${renamed.length} of ${standing.length} entries would have another name or type, the first of them ${renamed[0]!.id}. Are its columns in their places? If the authority really renamed them, force it and say why`,
  );
}

/** Another type; or a name without a word of the old one: real lists went over to capitals, or to other spellings. */
function isOfSomebodyElse(step: PatchOperation): boolean {
  if (step.op !== 'replace') return false;
  if (step.path === '/subject/type') return true;
  if (step.path !== '/subject/name') return false;
  const words = (name: unknown) =>
    String(name)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const old = new Set(words(step.old));
  return !words(step.value).some((word) => old.has(word));
}
