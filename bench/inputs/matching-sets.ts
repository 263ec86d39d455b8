import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** Two names, and whether people say that they are of one party. */
export interface Pair {
  schema: string;
  one: string;
  other: string;
  isMatch: boolean;
  strong: boolean;
  /** Which half by the hash of the names: the prices of the scorer were set on one, the other is told apart. */
  half: 'fitted' | 'held back';
}

function rowsOf(data: string, file: string): Record<string, string>[] {
  const path = join(data, 'matching', `${file}.csv`);
  return existsSync(path) ? parse(readFileSync(path), { columns: true }) : [];
}

/** The pairs of nomenklatura's name_bench that lie beside the repository; none where it does not. */
export const pairsOf = (data: string): Pair[] =>
  rowsOf(data, 'name_pairs').map(({ schema, name1, name2, is_match, quality }) => ({
    schema: schema!,
    one: name1!,
    other: name2!,
    isMatch: is_match === 'true',
    strong: quality === 'STRONG',
    half: createHash('sha1').update(`${name1}|${name2}`).digest()[0]! % 2 === 0 ? 'fitted' : 'held back',
  }));

/** The names of one of yente's fixtures. */
export const namesOf = (data: string, file: string): string[] => rowsOf(data, file).map((row) => row.full_name!);

/** Precision, recall and F1 of scores, and how many of the strong pairs were missed. */
export function judged(pairs: readonly Pair[], scores: readonly number[], threshold: number) {
  const found = pairs.map((_, at) => scores[at]! >= threshold);
  const count = (wanted: boolean, said: boolean) =>
    pairs.filter((pair, at) => pair.isMatch === wanted && found[at] === said).length;
  const [right, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
  const strongMissed = pairs.filter((pair, at) => pair.strong && pair.isMatch && !found[at]).length;
  const share = (part: number, whole: number) => Math.round((1_000 * part) / whole) / 1_000;
  return {
    precision: share(right, right + wrong),
    recall: share(right, right + missed),
    f1: share(2 * right, 2 * right + wrong + missed),
    strongMissed,
  };
}
