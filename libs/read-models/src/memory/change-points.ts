import type { ChangePoints } from '#contract';
import { dayNumber } from './day-number.ts';
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

/**
 * How counts of the whole history change from day to day, as known at a position, for each of some groups. `groupsOf` gives
 * the numbers of the groups that a row counts in.
 */
export function changePointsOf(
  columns: PeriodColumns,
  knownAt: number,
  groups: number,
  groupsOf: (row: number) => readonly number[],
): ChangePoints[] {
  const found = Array.from({ length: groups }, (): ChangePoints => ({
    day: [],
    listed: [],
    suspended: [],
    uncertain: [],
  }));
  const day = new Int32Array(groups);
  const deltas = new Int32Array(groups * COUNTED);
  const note = (group: number) => {
    const at = group * COUNTED;
    const [listed, suspended, uncertain] = [deltas[at]!, deltas[at + 1]!, deltas[at + 2]!];
    if (listed === 0 && suspended === 0 && uncertain === 0) return;
    const points = found[group]!;
    points.day.push(day[group]!);
    points.listed.push(listed);
    points.suspended.push(suspended);
    points.uncertain.push(uncertain);
    deltas.fill(0, at, at + COUNTED);
  };

  const { days, turns } = turnsByDay(columns, knownAt);
  const status = columns.status.data;
  for (const [i, turn] of turns.entries()) {
    const row = turn >>> 1;
    for (const group of groupsOf(row)) {
      if (day[group] !== days[i]) note(group);
      day[group] = days[i]!;
      deltas[group * COUNTED + status[row]!]! += turn & 1 ? -1 : 1;
    }
  }
  for (let group = 0; group < groups; group++) note(group);
  return found;
}

/** The days on which a row begins, and ends, if it does. */
const beginOf = ({ validFrom }: PeriodColumns, row: number): number =>
  validFrom.data[row] === NO_FIRST_DAY ? FIRST_DAY : validFrom.data[row]!;

/** Sorted by counting: days are few, and rows are many. */
function turnsByDay(columns: PeriodColumns, knownAt: number): Turns {
  const [validTo, knownTo, status] = [columns.validTo.data, columns.knownTo.data, columns.status.data];
  const rows: number[] = [];
  let [first, last] = [Infinity, -Infinity];
  const opened = columns.knownBy(knownAt);
  for (let row = 0; row < opened; row++) {
    if (knownTo[row]! <= knownAt || status[row]! >= COUNTED) continue;
    rows.push(row);
    first = Math.min(first, beginOf(columns, row));
    last = Math.max(last, beginOf(columns, row), validTo[row] === NO_LAST_DAY ? -Infinity : validTo[row]!);
  }
  if (rows.length === 0) return { days: new Int32Array(), turns: new Uint32Array() };
  const starts = new Uint32Array(last - first + 2);
  const each = (take: (day: number, turn: number) => void) => {
    for (const row of rows) {
      take(beginOf(columns, row), 2 * row);
      if (validTo[row] !== NO_LAST_DAY) take(validTo[row]!, 2 * row + 1);
    }
  };
  each((day) => starts[day - first + 1]!++);
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const [days, turns] = [new Int32Array(starts.at(-1)!), new Uint32Array(starts.at(-1)!)];
  each((day, turn) => {
    const at = starts[day - first]!++;
    days[at] = day;
    turns[at] = turn;
  });
  return { days, turns };
}
