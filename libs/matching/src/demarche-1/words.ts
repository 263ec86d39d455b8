import type { Family } from './families.ts';
import { latinise } from './latinise.ts';

/** More are not looked at. */
const MAX_WORDS = 64;

/** A word of a name before it is known what it is. */
export interface Word {
  text: string;
  consonantal: boolean;
  syllabic?: boolean;
}

const SPLIT = /[^\p{L}\p{M}\p{N}]+/u;
/** The same for names of ASCII alone, which are most. */
const ASCII_SPLIT = /[^a-zA-Z0-9]+/;
const ASCII = /^[\0-\x7f]*$/;
const LETTERS_AND_DIGITS = /(?<=[a-z]{3})(?=\d+$)/;

/** Words in Latin letters; the article of an Arabic word, and what is one name in two, come apart. */
export function wordsOf(name: string): Word[] {
  const words: Word[] = [];
  for (const raw of name.split(ASCII.test(name) ? ASCII_SPLIT : SPLIT)) {
    if (words.length >= MAX_WORDS) break;
    if (LATIN_WORD.test(raw) && !/\d$/.test(raw)) {
      if (raw) words.push({ text: raw, consonantal: false });
      continue;
    }
    for (const part of partsOf(raw)) {
      const { text, consonants: consonantal, syllables: syllabic } = latinise(part);
      for (const piece of text.split(LETTERS_AND_DIGITS)) if (piece) words.push({ text: piece, consonantal, syllabic });
    }
  }
  return words;
}

const ARABIC_FIXED: ReadonlyMap<string, string> = new Map([
  ['بن', 'bin'],
  ['ابن', 'bin'],
  ['بنت', 'bint'],
  ['أبو', 'abu'],
  ['ابو', 'abu'],
  ['أبي', 'abu'],
  ['آل', 'al'],
  ['عبد', 'abdul'],
]);

function partsOf(raw: string): string[] {
  // Korean names are written without spaces, a syllable a part.
  if (/^\p{Script=Hangul}{2,4}$/u.test(raw)) return Array.from(raw);
  if (!/\p{Script=Arabic}/u.test(raw)) return [raw];
  const bare = raw.replace(/[\u064b-\u065f\u0640\u0670]/gu, '');
  const fixed = ARABIC_FIXED.get(bare);
  if (fixed) return [fixed];
  if (/^عبدال./u.test(bare)) return ['abdul', bare.slice(5)];
  return /^ال.{2}/u.test(bare) ? ['al', bare.slice(2)] : [bare];
}

const LATIN_WORD = /^[a-z0-9]*$/;
const ABD = /^abd(?:[aeu]|oo|ou|o)[lrsnzd](?!la)(?=[^aeiou]|allah|ahad|aziz|adl)/;
const ABD_ALONE = /^abd(?:[aeu]|oo|ou|o)[lrsnzd]$/;
const DIN = /^(.{3,}?)(?:[aeou]{1,2}[dl]?)?d+(?:i|ee|ie)ne?$/;

/** `Abd al-Rahman`, `Abdurrahman` and `Abdel Rahman` are `abdul` and a name; `Nooruddin` is `noor` and `din`. */
export function arabicCompounds(words: readonly Word[]): Word[] {
  const out: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const { text } = word;
    const next = words[at + 1];
    if (text === 'abd' && next && words[at + 2] && /^(?:[aeu][lrsnzd])$/.test(next.text)) {
      out.push({ text: 'abdul', consonantal: false });
      at++;
    } else if (text.startsWith('abd') && ABD_ALONE.test(text)) out.push({ text: 'abdul', consonantal: false });
    else if (text.length >= 8 && text.startsWith('abd') && ABD.test(text))
      out.push(
        { text: 'abdul', consonantal: false },
        { text: text.replace(ABD, '').replace(/^(.)\1/, '$1'), consonantal: false },
      );
    else {
      const stem =
        text.length >= 7 && !word.consonantal && /[aeou]d?d[ie]+ne?$/.test(text) ? DIN.exec(text)?.[1] : undefined;
      if (stem) out.push({ text: stem, consonantal: false }, { text: 'din', consonantal: false });
      else out.push(word);
    }
  }
  return out;
}

/** `a b c` is `abc`: single letters beside each other are an abbreviation, and in a person's name the initials they are. */
export function joinLetters(words: readonly Word[], family: Family): Word[] {
  const letter = (word: Word | undefined): boolean => word !== undefined && /^[a-z]$/.test(word.text);
  if (family === 'person' && !words.every(letter)) return [...words];
  const out: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    let run = at;
    while (letter(words[run])) run++;
    if (run - at < 2) {
      out.push(words[at]!);
      continue;
    }
    out.push({
      text: words
        .slice(at, run)
        .map(({ text }) => text)
        .join(''),
      consonantal: false,
    });
    at = run - 1;
  }
  return out;
}
