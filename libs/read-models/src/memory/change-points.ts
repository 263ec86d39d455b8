import type { ChangePoints } from '#contract';
import { dayNumber } from './day-number.ts';
import type { Groups } from './groups.ts';
import { NO_FIRST_DAY, NO_LAST_DAY, NUMBERED, type PeriodColumns } from './period-columns.ts';

/** Where counts begin of what has no first day: no question has an earlier one. */
const FIRST_DAY = dayNumber('0001-01-01');
/** Of the statuses by their numbers, those that are counted come first: listed, suspended, uncertain. */
const COUNTED = NUMBERED.indexOf('uncertain') + 1;

/** Beginnings and ends of rows, the earliest first, with what of the row is counted: it need not be looked for then. */
interface Turns {
  days: Int32Array;
  places: Uint32Array;
  targets: Uint32Array;
  /** `2 * status` where one begins, one more where it ends. */
  statuses: Uint8Array;
}

/** How counts of the whole history change from day to day, as known at a position, for each group. */
export function changePointsOf(columns: PeriodColumns, knownAt: number, groups: Groups): ChangePoints[] {
  const { days, places, targets, statuses } = turnsByDay(columns, knownAt, groups.fits);
  const tally = new Tally(groups.length);
  // No array is taken apart in the loops: it would be done by its iterator, which takes longer than the rest.
  const { startOfPlace, ofPlace, startOfTargets, ofTargets } = groups;
  for (let i = 0; i < days.length; i++) {
    if (i > 0 && days[i] !== days[i - 1]) tally.endDay(days[i - 1]!);
    const place = places[i]!;
    const of = targets[i]!;
    const status = statuses[i]! >>> 1;
    const delta = statuses[i]! & 1 ? -1 : 1;
    for (let n = startOfPlace[place]!; n < startOfPlace[place + 1]!; n++) tally.add(ofPlace[n]!, status, delta);
    for (let n = startOfTargets[of]!; n < startOfTargets[of + 1]!; n++) tally.add(ofTargets[n]!, status, delta);
  }
  if (days.length > 0) tally.endDay(days.at(-1)!);
  return tally.found;
}

/** Adds up what happens on one day, and notes at its end what has changed of each group. */
class Tally {
  readonly found: ChangePoints[];
  readonly #deltas: Int32Array;
  readonly #lastDay: Int32Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: Uint32Array;
  #count = 0;

  constructor(groups: number) {
    this.found = Array.from({ length: groups }, () => ({ day: [], listed: [], suspended: [], uncertain: [] }));
    this.#deltas = new Int32Array(groups * COUNTED);
    this.#lastDay = new Int32Array(groups);
    this.#isTouched = new Uint8Array(groups);
    this.#touched = new Uint32Array(groups);
  }

  add(group: number, status: number, delta: number): void {
    this.#deltas[group * COUNTED + status]! += delta;
    if (this.#isTouched[group]) return;
    this.#isTouched[group] = 1;
    this.#touched[this.#count++] = group;
  }

  endDay(day: number): void {
    for (let n = 0; n < this.#count; n++) this.#note(this.#touched[n]!, day);
    this.#count = 0;
  }

  #note(group: number, day: number): void {
    const deltas = this.#deltas;
    const at = group * COUNTED;
    const listed = deltas[at]!;
    const suspended = deltas[at + 1]!;
    const uncertain = deltas[at + 2]!;
    this.#isTouched[group] = 0;
    if (listed === 0 && suspended === 0 && uncertain === 0) return;
    deltas[at] = deltas[at + 1] = deltas[at + 2] = 0;
    const points = this.found[group]!;
    points.day.push(day - this.#lastDay[group]!);
    points.listed.push(listed);
    points.suspended.push(suspended);
    points.uncertain.push(uncertain);
    this.#lastDay[group] = day;
  }
}

/** Of the places that fit. Sorted by counting: days are few, and rows are many. */
function turnsByDay(columns: PeriodColumns, knownAt: number, fits: Uint8Array): Turns {
  const [validFrom, validTo] = [columns.validFrom.data, columns.validTo.data];
  const [knownTo, status] = [columns.knownTo.data, columns.status.data];
  const [place, targets] = [columns.place.data, columns.targets.data];
  const beginOf = (row: number): number => (validFrom[row] === NO_FIRST_DAY ? FIRST_DAY : validFrom[row]!);
  const opened = columns.knownBy(knownAt);
  const rows = new Uint32Array(opened);
  let [count, first, last] = [0, NO_LAST_DAY, NO_FIRST_DAY];
  for (let row = 0; row < opened; row++) {
    if (knownTo[row]! <= knownAt || status[row]! >= COUNTED || !fits[place[row]!]) continue;
    rows[count++] = row;
    first = Math.min(first, beginOf(row));
    last = Math.max(last, beginOf(row), validTo[row] === NO_LAST_DAY ? NO_FIRST_DAY : validTo[row]!);
  }
  const starts = new Uint32Array(count === 0 ? 1 : last - first + 2);
  for (let i = 0; i < count; i++) {
    starts[beginOf(rows[i]!) - first + 1]!++;
    if (validTo[rows[i]!] !== NO_LAST_DAY) starts[validTo[rows[i]!]! - first + 1]!++;
  }
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const length = starts.at(-1)!;
  const turns = {
    days: new Int32Array(length),
    places: new Uint32Array(length),
    targets: new Uint32Array(length),
    statuses: new Uint8Array(length),
  };
  const put = (row: number, day: number, isEnd: number) => {
    const at = starts[day - first]!++;
    turns.days[at] = day;
    turns.places[at] = place[row]!;
    turns.targets[at] = targets[row]!;
    turns.statuses[at] = 2 * status[row]! + isEnd;
  };
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    put(row, beginOf(row), 0);
    if (validTo[row] !== NO_LAST_DAY) put(row, validTo[row]!, 1);
  }
  return turns;
}
