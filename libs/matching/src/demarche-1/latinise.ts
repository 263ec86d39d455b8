import anyAscii from 'any-ascii';
import {
  ARABIC,
  CYRILLIC,
  GREEK,
  GREEK_PAIRS,
  HEBREW,
  LATIN,
  SERBIAN,
  SERBIAN_ONLY,
  UKRAINIAN,
  UKRAINIAN_ONLY,
} from './tables/letters.ts';

/** A word in Latin letters; `consonants` where its own script writes no vowels. */
export interface Latinised {
  text: string;
  consonants: boolean;
  /** Its own script writes syllables or words: the Latin letters are one reading of several, and no slip of a letter. */
  syllables: boolean;
}

const PLAIN = /^[a-z0-9]*$/;
const ABJAD = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const HANGUL = /^\p{Script=Hangul}$/u;
const HAN = /\p{Script=Han}/u;
const VOWEL_CARRIER = /^[اأإآٱءعאע]/u;
const GREEK_SCRIPT = /\p{Script=Greek}/u;
const MARKS = /\p{M}/gu;
/** Accents, and the points of Arabic and Hebrew. Marks of other scripts are vowels. */
const POINTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/u;
const POINTS_ALL = new RegExp(POINTS, 'gu');
const OTHER = /[^a-z0-9]/g;

type Letters = ReadonlyMap<string, string>;
/** The first table that has a letter says what it is. */
const merged = (...tables: readonly Letters[]): Letters => new Map(tables.toReversed().flatMap((table) => [...table]));
const OTHERS = merged(CYRILLIC, LATIN, GREEK, ARABIC, HEBREW);
const OF_SERBIAN = merged(SERBIAN, OTHERS);
const OF_UKRAINIAN = merged(UKRAINIAN, OTHERS);

/** A letter that no table has, without its accents; by `any-ascii` where that leaves more than Latin letters. */
function unknown(letter: string, letters: Letters): string {
  const bare = letter.normalize('NFKD').replace(POINTS_ALL, '');
  const all = Array.from(bare, (one) => letters.get(one) ?? (PLAIN.test(one) ? one : undefined));
  return all.includes(undefined) ? anyAscii(letter) : all.join('');
}

function byTables(word: string): string {
  const letters = SERBIAN_ONLY.test(word) ? OF_SERBIAN : UKRAINIAN_ONLY.test(word) ? OF_UKRAINIAN : OTHERS;
  let text = '';
  for (const letter of word) {
    if (POINTS.test(letter)) continue;
    // Letters with marks have a meaning of their own in Cyrillic (й, ї) and Arabic (أ), and lose the marks elsewhere.
    const latin = letters.get(letter) ?? unknown(letter, letters);
    // What are two letters there must not read as one here: `tahr`, not `thr`.
    text += latin === 'h' && /[cdgkpstz]$/.test(text) && ABJAD.test(letter) ? 'ah' : latin;
  }
  return text.toLowerCase().replace(OTHER, '');
}

const twoLetters = (word: string): string => {
  const bare = word.normalize('NFD').replace(MARKS, '');
  return bare.replace(/ου|μπ|ντ|γγ|γκ|γχ|αυ|ευ|ηυ|τζ|τσ/g, (pair) => GREEK_PAIRS.get(pair)!);
};

/** A syllable as lists write it: `Kim`, `Jong`, `Un`, `Pak`. */
const korean = (syllable: string): string =>
  syllable
    .replace(/eo/g, 'o')
    .replace(/eu/g, 'u')
    .replace(/^g/, 'k')
    .replace(/^b/, 'p')
    .replace(/^d/, 't')
    .replace(/^i$/, 'ri')
    .replace(OTHER, '');

/** One word, cleaned already, in the letters a to z and digits. */
export function latinise(word: string): Latinised {
  if (HANGUL.test(word)) return { text: korean(anyAscii(word).toLowerCase()), consonants: false, syllables: true };
  if (PLAIN.test(word)) return { text: word, consonants: false, syllables: false };
  const text = byTables(GREEK_SCRIPT.test(word) ? twoLetters(word) : word);
  const consonants = ABJAD.test(word);
  return {
    // A word that begins with alef or ayin begins with a vowel.
    text: consonants && VOWEL_CARRIER.test(word) ? `a${text}` : text,
    consonants,
    syllables: HAN.test(word),
  };
}
