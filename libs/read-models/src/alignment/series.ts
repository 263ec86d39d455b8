import type { Pool } from 'pg';
import { addMonths } from '#domain';
import { standingSpans, type Scope } from '../designation-timeline/queries.ts';
import type { Parties, Party } from '../subjects/parties.ts';

export interface SeriesPoint {
  on: string;
  both: number;
  listOnly: number;
  withOnly: number;
}

/** How many parties stood on both sides, or on one, at the first of each month from `from` to `to`, as known at a position. */
export async function seriesOf(
  pool: Pool,
  knownAt: number,
  parties: Parties,
  sides: readonly [Scope, Scope],
  { from, to }: { from: string; to: string },
): Promise<SeriesPoint[]> {
  const spans = await Promise.all(sides.map((scope) => standingSpans(pool, knownAt, scope)));
  const turns = spans.flatMap((own, side) =>
    own.flatMap(({ id, from: begins, to: ends }) => {
      const party = parties.ofDesignation(id) ?? id;
      const begin = { day: begins ?? '', party, side, by: 1 };
      return ends === null ? [begin] : [begin, { day: ends, party, side, by: -1 }];
    }),
  );
  turns.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

  const standing = new Map<Party | string, [number, number]>();
  const points: SeriesPoint[] = [];
  let next = 0;
  for (let on = firstOfMonth(from); on <= to; on = addMonths(on, 1)) {
    for (; next < turns.length && turns[next]!.day <= on; next++) {
      const { party, side, by } = turns[next]!;
      const counts = standing.get(party) ?? [0, 0];
      counts[side]! += by;
      standing.set(party, counts);
    }
    const count = (is: (a: number, b: number) => boolean) => [...standing.values()].filter(([a, b]) => is(a, b)).length;
    points.push({
      on,
      both: count((a, b) => a > 0 && b > 0),
      listOnly: count((a, b) => a > 0 && b === 0),
      withOnly: count((a, b) => a === 0 && b > 0),
    });
  }
  return points;
}

const firstOfMonth = (day: string) => (day.endsWith('-01') ? day : addMonths(`${day.slice(0, 7)}-01`, 1));
