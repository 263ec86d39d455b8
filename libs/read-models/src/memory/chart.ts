import { ATLAS_SIDES, type AtlasAnswer, type AtlasSide } from '#contract';
import { changePointsOf } from './change-points.ts';
import { groupsFor, type ChartQuestion } from './groups.ts';
import type { PeriodColumns } from './period-columns.ts';

/** What an atlas says, without its times. */
export type Chart = Omit<AtlasAnswer, 'knownAt' | 'position'>;

/** The change points of all days as known at a position. */
export function chartOf(columns: PeriodColumns, knownAt: number, question: ChartQuestion): Chart {
  const groups = groupsFor(columns, question);
  const points = changePointsOf(columns, knownAt, groups);
  const shown = (side: AtlasSide) => groups.named(side).filter(([, number]) => points[number]!.day.length > 0);
  const sides: Record<AtlasSide, () => Chart> = {
    authority: () => ({ authorities: shown('authority').map(([authority, n]) => ({ authority, ...points[n]! })) }),
    list: () => ({
      lists: shown('list').map(([name, n]) => {
        const [authority, list] = name.split(' ') as [string, string];
        return { list, authority, ...points[n]! };
      }),
    }),
    target: () => ({ targets: shown('target').map(([name, n]) => ({ target: name || null, ...points[n]! })) }),
  };
  const wanted = question.by === undefined ? ATLAS_SIDES : [question.by];
  return Object.assign({}, ...wanted.map((side) => sides[side]())) as Chart;
}

/** As many bytes as a chart takes under its key in a cache, roughly: four columns of numbers, and a name, for each group. */
export const bytesOfChart = (chart: Chart, key: string): number =>
  Object.values(chart)
    .flat()
    .reduce((sum, { day }) => sum + 300 + 4 * 8 * day.length, 200 + 2 * key.length);
