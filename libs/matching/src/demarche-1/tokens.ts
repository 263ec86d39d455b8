import { clean } from './clean.ts';
import { distance } from './distance.ts';
import type { Family } from './families.ts';
import { latinise } from './latinise.ts';
import { consonants, folded, skeleton } from './skeleton.ts';
import { givenNameGroups } from './tables/given-names.ts';
import { legalFormAt, LONG_FORMS } from './tables/legal-forms.ts';
import {
  EXPANSIONS,
  GENERIC,
  HONORIFICS,
  NUMBER_WORDS,
  ORG_PARTICLES,
  PARTICLES,
  ROMAN,
  SHORT_FORMS,
} from './tables/words.ts';
import { weigh } from './weights.ts';

/** `minor`: particles, titles. `legal`: a legal form, by its class. */
export type TokenKind = 'word' | 'number' | 'minor' | 'legal';

/** A part of a name as it is compared. Weights and likenesses are whole thousandths, so that sums need no order. */
export interface Token {
  text: string;
  kind: TokenKind;
  /** Its script writes consonants alone. */
  readonly consonantal: boolean;
  /** Its script writes syllables, so that one letter more or less is another name. */
  readonly syllabic: boolean;
  /** 350 (on every list) to 1000 (rare); 150 and less for what says little. */
  weight: number;
  /** Information in agreeing on it, in bits. */
  bits: number;
  /** Of an organization's vocabulary: words that everybody shortens. */
  generic: boolean;
  /** It has a digit. */
  readonly digits: boolean;
  /** Numbers of the given names that it is a form of. */
  readonly groups: readonly number[];
  /** Without doubled letters and long vowels. */
  folded: string;
  skeleton: string;
  consonants: string;
}

/** More are cut: the work must stay bounded. */
export const MAX_TOKENS = 32;

interface Word {
  text: string;
  consonantal: boolean;
  syllabic?: boolean;
}

const SPLIT = /[^\p{L}\p{M}\p{N}]+/u;
const LETTERS_AND_DIGITS = /(?<=[a-z]{3})(?=\d+$)/;

