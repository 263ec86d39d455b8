/** Longest token that is compared letter by letter. */
const MAX_LETTERS = 48;

/** Which letters a word has, each a bit; some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that make `b` of `a` (optimal string alignment); `limit + 1`
 * where it takes more than `limit`.
 */
export function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const rows = a.length;
  const columns = b.length;
  if (Math.abs(rows - columns) > limit || rows > MAX_LETTERS || columns > MAX_LETTERS) return limit + 1;
  // An edit adds one letter, takes one away, or does both.
  if (bits(lettersOf(a) ^ lettersOf(b)) > 2 * limit) return limit + 1;
  const width = columns + 1;
  const cells = new Uint8Array(3 * width);
  for (let column = 0; column <= columns; column++) cells[column] = column;
  for (let row = 1; row <= rows; row++) {
    const here = (row % 3) * width;
    const above = ((row + 2) % 3) * width;
    const twoAbove = ((row + 1) % 3) * width;
    cells[here] = row;
    let least = row;
    for (let column = 1; column <= columns; column++) {
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
  return Math.min(cells[(rows % 3) * width + columns]!, limit + 1);
}
