import type { NameToken, Scorer } from '../scorer.ts';
import type { Postings } from './postings.ts';
import type { Rows } from './rows.ts';
import type { Vocabulary } from './vocabulary.ts';

/** New words are looked through one by one until there are so many. */
const MAX_UNSORTED = 4_096;
/** Entries of posting lists that are looked at. */
const MAX_POSTINGS = 600_000;

/** Whether a token's text is a word of the name: an acronym and a legal form stand for what is written otherwise. */
export const isWritten = ({ kind }: NameToken): boolean => kind !== 'acronym' && kind !== 'legal';

/** All words by their texts. */
function sortedWords(words: Vocabulary) {
  let sorted: number[] = [];
  let covered = 0;
  const text = (number: number) => words.token(number).text;

  function sort(): void {
    for (; covered < words.size; covered++) if (isWritten(words.token(covered))) sorted.push(covered);
    sorted = sorted.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a - b));
  }

  /** Numbers of the words from `start` on, as long as they fit: those of that text come first of those that begin with it. */
  return (start: string, fits: (text: string) => boolean): number[] => {
    if (covered === 0 || words.size - covered > MAX_UNSORTED) sort();
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (text(sorted[middle]!) < start) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < sorted.length && fits(text(sorted[at]!)); at++) found.push(sorted[at]!);
    for (let number = covered; number < words.size; number++)
      if (isWritten(words.token(number)) && fits(text(number))) found.push(number);
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

/** A word that was typed: the tokens it may mean, and whether a word of a name as it is written is meant. */
interface TypedWord {
  tokens: ReadonlySet<number>;
  fits: (word: string) => boolean;
}

/** Finds names by what was typed of them so far. */
export function beginnings(scorer: Scorer, rows: Rows, words: Vocabulary, postings: Postings) {
  const wordsFrom = sortedWords(words);

  const typedWord = (text: string, fits: TypedWord['fits'], alike: Iterable<number> = []): TypedWord => ({
    tokens: new Set([...wordsFrom(text, fits), ...alike]),
    fits,
  });
  const ended = (text: string, alike?: Iterable<number>) => typedWord(text, (word) => word === text, alike);
  const begun = (text: string) => typedWord(text, (word) => word.startsWith(text));

  const asWritten = (typed: readonly string[]): TypedWord[] =>
    typed.map((word, at) => (at < typed.length - 1 ? ended(word) : begun(word)));

  /** By the rules for names, words that were typed to their end may be meant alike. */
  const asRead = (tokens: readonly NameToken[]): TypedWord[] => {
    const alike = (token: NameToken) => words.variants(token, undefined, postings.count).map(({ token: of }) => of);
    const whole = tokens.slice(0, -1).filter(isWritten);
    return [...whole.map((token) => ended(token.text, alike(token))), begun(tokens.at(-1)!.text)];
  };

  /** What was typed, word by word as it is written and as it is read by each of the rules; each once. */
  function readingsOf(typed: string): TypedWord[][] {
    const readings = new Map<string, () => TypedWord[]>();
    const prepared = READINGS.map((schema) => scorer.prepare(typed, schema));
    for (const { written = [] } of prepared) readings.set(written.join(' '), () => asWritten(written));
    // What is read as it is written finds all that this would, and more.
    for (const { tokens } of prepared) readings.set(tokens.map(scorer.keys.identity).join(' '), () => asRead(tokens));
    readings.delete('');
    return [...readings.values()].map((read) => read());
  }

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

  function addTo(found: Set<number>, typed: readonly TypedWord[], { accept, limit }: Typed): void {
    const count = ({ tokens }: TypedWord) => [...tokens].reduce((sum, token) => sum + postings.count(token), 0);
    const [rarest, ...others] = typed
      .map((word) => ({ word, count: count(word) }))
      .sort((a, b) => a.count - b.count)
      .map(({ word }) => word);
    const has = (row: number) => {
      if (others.length === 0) return true;
      const own = rows.tokensOf(row);
      const written = scorer.prepare(rows.name(row)).written ?? [];
      return others.every(({ tokens, fits }) => own.some((token) => tokens.has(token)) || written.some(fits));
    };
    eachRow(rarest!.tokens, (row) => {
      const entity = rows.entity(row);
      if (!found.has(entity) && accept(row) && has(row)) found.add(entity);
      return found.size < limit;
    });
  }

  /** Entities of which a name has every word that was typed, the last as a beginning. In the order of entities. */
  return (typed: Typed): number[] => {
    const found = new Set<number>();
    for (const reading of readingsOf(typed.text)) if (found.size < typed.limit) addTo(found, reading, typed);
    return [...found].sort((a, b) => a - b);
  };
}
