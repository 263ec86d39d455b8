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

/** Tokens that several terms may mean. */
function sharedTokens(terms: readonly Term[]): ReadonlySet<number> {
  const [seen, shared] = [new Set<number>(), new Set<number>()];
  for (const { variants } of terms)
    for (const { token } of variants) {
      if (seen.has(token)) shared.add(token);
      seen.add(token);
    }
  return shared;
}

const BUCKETS = 512;
/** Nearness that was not asked for yet: names have 32 tokens at most. */
const UNKNOWN = 255;
/** Bits for a place among those found; the others of a mark tell the query. */
const PLACE_BITS = 14;
/** Stands for the place of a row that was not accepted. */
const REFUSED = (1 << PLACE_BITS) - 1;
const MAX_SERIAL = 2 ** (32 - PLACE_BITS) - 1;
/** Tokens of a row that are remembered as taken by a term; the gain of further ones is not checked. */
const MAX_TAKEN = 8;

/** A word of rows, and what they gain by it. */
interface Gain {
  token: number;
  gain: number;
  /** Whether other terms may mean it too. */
  isShared: boolean;
}

/** The arrays that gathering works on, kept from query to query. */
class Workspace {
  /** Of each row the query that touched it last, and its place among those found. */
  marks = new Uint32Array(0);
  serial = 0;
  count = 0;
  /** Whether rows that were not found yet are passed over. */
  isClosed = false;
  // Of each that was found:
  readonly found = new Uint32Array(MAX_FOUND);
  readonly gained = new Float64Array(MAX_FOUND);
  readonly tokens = new Uint8Array(MAX_FOUND);
  /** The term that touched it last. */
  readonly lastTerm = new Uint8Array(MAX_FOUND);
  /** Its tokens by which it gained and that other terms may mean, and how many they are. */
  readonly taken = new Uint32Array(MAX_FOUND * MAX_TAKEN);
  readonly takenCount = new Uint8Array(MAX_FOUND);
  readonly worths = new Float64Array(MAX_FOUND);
  /** How near to the query, where it was asked for. */
  readonly nears = new Uint8Array(MAX_FOUND);
  readonly buckets = new Uint16Array(MAX_FOUND);
  readonly sizes = new Uint32Array(BUCKETS);

  begin(rows: number): void {
    if (this.marks.length < rows) [this.marks, this.serial] = [new Uint32Array(Math.ceil(rows * 1.25)), 0];
    // A mark of a query that lies many queries back must not read as one of this.
    if (this.serial === MAX_SERIAL) [this.serial, this.marks] = [0, this.marks.fill(0)];
    this.serial++;
    this.count = 0;
    this.isClosed = false;
  }

  /**
   * A row has a term in one of its variants. Of several in one name the first, which is the best, counts, and each word of the
   * row counts for one term: `Muhammad Muhammad` gains once by a row with one `Muhammad`.
   */
  take(row: number, term: number, { token, gain, isShared }: Gain, rows: Rows, accept: (row: number) => boolean): void {
    const mark = this.marks[row]!;
    if (mark >>> PLACE_BITS === this.serial) {
      const place = mark & REFUSED;
      if (place === REFUSED || this.lastTerm[place] === term) return;
      if (isShared && !this.#isLeft(place, token, rows)) return;
      this.lastTerm[place] = term;
      this.gained[place]! += gain;
    } else if (!this.isClosed && this.count < MAX_FOUND) {
      const place = accept(row) ? this.count++ : REFUSED;
      this.marks[row] = ((this.serial << PLACE_BITS) | place) >>> 0;
      if (place === REFUSED) return;
      this.found[place] = row;
      this.gained[place] = gain;
      this.tokens[place] = rows.tokenCount(row);
      this.lastTerm[place] = term;
      this.takenCount[place] = Number(isShared);
      if (isShared) this.taken[place * MAX_TAKEN] = token;
    }
  }

  /** Whether a row has a token that no other term has taken; it is taken then. */
  #isLeft(place: number, token: number, rows: Rows): boolean {
    const [from, count] = [place * MAX_TAKEN, this.takenCount[place]!];
    let times = 0;
    for (let at = from; at < from + count; at++) if (this.taken[at] === token) times++;
    if (times > 0 && rows.timesOf(this.found[place]!, token) <= times) return false;
    if (count < MAX_TAKEN) {
      this.taken[from + count] = token;
      this.takenCount[place] = count + 1;
    }
    return true;
  }

