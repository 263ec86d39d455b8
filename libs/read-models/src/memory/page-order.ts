import { growable } from '#matching';
import { mayHold, RUN, runOf, type PageRun } from './page-runs.ts';

/** What a row is sorted by: its list, the beginning of its name, its designation. */
export interface SortKey {
  list: string;
  name: string;
  id: string;
}

const SURROGATES = 0xd800;
/** Above them in UTF-16, below them in UTF-8. */
const AFTER_SURROGATES = 0xe000;

/** Compares as a database does that sorts by bytes: the order of UTF-8, which is that of the characters' numbers. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    if (left < SURROGATES || right < SURROGATES) return left - right;
    return left >= AFTER_SURROGATES === right >= AFTER_SURROGATES ? left - right : right - left;
  }
  return a.length - b.length;
}

const compareKeys = (a: SortKey, b: SortKey): number =>
  compareBytes(a.list, b.list) || compareBytes(a.name, b.name) || compareBytes(a.id, b.id);

/** What of a row decides whether it stands in a page. */
export interface PagedRow {
  validFrom: number;
  validTo: number;
  knownFrom: number;
  knownTo: number;
  place: number;
  status: number;
  type: number;
}

/** Which rows a page takes: those that hold on a day as known at a position, of some places and statuses, of one type or of any. */
export interface PageTest {
  on: number;
  knownAt: number;
  fits: readonly boolean[];
  isWanted: readonly boolean[];
  type: number | undefined;
}

/**
 * Rows in the order of pages, with what decides whether they stand there beside them: a page is found in one run through memory.
 * Those that came are put in together.
 */
export function createPageOrder(keyOf: (row: number) => SortKey, rowOf: (row: number) => PagedRow) {
  const order = growable(Uint32Array);
  const sorted = {
    validFrom: growable(Int32Array),
    validTo: growable(Int32Array),
    knownFrom: growable(Float64Array),
    knownTo: growable(Float64Array),
    place: growable(Uint32Array),
    status: growable(Uint8Array),
    type: growable(Uint8Array),
  };
  const compare = (a: number, b: number) => compareKeys(keyOf(a), keyOf(b)) || a - b;

  /** The place of the first row whose key is after this one. */
  const placeAfter = (key: SortKey): number => {
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compareKeys(keyOf(order.data[middle]!), key) > 0) to = middle;
      else from = middle + 1;
    }
    return from;
  };

  /** Each is made when it is asked for. */
  let runs: (PageRun | undefined)[] = [];

  return {
    placeAfter,
    add(rows: number[]): void {
      if (rows.length === 0) return;
      rows.sort(compare);
      const added = rows.map(rowOf);
      const places = rows.map((row) => placeAfter(keyOf(row)));
      for (const name of Object.keys(sorted) as (keyof typeof sorted)[])
        sorted[name].insert(places, (at) => added[at]![name]);
      order.insert(places, (at) => rows[at]!);
      runs = new Array<PageRun | undefined>(Math.ceil(order.length / RUN));
    },

    /** Notes until when a row was known. */
    close(row: number, knownTo: number): void {
      let place = placeAfter(keyOf(row)) - 1;
      while (order.data[place] !== row) place--;
      sorted.knownTo.data[place] = knownTo;
      runs[Math.floor(place / RUN)] = undefined;
    },

    /** Adds the rows of a page between two places to those that were found, until there are `limit`. */
    find(found: number[], [start, end]: readonly [number, number], test: PageTest, limit: number): void {
      const { on, knownAt, fits, isWanted, type } = test;
      const [validFrom, validTo] = [sorted.validFrom.data, sorted.validTo.data];
      const [knownFrom, knownTo] = [sorted.knownFrom.data, sorted.knownTo.data];
      const [places, statuses, types] = [sorted.place.data, sorted.status.data, sorted.type.data];
      for (let at = start; at < end && found.length < limit;) {
        const number = Math.floor(at / RUN);
        const stop = Math.min(end, (number + 1) * RUN);
        const run = (runs[number] ??= runOf(sorted, number * RUN));
        if (!mayHold(run, test)) at = stop;
        for (; at < stop && found.length < limit; at++)
          if (
            knownFrom[at]! <= knownAt &&
            knownTo[at]! > knownAt &&
            validFrom[at]! <= on &&
            validTo[at]! > on &&
            fits[places[at]!]! &&
            isWanted[statuses[at]!]! &&
            (type === undefined || types[at] === type)
          )
            found.push(order.data[at]!);
      }
    },

    get bytes() {
      return Object.values(sorted).reduce((sum, each) => sum + each.bytes, order.bytes);
    },
  };
}
