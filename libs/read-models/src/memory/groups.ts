import type { AtlasSide } from '#contract';
import { placesFor, type PeriodColumns, type Place } from './period-columns.ts';

/** What a chart is made of: the sides that are wanted, and whose listings count. */
export interface ChartQuestion extends Partial<Place> {
  by?: AtlasSide;
}

/**
 * What rows are counted in: authorities, lists and targets by numbers. The groups of a place stand in `ofPlace` from its start
 * to the start of the next; those of a set of target countries likewise.
 */
export type Groups = ReturnType<typeof groupsFor>;

export function groupsFor(columns: PeriodColumns, question: ChartQuestion) {
  const numbers = new Map<string, number>();
  const numberOf = (side: AtlasSide, name: string): number => {
    const key = `${side} ${name}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const has = (side: AtlasSide) => question.by === undefined || question.by === side;
  const fits = placesFor(columns, question);
  const places = columns.places.map(({ authority, list }, place) => [
    ...(fits[place] && has('authority') ? [numberOf('authority', authority)] : []),
    ...(fits[place] && has('list') ? [numberOf('list', `${authority} ${list}`)] : []),
  ]);
  const targets = Array.from({ length: columns.targetSets }, (_, set) => {
    const countries = columns.targetsAt(set);
    return has('target') ? (countries.length > 0 ? countries : ['']).map((each) => numberOf('target', each)) : [];
  });
  return {
    fits: Uint8Array.from(fits, Number),
    startOfPlace: startsOf(places),
    ofPlace: Uint32Array.from(places.flat()),
    startOfTargets: startsOf(targets),
    ofTargets: Uint32Array.from(targets.flat()),
    length: numbers.size,
    /** Names and numbers of the groups of a side, by their names. */
    named: (side: AtlasSide): [name: string, number: number][] =>
      [...numbers]
        .filter(([key]) => key.startsWith(`${side} `))
        .map(([key, number]): [string, number] => [key.slice(side.length + 1), number])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

const startsOf = (lists: readonly (readonly number[])[]): Uint32Array => {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((each, i) => (starts[i + 1] = starts[i]! + each.length));
  return starts;
};
