import { createHash } from 'node:crypto';
import { comparableText } from '#domain';

const LONGEST = 80;

/**
 * A reference for an entry of a list that gives none, from what is printed: `by-lukashenko-aleksandr`. Case, accents of
 * Latin letters, punctuation and blanks play no role, so that the commonest corrections keep it.
 */
export function derivedKey(...printed: (string | undefined)[]): string {
  const key = comparableText(printed.join(' '))
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  if (key.length <= LONGEST) return key;
  return `${key.slice(0, LONGEST)}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
