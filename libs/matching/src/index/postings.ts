import { growable } from './growable.ts';

/** The rows in which each token stands: packed lists, and an overlay of what was added since they were packed. */
export interface Postings {
  add(token: number, row: number): void;
  /** How many rows have the token. */
  count(token: number): number;
  /** The packed list: rows `rows[from]` to `rows[to - 1]`. */
  packed(token: number): { rows: Uint32Array; from: number; to: number };
  /** The overlay, as a chain: `head(token)`, then `next[at]`, until -1; the row is `rows[at]`. */
  head(token: number): number;
  overlay(): { rows: Uint32Array; next: Int32Array };
  readonly bytes: number;
}

/** The overlay is packed when it holds so many, and a quarter of what is packed. */
const LEAST_OVERLAY = 65_536;

export function postings(): Postings {
  let offsets = new Uint32Array(1);
  let packed = new Uint32Array(0);
  const counts = growable(Uint32Array);
  const heads = growable(Int32Array);
  let tokens = growable(Uint32Array);
  let rows = growable(Uint32Array);
  let next = growable(Int32Array);

  function pack(): void {
    const larger = new Uint32Array(counts.length + 1);
    for (let token = 0; token < counts.length; token++) larger[token + 1] = larger[token]! + counts.data[token]!;
    const all = new Uint32Array(larger[counts.length]!);
    const at = larger.slice(0, counts.length);
    for (let token = 0; token + 1 < offsets.length; token++) {
      const part = packed.subarray(offsets[token], offsets[token + 1]);
      all.set(part, at[token]);
      at[token]! += part.length;
    }
    for (let one = 0; one < rows.length; one++) all[at[tokens.data[one]!]!++] = rows.data[one]!;
    [offsets, packed] = [larger, all];
    heads.data.fill(-1);
    [tokens, rows, next] = [growable(Uint32Array), growable(Uint32Array), growable(Int32Array)];
  }

  return {
    get bytes() {
      const overlay = tokens.bytes + rows.bytes + next.bytes;
      return offsets.byteLength + packed.byteLength + counts.bytes + heads.bytes + overlay;
    },
    add(token, row) {
      while (counts.length <= token) {
        counts.push(0);
        heads.push(-1);
      }
      counts.data[token]! += 1;
      next.push(heads.data[token]!);
      heads.data[token] = rows.length;
      rows.push(row);
      tokens.push(token);
      if (rows.length >= LEAST_OVERLAY && rows.length * 4 > packed.length) pack();
    },
    count: (token) => (token < counts.length ? counts.data[token]! : 0),
    packed: (token) =>
      token + 1 < offsets.length
        ? { rows: packed, from: offsets[token]!, to: offsets[token + 1]! }
        : { rows: packed, from: 0, to: 0 },
    head: (token) => (token < heads.length ? heads.data[token]! : -1),
    overlay: () => ({ rows: rows.data, next: next.data }),
  };
}
