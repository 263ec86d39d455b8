import { growable } from './growable.ts';

/** Numbers under keys that are hashed: what comes back may hold others of the same hash, and is checked by the caller. */
export interface Chains {
  add(key: string, value: number): void;
  /** Calls for each value under the key's hash, the latest first; `limit` bounds the work. */
  each(key: string, visit: (value: number) => void, limit: number): void;
  readonly bytes: number;
}

/** FNV-1a, 32 bits. */
function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) value = Math.imul(value ^ key.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

const FEWEST = 1 << 12;

export function chains(): Chains {
  const values = growable(Uint32Array);
  const hashes = growable(Uint32Array);
  const next = growable(Int32Array);
  let heads = new Int32Array(FEWEST).fill(-1);

  function spread(): void {
    heads = new Int32Array(heads.length * 2).fill(-1);
    for (let at = 0; at < values.length; at++) {
      const slot = hashes.data[at]! & (heads.length - 1);
      next.data[at] = heads[slot]!;
      heads[slot] = at;
    }
  }

  return {
    get bytes() {
      return values.bytes + hashes.bytes + next.bytes + heads.byteLength;
    },
    add(key, value) {
      const hashed = hash(key);
      const slot = hashed & (heads.length - 1);
      next.push(heads[slot]!);
      heads[slot] = values.length;
      values.push(value);
      hashes.push(hashed);
      if (values.length > 2 * heads.length) spread();
    },
    each(key, visit, limit) {
      const hashed = hash(key);
      let left = limit;
      for (let at = heads[hashed & (heads.length - 1)]!; at >= 0 && left > 0; at = next.data[at]!)
        if (hashes.data[at] === hashed) {
          visit(values.data[at]!);
          left--;
        }
    },
  };
}
