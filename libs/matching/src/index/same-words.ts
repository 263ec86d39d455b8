import { chains, finished } from './chains.ts';
import type { Rows } from './rows.ts';

/** Rows looked at for one name. */
const MOST = 15_000;

/** The same for the same tokens in any order: a sum of what each of them is mixed to. */
const hashOfAll = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => (sum + finished(Math.imul(number + 1, 0x9e3779b1))) >>> 0, 0);

const inOrder = (numbers: readonly number[]): string => [...numbers].sort((a, b) => a - b).join(' ');

/** Finds the rows that have the same tokens as a name, in any order: a name of common words stands among thousands that share them. */
export function sameWords(rows: Rows) {
  const byHash = chains();
  return {
    get bytes() {
      return byHash.bytes;
    },
    add(numbers: readonly number[], row: number): void {
      if (numbers.length > 0) byHash.add(hashOfAll(numbers), row);
    },
    /** The rows of exactly these tokens; none for a name without tokens. */
    rowsOf(numbers: readonly number[]): number[] {
      const wanted = inOrder(numbers);
      return byHash.first(hashOfAll(numbers), MOST).filter((row) => inOrder(rows.tokensOf(row)) === wanted);
    },
  };
}
