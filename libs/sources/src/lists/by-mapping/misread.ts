const LETTER = /\p{L}/gu;
const ACCENTED = /[\u00c0-\u00ff]/g;

/**
 * How many names look like Cyrillic that was read as a Western encoding: all but a few of their letters are accented.
 * None where that is a small part of the list: a name may be so by itself.
 */
export function looksMisread(names: readonly string[]): number {
  const odd = names.filter((name) => {
    const letters = name.match(LETTER)?.length ?? 0;
    return letters >= 4 && (name.match(ACCENTED)?.length ?? 0) > letters * 0.6;
  }).length;
  return odd * 5 > names.length ? odd : 0;
}
