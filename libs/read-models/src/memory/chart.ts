import { ATLAS_SIDES, type AtlasAnswer, type AtlasSide } from '#contract';
import { changePointsOf } from './change-points.ts';
import { placesFor, type PeriodColumns, type Place } from './period-columns.ts';

/** What an atlas says, without its times. */
export type Chart = Omit<AtlasAnswer, 'knownAt' | 'position'>;

/** What a chart is made of: the sides that are wanted, and whose listings count. */
export interface ChartQuestion extends Partial<Place> {
  by?: AtlasSide;
}

/** Groups by their names, with numbers that no other side's groups have. */
function createGroups() {
  const numbers = new Map<string, number>();
  return {
    of(side: AtlasSide, name: string): number {
      const key = `${side} ${name}`;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key)!;
    },
    get length() {
      return numbers.size;
    },
    /** Names and numbers of the groups of a side, by their names. */
    named: (side: AtlasSide): [name: string, number: number][] =>
      [...numbers]
        .filter(([key]) => key.startsWith(`${side} `))
        .map(([key, number]): [string, number] => [key.slice(side.length + 1), number])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** The change points of all days as known at a position. */
export function chartOf(columns: PeriodColumns, knownAt: number, question: ChartQuestion): Chart {
  const has = (side: AtlasSide) => question.by === undefined || question.by === side;
  const groups = createGroups();
  const fits = placesFor(columns, question);
  const ofPlace = columns.places.map(({ authority, list }, number) => [
    ...(fits[number] && has('authority') ? [groups.of('authority', authority)] : []),
    ...(fits[number] && has('list') ? [groups.of('list', `${authority} ${list}`)] : []),
  ]);
  const ofTargets = Array.from({ length: columns.targetSets }, (_, number) => {
    const targets = columns.targetsAt(number);
    return has('target') ? (targets.length > 0 ? targets : ['']).map((each) => groups.of('target', each)) : [];
  });
  const [place, targets] = [columns.place.data, columns.targets.data];
  const pairs = new Map<number, readonly number[]>();
  const groupsOf = (row: number): readonly number[] => {
    if (!fits[place[row]!]) return [];
    const pair = place[row]! * columns.targetSets + targets[row]!;
    const known = pairs.get(pair);
    if (known) return known;
    const both = [...ofPlace[place[row]!]!, ...ofTargets[targets[row]!]!];
    pairs.set(pair, both);
    return both;
  };
  const points = changePointsOf(columns, knownAt, groups.length, groupsOf);
  const shown = (side: AtlasSide) => groups.named(side).filter(([, number]) => points[number]!.day.length > 0);
  const shapes = {
    authority: () => ({ authorities: shown('authority').map(([authority, n]) => ({ authority, ...points[n]! })) }),
    list: () => ({
      lists: shown('list').map(([name, n]) => {
        const [authority, list] = name.split(' ') as [string, string];
        return { list, authority, ...points[n]! };
      }),
    }),
    target: () => ({ targets: shown('target').map(([name, n]) => ({ target: name || null, ...points[n]! })) }),
  };
  return Object.assign({}, ...ATLAS_SIDES.filter(has).map((side) => shapes[side]())) as Chart;
}

/** Numbers in a chart. */
export const weighChart = (chart: Chart): number =>
  Object.values(chart)
    .flat()
    .reduce((sum, { day }) => sum + 4 * day.length, 0);
