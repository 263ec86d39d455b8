import { growable } from '#matching';

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

/** Rows in the order of pages. Those that came are put in together. */
export function createPageOrder(keyOf: (row: number) => SortKey) {
  let order = growable(Uint32Array);
  /** The place of each row; made when it is asked for. */
  let places: Uint32Array | undefined;
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

  return {
    placeAfter,
    add(rows: number[]): void {
      if (rows.length === 0) return;
      rows.sort(compare);
      const merged = growable(Uint32Array, Math.ceil((order.length + rows.length) * 1.1));
      let from = 0;
      for (const row of rows) {
        const place = placeAfter(keyOf(row));
        while (from < place) merged.push(order.data[from++]!);
        merged.push(row);
      }
      while (from < order.length) merged.push(order.data[from++]!);
      order = merged;
      places = undefined;
    },
    /** The place of each row, by the rows' numbers. */
    places(): Uint32Array {
      if (places) return places;
      places = new Uint32Array(order.length);
      for (let place = 0; place < order.length; place++) places[order.data[place]!] = place;
      return places;
    },
    /** The row at a place. */
    at: (place: number): number => order.data[place]!,
    get length() {
      return order.length;
    },
    get bytes() {
      return order.bytes + (places?.byteLength ?? 0);
    },
  };
}
