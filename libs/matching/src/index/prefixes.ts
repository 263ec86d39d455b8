import type { Vocabulary } from './vocabulary.ts';

/** New words are looked through one by one until there are so many. */
const MAX_UNSORTED = 4_096;

/** The words that begin with what was typed so far. */
export function prefixes(words: Vocabulary) {
  let sorted: number[] = [];
  let covered = 0;

  function sort(): void {
    const text = (number: number) => words.token(number).text;
    for (; covered < words.size; covered++) if (words.token(covered).kind === 'word') sorted.push(covered);
    sorted = sorted.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a - b));
  }

  /** Numbers of tokens that begin with `start`, at most `most`. */
  return (start: string, most: number): number[] => {
    if (covered === 0 || words.size - covered > MAX_UNSORTED) sort();
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (words.token(sorted[middle]!).text < start) low = middle + 1;
      else high = middle;
    }
    const begins = (number: number) => words.token(number).text.startsWith(start);
    const found: number[] = [];
    for (let at = low; at < sorted.length && found.length < most && begins(sorted[at]!); at++) found.push(sorted[at]!);
    for (let number = covered; number < words.size && found.length < most; number++)
      if (words.token(number).kind === 'word' && begins(number)) found.push(number);
    return found;
  };
}
