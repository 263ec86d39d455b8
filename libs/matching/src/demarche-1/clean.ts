import { LATIN_IN_CYRILLIC, LATIN_IN_GREEK, LOOK_ALIKES } from './tables/letters.ts';

/** Longer names are cut: no list prints half as much, and the work must stay bounded. */
export const MAX_CHARACTERS = 512;

/** Direction marks, joiners, soft hyphens, variation selectors, tags: what is there and is not seen. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f]/gu;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u20e3]/gu;
const APOSTROPHES = /['’‘‛ʼʹʻʾʿˈ`´′＇ʽ״׳]/gu;

const ASCII = /^[\x20-\x7e]*$/;
const LATIN_LETTER = /\p{Script=Latin}/gu;
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/gu;
const GREEK_LETTER = /\p{Script=Greek}/gu;
const WORD = /[\p{L}\p{M}]+/gu;

const count = (word: string, letters: RegExp): number => word.match(letters)?.length ?? 0;
const swap = (word: string, table: ReadonlyMap<string, string>): string =>
  Array.from(word, (letter) => table.get(letter) ?? letter).join('');

/** A word whose letters come from two scripts is written in the one that most of them come from. */
function inOneScript(word: string): string {
  const latin = count(word, LATIN_LETTER);
  if (latin === 0 || latin === word.length) return word;
  const cyrillic = count(word, CYRILLIC_LETTER);
  const greek = count(word, GREEK_LETTER);
  if (cyrillic + greek === 0) return word;
  if (latin >= cyrillic + greek) return swap(word, LOOK_ALIKES);
  return swap(word, cyrillic >= greek ? LATIN_IN_CYRILLIC : LATIN_IN_GREEK);
}

/**
 * A name as its letters alone say it: lower case, composed, without what cannot be seen, without apostrophes, each word in
 * one script. White space stays where it was.
 */
export function clean(name: string): string {
  const cut = name.slice(0, MAX_CHARACTERS);
  if (ASCII.test(cut)) return cut.replace(/['`]/g, '').toLowerCase();
  const composed = cut
    .toWellFormed()
    // A Persian h before a non-joiner ends a stem, and is a vowel.
    .replace(/ه\u200c/gu, '')
    .normalize('NFKC')
    .replace(/[\u200b\u2060\ufeff\u00ad]/gu, '')
    .replace(INVISIBLE, '')
    .replace(EMOJI, ' ')
    .replace(APOSTROPHES, '')
    .toLowerCase()
    // The dot of a Turkish İ comes apart in lower case.
    .replace(/i̇/gu, 'i');
  return /[^\u0000-\u024f]/u.test(composed) ? composed.replace(WORD, inOneScript) : composed;
}