/** Words in Latin letters; the article of an Arabic word, and what is one name in two, come apart. */
function wordsOf(name: string): Word[] {
  const words: Word[] = [];
  for (const raw of name.split(SPLIT)) {
    if (words.length >= 2 * MAX_TOKENS) break;
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
function arabicCompounds(words: readonly Word[]): Word[] {
  const out: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const { text } = word;
    const next = words[at + 1];
    if (text === 'abd' && next && words[at + 2] && /^(?:[aeu][lrsnzd])$/.test(next.text)) {
      out.push({ text: 'abdul', consonantal: false });
      at++;
    } else if (ABD_ALONE.test(text)) out.push({ text: 'abdul', consonantal: false });
    else if (text.length >= 8 && ABD.test(text))
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
function joinLetters(words: readonly Word[], family: Family): Word[] {
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

const legalToken = (name: string): Token => plain(name, 'legal', 120, 0);

/** Made once for each word, and asked often: what is derived of the text is derived when it is first asked for. */
class WordToken implements Token {
  #groups: readonly number[] | undefined;
  #folded: string | undefined;
  #skeleton: string | undefined;
  #consonants: string | undefined;

  readonly digits: boolean;

  constructor(
    readonly text: string,
    readonly kind: TokenKind,
    readonly weight: number,
    readonly bits: number,
    readonly consonantal: boolean,
    readonly syllabic: boolean,
  ) {
    this.digits = /\d/.test(text);
  }

  get groups(): readonly number[] {
    return (this.#groups ??= givenNameGroups(this.text));
  }

  get generic(): boolean {
    return GENERIC.has(this.text);
  }

  get folded(): string {
    return (this.#folded ??= this.kind === 'number' ? this.text : folded(this.text));
  }

  get skeleton(): string {
    return (this.#skeleton ??= this.kind === 'number' ? this.text : skeleton(this.text));
  }

  get consonants(): string {
    return (this.#consonants ??= this.kind === 'number' ? this.text : consonants(this.text));
  }
}

/** What is known of a token by its text and kind alone. */
export const plain = (
  text: string,
  kind: TokenKind,
  weight: number,
  bits: number,
  consonantal = false,
  syllabic = false,
): Token => new WordToken(text, kind, weight, bits, consonantal, syllabic);

/** `5ergei`: mostly letters, so that the digits stand for letters. */
const mostlyLetters = (text: string): boolean => text.replace(/\d/g, '').length > 2 * text.replace(/\D/g, '').length;

const numberOf = (text: string): string | undefined => {
  const digits = /^(\d+)(?:st|nd|rd|th)?$/.exec(text)?.[1];
  if (digits !== undefined) return digits.replace(/^0+(?=\d)/, '');
  return /^\d|\d$/.test(text) && !mostlyLetters(text) ? text : undefined;
};

/** The token that a word by itself is; `titles`: enough other words stand beside it for a title to be one. */
function tokenOf({ text, consonantal, syllabic }: Word, family: Family, titles: boolean): Token {
  const number = numberOf(text) ?? (family === 'person' ? undefined : NUMBER_WORDS.get(text));
  if (number !== undefined) return plain(number, 'number', 1_000, 8);
  if (family !== 'person' && ROMAN.has(text)) return plain(text, 'number', 1_000, 4);
  const particles = family === 'organization' || family === 'craft' ? ORG_PARTICLES : PARTICLES;
  if (particles.has(text) || (family === 'any' && ORG_PARTICLES.has(text)))
    return plain(text, 'minor', 150, 1, consonantal);
  if (titles && family !== 'organization' && family !== 'craft' && HONORIFICS.has(text))
    return plain(text, 'minor', 100, 1);
  const { weight, bits } = weigh(text);
  return plain(text, 'word', weight, bits, consonantal, syllabic);
}

/** Forms of `Aktiengesellschaft` and other long words with a slip in them. */
function misspeltForm(text: string): string | undefined {
  if (text.length < 7) return undefined;
  return LONG_FORMS.find(
    ({ words: [form] }) => text.startsWith(form!.charAt(0)) && distance(form!, text, form!.length >= 12 ? 2 : 1) <= 1,
  )?.class;
}

function organizationTokens(words: readonly Word[], family: Family): Token[] {
  const tokens: Token[] = [];
  const texts = words.map(({ text }) => text);
  for (let at = 0; at < words.length; at++) {
    const form = legalFormAt(texts, at);
    if (form) {
      tokens.push(legalToken(form.class));
      at += form.words.length - 1;
      continue;
    }
    const text = texts[at]!;
    const misspelt = misspeltForm(text);
    if (misspelt) tokens.push(legalToken(misspelt));
    else
      for (const part of EXPANSIONS.get(text) ?? [SHORT_FORMS.get(text) ?? text])
        tokens.push(tokenOf({ ...words[at]!, text: part }, family, false));
  }
  return tokens;
}

function personTokens(words: readonly Word[], family: Family): Token[] {
  const texts = words.map(({ text }) => text);
  const titles = texts.filter((text) => !HONORIFICS.has(text) && !PARTICLES.has(text)).length >= 1 && words.length >= 2;
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; at++) {
    // A company's ending on a person's name is a slip: it says as little as a particle.
    const form = at > 0 ? legalFormAt(texts, at) : undefined;
    if (form && form.words.join('').length >= 3 && !['joint', 'firm'].includes(form.words[0]!) && family === 'person') {
      tokens.push(legalToken(form.class));
      at += form.words.length - 1;
    } else tokens.push(tokenOf(words[at]!, family, titles));
  }
  return tokens;
}

/** The tokens of a name: at most `MAX_TOKENS`, in the order of the name. An empty name has none. */
export function tokensOf(name: string, family: Family): Token[] {
  const text = family === 'person' ? clean(name) : clean(name).replace(/[&+]/g, ' and ');
  const words = joinLetters(wordsOf(text), family);
  const tokens =
    family === 'organization' || family === 'any'
      ? organizationTokens(family === 'any' ? arabicCompounds(words) : words, family)
      : personTokens(family === 'person' ? arabicCompounds(words) : words, family);
  const kept = tokens.slice(0, MAX_TOKENS);
  // Where nothing but titles, particles or forms was written they are the name.
  return kept.some(({ kind }) => kind === 'word' || kind === 'number') ? kept : kept.map(asName);
}

function asName(token: Token): Token {
  const { weight, bits } = weigh(token.text);
  return token.kind === 'minor'
    ? plain(token.text, 'word', Math.min(weight, 500), Math.min(bits, 4), token.consonantal, token.syllabic)
    : token;
}
