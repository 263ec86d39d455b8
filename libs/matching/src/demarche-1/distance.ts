/** Longest token that is compared letter by letter. */
const MAX_LETTERS = 48;
/** Letters of a word that stand for one bit each. */
const BITS = 32;

/** Which letters a word has, each a bit; some letters share one. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Whether words of such letters may be so few edits apart: an edit adds one letter, takes one away, or does both. */
export const mayBeNear = (letters: number, others: number, edits: number): boolean =>
  bits(letters ^ others) <= 2 * edits;

/**
 * Insertions, deletions, substitutions and swaps of neighbours that make `b` of `a` (optimal string alignment); `limit + 1`
 * where it takes more than `limit`.
 */
export function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const rows = a.length;
  const columns = b.length;
  if (Math.abs(rows - columns) > limit || rows > MAX_LETTERS || columns > MAX_LETTERS) return limit + 1;
  if (!mayBeNear(lettersOf(a), lettersOf(b), limit)) return limit + 1;
  if (rows === 0 || columns === 0) return Math.max(rows, columns);
  return Math.min(rows <= BITS ? byColumns(a, b) : columns <= BITS ? byColumns(b, a) : byCells(a, b, limit), limit + 1);
}

/** For each character, at which places of the word it stands. All are empty between two calls. */
const placesOf = new Int32Array(0x10000);

/**
 * A column of the table at a time, its differences as the bits of four numbers: H. Hyyrö, A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances, Nordic Journal of Computing 10 (2003). `a` has 32 letters at most.
 */
function byColumns(a: string, b: string): number {
  for (let at = 0; at < a.length; at++) placesOf[a.charCodeAt(at)]! |= 1 << at;
  const last = 1 << (a.length - 1);
  let edits = a.length;
  // Where a cell is one more than the one above it, one less, and no more than the one before and above it.
  let more = -1;
  let less = 0;
  let level = 0;
  let before = 0;
  for (let at = 0; at < b.length; at++) {
    const same = placesOf[b.charCodeAt(at)]!;
    const swapped = ((~level & same) << 1) & before;
    level = ((((same & more) + more) | 0) ^ more) | same | less | swapped;
    let rises = less | ~(level | more);
    const falls = level & more;
    if (rises & last) edits++;
    else if (falls & last) edits--;
    rises = (rises << 1) | 1;
    more = (falls << 1) | ~(level | rises);
    less = level & rises;
    before = same;
  }
  for (let at = 0; at < a.length; at++) placesOf[a.charCodeAt(at)] = 0;
  return edits;
}

/** A cell of the table at a time, for long words. */
function byCells(a: string, b: string, limit: number): number {
  const width = b.length + 1;
  const cells = new Uint8Array(3 * width);
  for (let column = 0; column < width; column++) cells[column] = column;
  for (let row = 1; row <= a.length; row++) {
    const here = (row % 3) * width;
    const above = ((row + 2) % 3) * width;
    const twoAbove = ((row + 1) % 3) * width;
    cells[here] = row;
    let least = row;
    for (let column = 1; column < width; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let best = Math.min(
        cells[above + column]! + 1,
        cells[here + column - 1]! + 1,
        cells[above + column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swapped) best = Math.min(best, cells[twoAbove + column - 2]! + 1);
      cells[here + column] = best;
      if (best < least) least = best;
    }
    if (least > limit) return limit + 1;
  }
  return cells[(a.length % 3) * width + b.length]!;
}
