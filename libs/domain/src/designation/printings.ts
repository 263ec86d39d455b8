import { intervalOf } from '../partial-date.ts';
import { diffRecords } from './patch.ts';
import type { DesignationRecord } from './record.ts';

// What stands of an entry in the publications of its list.

/** What one publication says of an entry; publications that do not speak of it are left out. */
export interface Printing<Publication = unknown> {
  publication: Publication;
  /** The publication's day. */
  day: string;
  /** As printed; null where the publication has not the entry. */
  record: DesignationRecord | null;
  /** What the present reader makes of the row printed before, where an older version of it had read that row. */
  reread?: DesignationRecord;
  /** The day on which the entry was removed, where the publication says it. */
  removedOn?: string;
  /** The day on which the authority says it changed the entry to this. */
  changedOn?: string;
  /** Why this is the entry that bore another reference before. */
  evidence?: { kind: string; text: string };
}

export interface Spell {
  from?: string;
  to?: string;
}

/** Publications one after the other that print the entry, and the times on the list that they print. */
export interface Run<P> {
  first: number;
  last: number;
  /** Times that were over when the present one began. */
  earlier: (Spell & { to: string })[];
  /** The first printing of the present time. */
  opens: number;
  from?: string;
  /** Whether that start was only read later than the publication printed it. */
  isReread?: boolean;
  to?: string;
  /** The printing that says so first. */
  endedBy?: Printing<P>;
}

export function runsOf<P>(printings: readonly Printing<P>[]): Run<P>[] {
  const runs: Run<P>[] = [];
  for (let first = 0; first < printings.length; first++) {
    if (!printings[first]!.record) continue;
    let last = first;
    while (printings[last + 1]?.record) last++;
    runs.push(runOf(printings, first, last));
    first = last;
  }
  return runs;
}

/** An end that lies before the start is that of an earlier time. */
function spellsIn({
  earlierListings = [],
  listedOn,
  delistedOn,
}: DesignationRecord): [(Spell & { to: string })[], Spell] {
  const earlier = earlierListings.map(({ listedOn: from, delistedOn: to }) => ({ from, to }));
  if (listedOn === undefined || delistedOn === undefined || intervalOf(delistedOn).latest >= firstDay(listedOn))
    return [earlier, { from: listedOn, to: delistedOn }];
  return [[...earlier, { to: delistedOn }], { from: listedOn }];
}

/** Days that an entry prints are the word of its latest printing; times that were over by then stay. */
function runOf<P>(printings: readonly Printing<P>[], first: number, last: number): Run<P> {
  let earlier: (Spell & { to: string })[] = [];
  let present: Spell = {};
  let opens = first;
  let endedBy: Printing<P> | undefined;
  for (let n = first; n <= last; n++) {
    const record = printings[n]!.record!;
    if (n > first && record === printings[n - 1]!.record) continue;
    const [printed, now] = spellsIn(record);
    const begins = [...printed, now][0]!.from;
    const over =
      n === first ? [] : [...earlier, ...(present.to === undefined ? [] : [present as Spell & { to: string }])];
    const kept = over.filter(({ to }) => begins !== undefined && intervalOf(to).latest < firstDay(begins));
    if (kept.length > 0 && present.to !== undefined && kept.includes(present as Spell & { to: string })) opens = n;
    earlier = [...kept, ...printed];
    if (now.to !== present.to || endedBy === undefined) endedBy = now.to === undefined ? undefined : printings[n];
    present = now;
  }
  const run: Run<P> = { first, last, earlier, opens };
  const gone = printings[last + 1];
  if (present.to !== undefined && !(gone && firstDay(present.to) > gone.day))
    Object.assign(run, { to: present.to, endedBy });
  const seen = isOver(run, printings[opens]!) ? undefined : printings[opens]!.day;
  for (let n = opens; n <= last; n++) {
    const { reread, record } = printings[n]!;
    const { listedOn } = record!;
    if (listedOn === undefined || listedOn === run.from) continue;
    if (seen !== undefined && intervalOf(listedOn).latest > seen) continue;
    run.from = listedOn;
    run.isReread = reread?.listedOn === listedOn;
  }
  // What the latest printing leaves out, it does not take back: a list may print a day in one format of several.
  return run;
}

export const firstDay = (text: string) => intervalOf(text).earliest ?? intervalOf(text).latest;

/** Whether a printed entry is over on the day of its publication. */
export const isOver = <P>({ to }: Pick<Run<P>, 'to'>, printing: Printing<P>): boolean =>
  saysOver(printing) || (to !== undefined && intervalOf(to).latest <= printing.day);

/** Whether an entry is printed as over, without a day. */
export const saysOver = ({ record }: Printing): boolean => record?.standing === 'delisted';

export const wasPrinted = (runs: readonly Run<unknown>[], n: number) => runs.some(({ first }) => first < n);

/** Whether all publications from one to another print the entry as it is printed in the one, or have it not as that has it not. */
export function isUnchanged(printings: readonly Printing[], one: number, other: number): boolean {
  const as = printings[one]?.record;
  if (as === undefined) return false;
  return printings
    .slice(Math.min(one, other), Math.max(one, other) + 1)
    .every(({ record }) => record === as || (record && as && diffRecords(as, record).length === 0));
}

/** The first printing of a day or after. */
export function firstFrom(printings: readonly { day: string }[], day: string): number {
  let [low, high] = [0, printings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (printings[middle]!.day < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
