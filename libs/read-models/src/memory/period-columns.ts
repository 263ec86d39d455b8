import { STATUSES } from '#contract';
import type { Status, SubjectType } from '#domain';
import { growable } from '#matching';
import { chainedRows } from './chained-rows.ts';
import type { Bounds, ClosedPeriod } from './changed-periods.ts';
import { createInterner } from './interner.ts';
import { compareBytes, type PagedRow, type SortKey } from './page-order.ts';

/** A period of a designation, with what it is counted and sorted by. */
export interface CountedPeriod extends Bounds {
  designation: string;
  list: string;
  authority: string;
  status: Status;
  type: SubjectType;
  /** As much of the name as pages are sorted by. */
  name: string;
  /** Countries of the subject, as printed; of a vessel its flags. */
  nationalities: string[] | null;
  flags: string[] | null;
}

/** The columns of the table that say so. */
export const COUNTED_COLUMNS = `list, authority, status, type, left(name, 200) as name,
  record #> '{subject,nationalities}' as nationalities, record #> '{subject,vessel,flags}' as flags`;

/** Where a row stands. */
export interface Place {
  authority: string;
  list: string;
}

/** Statuses by their numbers. */
export const NUMBERED: readonly Status[] = [...STATUSES, 'not-listed'];
/** Days before all days, and after them. */
export const [NO_FIRST_DAY, NO_LAST_DAY] = [-0x80000000, 0x7fffffff];
const CODE = /^[A-Z]{2}$/;

/** Periods in typed arrays, a row each, in the order of the log. Texts stand in them by their numbers. */
export function periodColumns() {
  const columns = {
    validFrom: growable(Int32Array),
    validTo: growable(Int32Array),
    knownFrom: growable(Float64Array),
    knownTo: growable(Float64Array),
    status: growable(Uint8Array),
    type: growable(Uint8Array),
    place: growable(Uint32Array),
    targets: growable(Uint32Array),
    designation: growable(Uint32Array),
    name: growable(Uint32Array),
  };
  const { validFrom, validTo, knownFrom, knownTo, status, type, place, targets, designation, name } = columns;
  const [designations, names, types] = [createInterner(), createInterner(), createInterner()];
  const [placeNames, targetSets] = [createInterner(), createInterner()];
  const places: Place[] = [];
  /** Of each designation all rows, and those that are what is known still. */
  const [ofDesignation, standing] = [chainedRows(), chainedRows()];

  const placeNumber = ({ authority, list }: Place): number => {
    const number = placeNames.numberOf(`${authority} ${list}`);
    if (number === places.length) places.push({ authority, list });
    return number;
  };
  const codesOf = ({ nationalities, flags }: CountedPeriod) =>
    [...new Set([...(nationalities ?? []), ...(flags ?? [])].filter((each) => CODE.test(each)))].sort();

  return {
    ...columns,
    places,
    get length() {
      return validFrom.length;
    },

    /** Adds a row, and returns its number. */
    open(period: CountedPeriod): number {
      const row = validFrom.length;
      const number = designations.numberOf(period.designation);
      validFrom.push(period.validFrom ?? NO_FIRST_DAY);
      validTo.push(period.validTo ?? NO_LAST_DAY);
      knownFrom.push(period.knownFrom);
      knownTo.push(period.knownTo ?? Infinity);
      status.push(NUMBERED.indexOf(period.status));
      type.push(types.numberOf(period.type));
      place.push(placeNumber(period));
      targets.push(targetSets.numberOf(codesOf(period).join(' ')));
      designation.push(number);
      name.push(names.numberOf(period.name));
      ofDesignation.add(number, row);
      standing.add(number, row, period.knownTo === null);
      return row;
    },

    /** Notes until when a row was known, and gives it; one that said so when it was opened is left as it is. */
    close(period: ClosedPeriod): number | undefined {
      const number = designations.numberOf(period.designation);
      const [from, to] = [period.validFrom ?? NO_FIRST_DAY, period.validTo ?? NO_LAST_DAY];
      const row = standing.takeOut(number, (each) => validFrom.data[each] === from && validTo.data[each] === to);
      if (row !== undefined) knownTo.data[row] = period.knownTo;
      return row;
    },

    /** What a row is sorted by in pages. */
    keyOf: (row: number): SortKey => ({
      list: places[place.data[row]!]!.list,
      name: names.text(name.data[row]!),
      id: designations.text(designation.data[row]!),
    }),
    /** What decides whether it stands in one. */
    pagedRow: (row: number): PagedRow => ({
      validFrom: validFrom.data[row]!,
      validTo: validTo.data[row]!,
      knownFrom: knownFrom.data[row]!,
      knownTo: knownTo.data[row]!,
      place: place.data[row]!,
      status: status.data[row]!,
      type: type.data[row]!,
    }),

    /** How many rows were opened by a position: the first so many, because they come in the order of the log. */
    knownBy: (position: number): number => firstAbove(knownFrom, position),

    typeNumber: types.numberOf,
    designationOf: (row: number): string => designations.text(designation.data[row]!),
    /** The row of a period. */
    rowOf: (id: string, period: Pick<Bounds, 'validFrom' | 'knownFrom'>): number | undefined =>
      ofDesignation.find(
        designations.numberOf(id),
        (row) => knownFrom.data[row] === period.knownFrom && validFrom.data[row] === (period.validFrom ?? NO_FIRST_DAY),
      ),
    /** The latest row of the designation of a row that a test finds. */
    findBeside: (row: number, test: (other: number) => boolean): number | undefined =>
      ofDesignation.find(designation.data[row]!, test),
    /** Countries of sets of them, by the numbers in `targets`. */
    targetsAt: (number: number): string[] => targetSets.text(number).split(' ').filter(Boolean),
    get targetSets() {
      return targetSets.length;
    },
    get designations() {
      return designations.length;
    },
    get bytes() {
      const texts = [designations, names, types, placeNames, targetSets];
      return [...Object.values(columns), ofDesignation, standing, ...texts].reduce((sum, each) => sum + each.bytes, 0);
    },
  };
}
/** The place of the first number above another, of numbers in their order. */
function firstAbove({ data, length }: { data: ArrayLike<number>; length: number }, value: number): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (data[middle]! > value) to = middle;
    else from = middle + 1;
  }
  return from;
}
export type PeriodColumns = ReturnType<typeof periodColumns>;

/** Which places a filter looks at, by their numbers. */
export const placesFor = ({ places }: PeriodColumns, { authority, list }: Partial<Place>): boolean[] =>
  places.map((each) => (!authority || each.authority === authority) && (!list || each.list === list));

/** The lists that a filter looks at, in the order of pages. */
export const listsFor = (columns: PeriodColumns, filter: Partial<Place>): string[] => {
  const fits = placesFor(columns, filter);
  return [...new Set(columns.places.filter((_, number) => fits[number]).map(({ list }) => list))].sort(compareBytes);
};
