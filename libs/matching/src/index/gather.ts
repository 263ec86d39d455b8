import type { Postings } from './postings.ts';
import type { Rows } from './rows.ts';
import type { Variant } from './vocabulary.ts';

/** A token of the query, or neighbours read as one, with what it may mean. */
export interface Term {
  weight: number;
  variants: readonly Variant[];
}

/** After so many rows were found, only those already found gain. */
const MAX_FOUND = 15_000;
/** Entries of posting lists that one query looks at. */
const MAX_POSTINGS = 600_000;
/** A name with words that the query lacks comes after one without them. */
const PER_EXTRA_TOKEN = 10;

function rarestFirst(terms: readonly Term[], postings: Postings): Term[] {
  const count = ({ variants }: Term) => variants.reduce((sum, { token }) => sum + postings.count(token), 0);
  return terms
    .map((term) => ({ term, rows: count(term) }))
    .sort((a, b) => a.rows - b.rows || b.term.weight - a.term.weight)
    .map(({ term }) => term);
}

const likestFirst = ({ variants }: Term): Variant[] =>
  [...variants].sort((a, b) => b.likeness - a.likeness || a.token - b.token);

/** The most that a name gains by a term. */
const mostGained = ({ weight, variants }: Term): number =>
  (weight * variants.reduce((most, { likeness }) => Math.max(most, likeness), 0)) / 1_000;

const BUCKETS = 512;

/** The arrays that gathering works on, kept from query to query. */
class Workspace {
  gained = new Float32Array(0);
  /** The query that touched a row last. */
  stamps = new Uint32Array(0);
  /** The term that touched it last. */
  lastTerm = new Uint8Array(0);
  serial = 0;
  readonly found = new Uint32Array(MAX_FOUND);
  count = 0;
  /** Whether rows that were not found yet are passed over. */
  isClosed = false;
  readonly worths = new Float64Array(MAX_FOUND);
  readonly buckets = new Uint16Array(MAX_FOUND);

  begin(rows: number): void {
    if (this.gained.length < rows) {
      const room = Math.ceil(rows * 1.25);
      [this.gained, this.stamps, this.lastTerm] = [new Float32Array(room), new Uint32Array(room), new Uint8Array(room)];
      this.serial = 0;
    }
    // A stamp of a query that lies four thousand million queries back must not read as one of this.
    if (this.serial === 0xffffffff) [this.stamps, this.serial] = [new Uint32Array(this.stamps.length), 0];
    this.serial++;
    this.count = 0;
    this.isClosed = false;
  }

  /** A row has a term in one of its variants. Of several in one name the first, which is the best, counts. */
  take(row: number, term: number, gain: number, accept: (row: number) => boolean): void {
    if (this.stamps[row] === this.serial) {
      if (this.lastTerm[row] === term) return;
      this.lastTerm[row] = term;
      this.gained[row]! += gain;
    } else if (!this.isClosed && this.count < MAX_FOUND) {
      this.stamps[row] = this.serial;
      this.lastTerm[row] = term;
      if (accept(row)) {
        this.gained[row] = gain;
        this.found[this.count++] = row;
      } else this.gained[row] = -Infinity;
    }
  }

  get bytes(): number {
    return [this.gained, this.stamps, this.lastTerm, this.found, this.worths, this.buckets].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
  }
}

/** Sorts the rows into buckets by their worth, and gives the one from which on the `most` best are, and what is worth least in it. */
function rank({ found, count, gained, worths, buckets }: Workspace, rows: Rows, most: number) {
  let top = 1;
  for (let at = 0; at < count; at++) {
    const row = found[at]!;
    const worth = gained[row]! - PER_EXTRA_TOKEN * rows.tokenCount(row);
    worths[at] = worth;
    if (worth > top) top = worth;
  }
  const sizes = new Uint32Array(BUCKETS);
  for (let at = 0; at < count; at++) {
    const bucket = Math.max(0, Math.min(BUCKETS - 1, Math.floor((worths[at]! / top) * (BUCKETS - 1))));
    buckets[at] = bucket;
    sizes[bucket]! += 1;
  }
  let least = BUCKETS - 1;
  for (let sum = sizes[least]!; sum < most && least > 0;) sum += sizes[--least]!;
  return { least, worth: least === 0 ? -Infinity : (least / (BUCKETS - 1)) * top };
}

/** The rows that are worth most, in the order of their worth. By buckets first, so that few need sorting. */
function best(space: Workspace, rows: Rows, most: number): number[] {
  const { least } = rank(space, rows, most);
  const { found, count, worths, buckets } = space;
  const kept: { row: number; worth: number }[] = [];
  for (let at = 0; at < count; at++) if (buckets[at]! >= least) kept.push({ row: found[at]!, worth: worths[at]! });
  return kept
    .sort((a, b) => b.worth - a.worth || rows.entity(a.row) - rows.entity(b.row) || a.row - b.row)
    .slice(0, most)
    .map(({ row }) => row);
}

/** Gathers rows for one query after the other. */
export function gatherer(rows: Rows, postings: Postings) {
  const space = new Workspace();

  /** Rows by what of the query stands in them, the most first. */
  function gather(terms: readonly Term[], accept: (row: number) => boolean, most: number): number[] {
    space.begin(rows.length);
    let left = MAX_POSTINGS;
    const { rows: more, next } = postings.overlay();
    let ahead = terms.reduce((sum, term) => sum + mostGained(term), 0);
    for (const [number, term] of rarestFirst(terms, postings).entries()) {
      // What has none of the terms before this one cannot come among the best any more.
      space.isClosed ||= space.count >= most && ahead - PER_EXTRA_TOKEN < rank(space, rows, most).worth;
      ahead -= mostGained(term);
      for (const { token, likeness } of likestFirst(term)) {
        if (left <= 0) break;
        left -= postings.count(token);
        const gain = (term.weight * likeness) / 1_000;
        const { rows: packed, from, to } = postings.packed(token);
        for (let at = from; at < to; at++) space.take(packed[at]!, number, gain, accept);
        for (let at = postings.head(token); at >= 0; at = next[at]!) space.take(more[at]!, number, gain, accept);
      }
    }
    return best(space, rows, most);
  }

  return {
    gather,
    get bytes() {
      return space.bytes;
    },
  };
}
