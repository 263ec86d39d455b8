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
const NO_TERM = 255;
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

const BUCKETS = 512;

/** The rows that are worth most, in the order of their worth. By buckets first, so that few need sorting. */
function best(found: Uint32Array, worth: (row: number) => number, rows: Rows, most: number): number[] {
  const values = Float64Array.from(found, worth);
  const top = values.reduce((a, b) => Math.max(a, b), 1);
  const bucket = (value: number) => Math.max(0, Math.min(BUCKETS - 1, Math.floor((value / top) * (BUCKETS - 1))));
  const sizes = new Uint32Array(BUCKETS);
  for (const value of values) sizes[bucket(value)]! += 1;
  let least = BUCKETS - 1;
  for (let sum = sizes[least]!; sum < most && least > 0;) sum += sizes[--least]!;
  const kept: { row: number; value: number }[] = [];
  values.forEach((value, at) => {
    if (bucket(value) >= least) kept.push({ row: found[at]!, value });
  });
  return kept
    .sort((a, b) => b.value - a.value || rows.entity(a.row) - rows.entity(b.row) || a.row - b.row)
    .slice(0, most)
    .map(({ row }) => row);
}

/** The arrays that gathering works on, kept from query to query. */
export function gatherer(rows: Rows, postings: Postings) {
  let gained = new Float32Array(0);
  let stamps = new Uint32Array(0);
  let lastTerm = new Uint8Array(0);
  const found = new Uint32Array(MAX_FOUND);
  let serial = 0;

  function begin(): void {
    if (gained.length < rows.length) {
      const room = Math.ceil(rows.length * 1.25);
      [gained, stamps, lastTerm] = [new Float32Array(room), new Uint32Array(room), new Uint8Array(room)];
      serial = 0;
    }
    // A stamp of a query that lies four thousand million queries back must not read as one of this.
    if (serial === 0xffffffff) [stamps, serial] = [new Uint32Array(stamps.length), 0];
    serial++;
  }

  /** Rows by what of the query stands in them, the most first. */
  function gather(terms: readonly Term[], accept: (row: number) => boolean, most: number): number[] {
    begin();
    let count = 0;
    let left = MAX_POSTINGS;
    const sorted = rarestFirst(terms, postings);
    const [gains, marks, latest] = [gained, stamps, lastTerm];
    const mark = serial;
    const visit = (row: number, term: number, gain: number): void => {
      if (marks[row] !== mark) {
        if (count === MAX_FOUND) return;
        marks[row] = mark;
        latest[row] = NO_TERM;
        if (accept(row)) {
          gains[row] = 0;
          found[count++] = row;
        } else gains[row] = -Infinity;
      }
      // Of several variants in one name the first, which is the best, counts.
      if (latest[row] === term) return;
      latest[row] = term;
      gains[row]! += gain;
    };
    sorted.forEach((term, number) => {
      for (const { token, likeness } of likestFirst(term)) {
        if (left <= 0) return;
        left -= postings.count(token);
        const gain = (term.weight * likeness) / 1_000;
        const { rows: packed, from, to } = postings.packed(token);
        for (let at = from; at < to; at++) visit(packed[at]!, number, gain);
        const { rows: more, next } = postings.overlay();
        for (let at = postings.head(token); at >= 0; at = next[at]!) visit(more[at]!, number, gain);
      }
    });
    const worth = (row: number) => gains[row]! - PER_EXTRA_TOKEN * rows.tokenCount(row);
    return best(found.subarray(0, count), worth, rows, most);
  }

  return {
    gather,
    get bytes() {
      return gained.byteLength + stamps.byteLength + lastTerm.byteLength + found.byteLength;
    },
  };
}
