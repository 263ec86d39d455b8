import { clean } from './clean.ts';
import { distance } from './distance.ts';
import type { Family } from './families.ts';
import { legalFormAt, LONG_FORMS } from './tables/legal-forms.ts';
import { EXPANSIONS, HONORIFICS, NUMBER_WORDS, ORG_PARTICLES, PARTICLES, ROMAN, SHORT_FORMS } from './tables/words.ts';
import { plain, type Token } from './token.ts';
import { weigh } from './weights.ts';
import { arabicCompounds, joinLetters, wordsOf, type Word } from './words.ts';

/** More are cut: the work must stay bounded. */
export const MAX_TOKENS = 32;

const legalToken = (name: string): Token => plain(name, 'legal', 120, 0);

/** `5ergei`: mostly letters, so that the digits stand for letters. */
const mostlyLetters = (text: string): boolean => text.replace(/\d/g, '').length > 2 * text.replace(/\D/g, '').length;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

const numberOf = (text: string): string | undefined => {
  if (!isDigit(text.charCodeAt(0)) && !isDigit(text.charCodeAt(text.length - 1))) return undefined;
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
  const titles = words.length >= 2 && texts.some((text) => !HONORIFICS.has(text) && !PARTICLES.has(text));
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
export const tokensOf = (name: string, family: Family): Token[] => readName(name, family).tokens;

/** The same with the words in Latin letters that they were read from. */
export function readName(name: string, family: Family): { tokens: Token[]; written: readonly string[] } {
  const text = family === 'person' ? clean(name) : clean(name).replace(/[&+]/g, ' and ');
  const all = wordsOf(text);
  const words = joinLetters(all, family);
  const tokens =
    family === 'organization' || family === 'any'
      ? organizationTokens(family === 'any' ? arabicCompounds(words) : words, family)
      : personTokens(family === 'person' ? arabicCompounds(words) : words, family);
  const kept = tokens.slice(0, MAX_TOKENS);
  // Where nothing but titles, particles or forms was written they are the name.
  const says = kept.some(({ kind }) => kind === 'word' || kind === 'number');
  return { tokens: says ? kept : kept.map(asName), written: all.map((word) => word.text) };
}

function asName(token: Token): Token {
  const { weight, bits } = weigh(token.text);
  return token.kind === 'minor'
    ? plain(token.text, 'word', Math.min(weight, 500), Math.min(bits, 4), token.consonantal, token.syllabic, true)
    : token;
}
