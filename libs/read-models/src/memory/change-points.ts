import type { ChangePoints } from '#contract';
import { dayNumber } from './day-number.ts';
import type { Groups } from './groups.ts';
import { NO_FIRST_DAY, NO_LAST_DAY, NUMBERED, type PeriodColumns } from './period-columns.ts';

/** Where counts begin of what has no first day: no question has an earlier one. */
const FIRST_DAY = dayNumber('0001-01-01');
/** Of the statuses by their numbers, those that are counted come first: listed, suspended, uncertain. */
const COUNTED = NUMBERED.indexOf('uncertain') + 1;

/** Rows by the day on which they begin or end, the earliest first: `2 * row` where one begins, one more where it ends. */
interface Turns {
  days: Int32Array;
  turns: Uint32Array;
}

/** How counts of the whole history change from day to day, as known at a position, for each group. */
export function changePointsOf(columns: PeriodColumns, knownAt: number, groups: Groups): ChangePoints[] {
  const { days, turns } = turnsByDay(columns, knownAt);
  const { noteUpTo, add, end } = createTally(groups.length);
  // No array is taken apart in the loops: it would be done by its iterator, which takes longer than the rest.
  const { fits, startOfPlace, ofPlace, startOfTargets, ofTargets } = groups;
  const [place, targets, status] = [columns.place.data, columns.targets.data, columns.status.data];
  for (let i = 0; i < turns.length; i++) {
    const row = turns[i]! >>> 1;
    const at = place[row]!;
    if (!fits[at]) continue;
    const of = targets[row]!;
    const counted = status[row]!;
    const delta = turns[i]! & 1 ? -1 : 1;
    noteUpTo(days[i]!);
    for (let n = startOfPlace[at]!; n < startOfPlace[at + 1]!; n++) add(ofPlace[n]!, counted, delta);
    for (let n = startOfTargets[of]!; n < startOfTargets[of + 1]!; n++) add(ofTargets[n]!, counted, delta);
  }
  return end();
}

/** Adds up what happens on one day, and notes of each group what has changed when the next day comes. */
function createTally(groups: number) {
  const found = Array.from({ length: groups }, (): ChangePoints => ({
    day: [],
    listed: [],
    suspended: [],
    uncertain: [],
  }));
  const deltas = new Int32Array(groups * COUNTED);
  const lastDay = new Int32Array(groups);
  const isTouched = new Uint8Array(groups);
  const touched: number[] = [];
  let today = -Infinity;

  const note = (group: number) => {
    const at = group * COUNTED;
    const listed = deltas[at]!;
    const suspended = deltas[at + 1]!;
    const uncertain = deltas[at + 2]!;
    isTouched[group] = 0;
    if (listed === 0 && suspended === 0 && uncertain === 0) return;
    deltas[at] = deltas[at + 1] = deltas[at + 2] = 0;
    const points = found[group]!;
    points.day.push(today - lastDay[group]!);
    points.listed.push(listed);
    points.suspended.push(suspended);
    points.uncertain.push(uncertain);
    lastDay[group] = today;
  };
  const noteUpTo = (day: number) => {
    if (day === today) return;
    for (const group of touched) note(group);
    touched.length = 0;
    today = day;
  };
  return {
    noteUpTo,
    add(group: number, status: number, delta: number): void {
      deltas[group * COUNTED + status]! += delta;
      if (isTouched[group]) return;
      isTouched[group] = 1;
      touched.push(group);
    },
    end(): ChangePoints[] {
      noteUpTo(Infinity);
      return found;
    },
  };
}

/** Sorted by counting: days are few, and rows are many. */
function turnsByDay(columns: PeriodColumns, knownAt: number): Turns {
  const [validFrom, validTo] = [columns.validFrom.data, columns.validTo.data];
  const [knownTo, status] = [columns.knownTo.data, columns.status.data];
  const beginOf = (row: number): number => (validFrom[row] === NO_FIRST_DAY ? FIRST_DAY : validFrom[row]!);
  const opened = columns.knownBy(knownAt);
  const rows = new Uint32Array(opened);
  let [count, first, last] = [0, NO_LAST_DAY, NO_FIRST_DAY];
  for (let row = 0; row < opened; row++) {
    if (knownTo[row]! <= knownAt || status[row]! >= COUNTED) continue;
    rows[count++] = row;
    first = Math.min(first, beginOf(row));
    last = Math.max(last, beginOf(row), validTo[row] === NO_LAST_DAY ? NO_FIRST_DAY : validTo[row]!);
  }
  if (count === 0) return { days: new Int32Array(), turns: new Uint32Array() };
  const starts = new Uint32Array(last - first + 2);
  for (let i = 0; i < count; i++) {
    starts[beginOf(rows[i]!) - first + 1]!++;
    if (validTo[rows[i]!] !== NO_LAST_DAY) starts[validTo[rows[i]!]! - first + 1]!++;
  }
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const [days, turns] = [new Int32Array(starts.at(-1)!), new Uint32Array(starts.at(-1)!)];
  const put = (day: number, turn: number) => {
    const at = starts[day - first]!++;
    days[at] = day;
    turns[at] = turn;
  };
  for (let i = 0; i < count; i++) {
    put(beginOf(rows[i]!), 2 * rows[i]!);
    if (validTo[rows[i]!] !== NO_LAST_DAY) put(validTo[rows[i]!]!, 2 * rows[i]! + 1);
  }
  return { days, turns };
}
