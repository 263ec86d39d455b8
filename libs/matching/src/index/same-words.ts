import { chains, hashOf } from './chains.ts';
import type { Rows } from './rows.ts';

/** Rows looked at for one name. */
const MOST = 15_000;

const keyOf = (numbers: readonly number[]): string => [...numbers].sort((a, b) => a - b).join(' ');

/** Finds the rows that have the same tokens as a name, in any order: a name of common words stands among thousands that share them. */
export function sameWords(rows: Rows) {
  const byKey = chains();
  return {
    get bytes() {
      return byKey.bytes;
    },
    add(numbers: readonly number[], row: number): void {
      if (numbers.length > 0) byKey.add(hashOf(keyOf(numbers)), row);
    },
    /** The rows of exactly these tokens; none for a name without tokens. */
    rowsOf(numbers: readonly number[]): number[] {
      const key = keyOf(numbers);
      return byKey.first(hashOf(key), MOST).filter((row) => keyOf(rows.tokensOf(row)) === key);
    },
  };
}