  get bytes(): number {
    const { marks, found, gained, tokens, lastTerm, taken, takenCount, worths, nears, buckets } = this;
    const arrays = [marks, found, gained, tokens, lastTerm, taken, takenCount, worths, nears, buckets];
    return arrays.reduce((sum, each) => sum + each.byteLength, 0);
  }
}

/** Sorts what was found into buckets by its worth, and gives the one from which on the `most` best are, and what is worth least in it. */
function rank({ count, gained, tokens, worths, buckets, sizes }: Workspace, most: number) {
  let top = 1;
  for (let at = 0; at < count; at++) {
    const worth = gained[at]! - PER_EXTRA_TOKEN * tokens[at]!;
    worths[at] = worth;
    if (worth > top) top = worth;
  }
  sizes.fill(0);
  for (let at = 0; at < count; at++) {
    const bucket = Math.max(0, Math.min(BUCKETS - 1, Math.floor((worths[at]! / top) * (BUCKETS - 1))));
    buckets[at] = bucket;
    sizes[bucket]! += 1;
  }
  let least = BUCKETS - 1;
  for (let sum = sizes[least]!; sum < most && least > 0;) sum += sizes[--least]!;
  return { least, worth: least === 0 ? -Infinity : (least / (BUCKETS - 1)) * top };
}

/** Rows in an order that does not depend on when they were added, but for those of one name. */
export const byName =
  (rows: Rows) =>
  (a: number, b: number): number =>
    rows.hash(a) - rows.hash(b) || rows.entity(a) - rows.entity(b) || a - b;

/** The rows that are worth most, and of equals the nearest, in this order. By buckets first, so that few need sorting. */
function best(space: Workspace, rows: Rows, { most, nearness }: Pick<Question, 'most' | 'nearness'>): number[] {
  const { least } = rank(space, most);
  const { found, count, worths, nears, buckets } = space;
  const kept: number[] = [];
  for (let at = 0; at < count; at++) if (buckets[at]! >= least) kept.push(at);
  for (const at of kept) nears[at] = UNKNOWN;
  const near = (at: number): number => {
    if (nears[at] === UNKNOWN) nears[at] = nearness(found[at]!);
    return nears[at]!;
  };
  const compareNames = byName(rows);
  kept.sort((a, b) => worths[b]! - worths[a]! || near(b) - near(a) || compareNames(found[a]!, found[b]!));
  return kept.slice(0, most).map((at) => found[at]!);
}

/** What rows are gathered by. */
interface Question {
  terms: readonly Term[];
  accept: (row: number) => boolean;
  /** Tells rows apart that gain the same. */
  nearness: (row: number) => number;
  most: number;
}

/** Gathers rows for one query after the other. */
export function gatherer(rows: Rows, postings: Postings) {
  const space = new Workspace();

  /** Rows by what of the query stands in them, the most first, and of equals the nearest first. */
  function gather({ terms, accept, nearness, most }: Question): number[] {
    space.begin(rows.length);
    let left = MAX_POSTINGS;
    const shared = sharedTokens(terms);
    const { rows: more, next } = postings.overlay();
    let ahead = terms.reduce((sum, term) => sum + mostGained(term), 0);
    for (const [number, term] of rarestFirst(terms, postings).entries()) {
      // What has none of the terms before this one cannot come among the best any more.
      space.isClosed ||= space.count >= most && ahead - PER_EXTRA_TOKEN < rank(space, most).worth;
      ahead -= mostGained(term);
      for (const { token, likeness } of likestFirst(term)) {
        if (left <= 0) break;
        left -= postings.count(token);
        const gain = { token, gain: (term.weight * likeness) / 1_000, isShared: shared.has(token) };
        const { rows: packed, from, to } = postings.packed(token);
        for (let at = from; at < to; at++) space.take(packed[at]!, number, gain, rows, accept);
        for (let at = postings.head(token); at >= 0; at = next[at]!) space.take(more[at]!, number, gain, rows, accept);
      }
    }
    return best(space, rows, { most, nearness });
  }

  return {
    gather,
    get bytes() {
      return space.bytes;
    },
  };
}
