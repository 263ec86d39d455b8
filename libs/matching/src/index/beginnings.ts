import type { NameToken, Scorer } from '../scorer.ts';
import type { Postings } from './postings.ts';
import type { Rows } from './rows.ts';
import type { Vocabulary } from './vocabulary.ts';

/** New words are looked through one by one until there are so many. */
const MAX_UNSORTED = 4_096;
/** Entries of posting lists that are looked at. */
const MAX_POSTINGS = 600_000;

/** What a name is found by that begins as a word does: an acronym and a legal form stand for what is not written there. */
const isWritten = ({ kind }: NameToken): boolean => kind !== 'acronym' && kind !== 'legal';

/** All words by their texts. */
function sortedWords(words: Vocabulary) {
  let sorted: number[] = [];
  let covered = 0;
  const text = (number: number) => words.token(number).text;

  function sort(): void {
    for (; covered < words.size; covered++) if (isWritten(words.token(covered))) sorted.push(covered);
    sorted = sorted.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a - b));
  }

  /** Numbers of the words that begin with `start`. */
  return (start: string): number[] => {
    if (covered === 0 || words.size - covered > MAX_UNSORTED) sort();
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (text(sorted[middle]!) < start) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < sorted.length && text(sorted[at]!).startsWith(start); at++) found.push(sorted[at]!);
    for (let number = covered; number < words.size; number++)
      if (isWritten(words.token(number)) && text(number).startsWith(start)) found.push(number);
    return found;
  };
}

export interface Typed {
  text: string;
  /** Which rows count. */
  accept: (row: number) => boolean;
  /** Entities, at most. */
  limit: number;
}

/** By the rules for people, for craft and for anybody: names are taken apart by the rules of what they name. */
const READINGS = ['Person', 'Vessel', undefined];

/** What was typed as names are read: the words that were typed to their end, and the last one. */
interface Reading {
  whole: readonly NameToken[];
  last: NameToken;
}

function readingsOf(text: string, scorer: Scorer): Reading[] {
  const readings = READINGS.map((schema) => scorer.prepare(text, schema).tokens);
  const distinctOnes = new Map(readings.map((tokens) => [tokens.map(scorer.keys.identity).join(' '), tokens]));
  return [...distinctOnes.values()].flatMap((tokens) => {
    const last = tokens.at(-1);
    return last ? [{ whole: tokens.slice(0, -1).filter(isWritten), last }] : [];
  });
}

/** Finds names by what was typed of them so far. */
export function beginnings(scorer: Scorer, rows: Rows, words: Vocabulary, postings: Postings) {
  const beginningWith = sortedWords(words);

  /** The tokens that a word which was typed to its end may mean: those of its text, and those that are like it. */
  const meanings = (token: NameToken): ReadonlySet<number> =>
    new Set([
      ...beginningWith(token.text).filter((number) => words.token(number).text === token.text),
      ...words.variants(token, undefined, postings.count).map((variant) => variant.token),
    ]);

  /** Visits rows that have one of some tokens, until there are too many, or `visit` has enough. */
  function eachRow(tokens: Iterable<number>, visit: (row: number) => boolean): void {
    let left = MAX_POSTINGS;
    const { rows: more, next } = postings.overlay();
    for (const token of tokens) {
      left -= postings.count(token);
      if (left < 0) return;
      const { rows: packed, from, to } = postings.packed(token);
      for (let at = from; at < to; at++) if (!visit(packed[at]!)) return;
      for (let at = postings.head(token); at >= 0; at = next[at]!) if (!visit(more[at]!)) return;
    }
  }

  const begun = (token: NameToken): ReadonlySet<number> =>
    new Set(
      isWritten(token)
        ? beginningWith(token.text)
        : words.variants(token, undefined, postings.count).map((variant) => variant.token),
    );

  function addTo(found: Set<number>, { whole, last }: Reading, { accept, limit }: Typed): void {
    const each = [...whole.map(meanings), begun(last)];
    const count = (some: ReadonlySet<number>) => [...some].reduce((sum, token) => sum + postings.count(token), 0);
    const [rarest, ...others] = each
      .map((some) => ({ some, count: count(some) }))
      .sort((a, b) => a.count - b.count)
      .map(({ some }) => some);
    const has = (row: number) => {
      const own = rows.tokensOf(row);
      return others.every((some) => own.some((token) => some.has(token)));
    };
    eachRow(rarest!, (row) => {
      const entity = rows.entity(row);
      if (!found.has(entity) && accept(row) && has(row)) found.add(entity);
      return found.size < limit;
    });
  }

  /** Entities of which a name has every word that was typed, the last as a beginning. In the order of entities. */
  return (typed: Typed): number[] => {
    const found = new Set<number>();
    for (const reading of readingsOf(typed.text, scorer)) if (found.size < typed.limit) addTo(found, reading, typed);
    return [...found].sort((a, b) => a - b);
  };
}
