/** Sounds that several spellings write, longest first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|tsch/g, 'C'],
  [/sch|sh/g, 'S'],
  [/tch|ch|cz/g, 'C'],
  [/zh/g, 'Z'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/dzh|dj/g, 'j'],
  [/ck|cq|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/x/g, 'ks'],
  [/tz|ts/g, 's'],
  [/w/g, 'v'],
  [/z/g, 's'],
];

const once = (text: string): string => text.replace(/(.)\1+/g, '$1');

/** A word with long vowels and doubled letters written once: `Mahmoud` and `Mahmud`, `Noor` and `Nur`. */
export const folded = (word: string): string => once(word.replace(/oo|ou/g, 'u').replace(/ee/g, 'i'));

/** How a Latin word sounds, without vowels: what `Mohammed` and `Muhamad`, `Sergei` and `Sergey` have in common. */
export function skeleton(word: string): string {
  let text = word;
  for (const [spelling, sound] of SOUNDS) text = text.replace(spelling, sound);
  const first = /^[aeiouy]/.test(text) ? 'A' : text.slice(0, 1);
  return once(first + text.slice(1).replace(/[aeiouy]/g, ''));
}

/**
 * The consonants of a word as Arabic and Hebrew write them: equal for `Mohammed` and `mhmd`. Letters that Latin spellings
 * mix up (`q`, `k`, `g`; `s`, `z`; `d`, `dh`) are one; half-vowels count at either end only. `A` is any vowel to begin with.
 */
export function consonants(word: string): string {
  const text = word
    .replace(/^[aeiou]+/, 'A')
    .replace(/^[wv]/, 'W')
    .replace(/^y/, 'Y')
    .replace(/(?<=..)(?:iyy|iy|yy|i|y|ee|ie)$/, 'Y')
    .replace(/tsch|tch|ch/g, 'C')
    .replace(/sch|sh/g, 'S')
    .replace(/kh/g, 'X')
    .replace(/ph|p/g, 'f')
    .replace(/th/g, 't')
    .replace(/dj|dzh|zh/g, 'j')
    .replace(/dh|dz/g, 'd')
    .replace(/gh|[qgck]/g, 'k')
    .replace(/[zx]/g, 's')
    .replace(/[aeiouwyv]/g, '');
  const bare = once(text);
  return bare.length > 2 ? bare.replace(/h$/, '') : bare;
}
