/** A generator of numbers that gives the same ones in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SYLLABLES = 'ka le mo ri su ta ven dor as il um bek zan pro gal ti ne sho hir yu fa qu win cor del'.split(' ');

/** A word that stands on no list. */
const madeUp = (next: (below: number) => number): string =>
  Array.from({ length: 2 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)]!).join('');

export interface ManyNames {
  entity: number;
  name: string;
}

/**
 * `count` names of `entities` parties, the given names first and then names recombined of their words; a tenth of the words
 * is made up, so that the vocabulary grows with the names as it does in life.
 */
export function manyNames(given: readonly ManyNames[], count: number, entities: number): ManyNames[] {
  const next = numbers(8);
  const words = given.flatMap(({ name }) => name.split(/[\s,]+/).filter((word) => word.length > 1));
  const names = given.slice(0, count);
  const first = names.reduce((most, { entity }) => Math.max(most, entity), -1) + 1;
  while (names.length < count) {
    const entity = first + next(Math.max(1, entities - first));
    const word = () => (words.length === 0 || next(10) === 0 ? madeUp(next) : words[next(words.length)]!);
    names.push({ entity, name: Array.from({ length: 2 + next(3) }, word).join(' ') });
  }
  return names;
}
