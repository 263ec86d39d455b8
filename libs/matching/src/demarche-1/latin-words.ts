import { clean } from './clean.ts';
import { wordsOf } from './words.ts';

/**
 * A name in the letters a to z, its words with blanks between: what `Рахмат` and `Rakhmat` have in common, and a name whose letters
 * look alike with one whose letters are what they seem. Empty where nothing of it can be read.
 */
export const latinWords = (name: string): string =>
  wordsOf(clean(name))
    .map(({ text }) => text)
    .join(' ');
