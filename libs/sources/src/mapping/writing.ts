const SCRIPTS: [RegExp, string][] = [
  [/\p{Script=Arabic}/u, 'Arab'],
  [/\p{Script=Cyrillic}/u, 'Cyrl'],
  [/\p{Script=Han}/u, 'Hani'],
  [/\p{Script=Hebrew}/u, 'Hebr'],
  [/\p{Script=Greek}/u, 'Grek'],
  [/\p{Script=Hangul}/u, 'Hang'],
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, 'Jpan'],
  [/\p{Script=Georgian}/u, 'Geor'],
  [/\p{Script=Armenian}/u, 'Armn'],
  [/\p{Script=Devanagari}/u, 'Deva'],
  [/\p{Script=Bengali}/u, 'Beng'],
  [/\p{Script=Myanmar}/u, 'Mymr'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Ethiopic}/u, 'Ethi'],
];
const PLAIN = /^[\p{ASCII}\p{Script=Latin}]*$/u;

/** The script of a name by ISO 15924, as a member of the record; nothing for Latin, which most names are. */
export function writingOf(name: string, language?: string): { script?: string; language?: string } {
  const script = PLAIN.test(name) ? 'Latn' : (SCRIPTS.find(([letters]) => letters.test(name))?.[1] ?? 'Latn');
  return { ...(script === 'Latn' ? {} : { script }), ...(language ? { language: language.toLowerCase() } : {}) };
}
