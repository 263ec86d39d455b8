import { growable } from './growable.ts';

/** Numbers under hashed keys: what comes back may stand under another key, and is checked by the caller. */
export interface Chains {
  add(hash: number, value: number): void;
  /** Calls for values under the hash, the latest first; `limit` bounds the work. */
  each(hash: number, visit: (value: number) => void, limit: number): void;
  /** The first values that `each` would call for. */
  first(hash: number, limit: number): number[];
  readonly bytes: number;
}

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
/** A hash whose high bits bear on its low ones. */
export const finished = (hash: number): number => (hash ^ (hash >>> 15)) >>> 0;

/** FNV-1a, 32 bits. */
export function hashOf(key: string): number {
  let hash = SEED;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), PRIME);
  return finished(hash);
}

/** The hash of the first `end` letters without those at two places; -1 leaves none out. No string is made. */
export function hashWithout(key: string, end: number, first: number, second: number): number {
  let hash = SEED;
  for (let at = 0; at < end; at++)
    if (at !== first && at !== second) hash = Math.imul(hash ^ key.charCodeAt(at), PRIME);
  return finished(hash);
}

/** The place among the heads gives the lower bits of a hash, and the tag the upper ones. */
const TAG_BITS = 16;

export function chains(): Chains {
  const values = growable(Uint32Array);
  const tags = growable(Uint16Array);
  const next = growable(Int32Array);
  let heads = new Int32Array(1 << TAG_BITS).fill(-1);

  function spread(): void {
    const wider = new Int32Array(heads.length * 2).fill(-1);
    for (let low = 0; low < heads.length; low++)
      for (let at = heads[low]!; at >= 0;) {
        const following = next.data[at]!;
        const slot = ((tags.data[at]! << TAG_BITS) | low) & (wider.length - 1);
        next.data[at] = wider[slot]!;
        wider[slot] = at;
        at = following;
      }
    heads = wider;
  }

  return {
    get bytes() {
      return values.bytes + tags.bytes + next.bytes + heads.byteLength;
    },
    add(hash, value) {
      const slot = hash & (heads.length - 1);
      next.push(heads[slot]!);
      heads[slot] = values.length;
      values.push(value);
      tags.push(hash >>> TAG_BITS);
      if (values.length > 2 * heads.length) spread();
    },
    // Not by `each`: that is quick because its callers give it one and the same function.
    first(hash, limit) {
      const found: number[] = [];
      const tag = hash >>> TAG_BITS;
      for (let at = heads[hash & (heads.length - 1)]!; at >= 0 && found.length < limit; at = next.data[at]!)
        if (tags.data[at] === tag) found.push(values.data[at]!);
      return found;
    },
    each(hash, visit, limit) {
      const tag = hash >>> TAG_BITS;
      let left = limit;
      for (let at = heads[hash & (heads.length - 1)]!; at >= 0 && left > 0; at = next.data[at]!)
        if (tags.data[at] === tag) {
          visit(values.data[at]!);
          left--;
        }
    },
  };
}
