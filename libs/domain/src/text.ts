/** Marks without a width, and those that turn the direction of writing: nobody sees them, and every export has others. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]/g;
const ODD = /[^\u0020-\u005f\u0061-\u007e]|\s\s|^\s|\s$/;

/**
 * A text as it is compared with others: composed (NFC), without marks that nobody sees, with plain quotation marks, and
 * with single blanks. What differs by nothing else is the same text.
 */
export function comparableText(text: string): string {
  if (!ODD.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(/[‘’‚‛`´ʹʻʼʽ′＇]/g, "'")
    .replace(/[“”„‟«»″＂]/g, '"')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Letters that are others with a stroke or two in one, which taking the accents off leaves as they are. */
const LETTERS: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
/** Accents and points, but for those that make another sound of a kana. */
const ACCENTS = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]]--[\u3099\u309a]]/gv;

/**
 * A text as it is searched in and for: compared, and besides without case and accents, dashes plain. `jose de elmet` is
 * found in `José de Elmet`.
 */
export function searchableText(text: string): string {
  return comparableText(
    comparableText(text)
      .normalize('NFKD')
      .toLowerCase()
      .replace(ACCENTS, '')
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(LETTER, (letter) => LETTERS[letter]!),
  );
}
