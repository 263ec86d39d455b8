import type { Pool } from 'pg';
import type { SeriesPoint } from '#contract';
import { addMonths, InputError } from '#domain';
import { standingSpans, type AuthorityOrList } from '../../models/designation-timeline/standing.ts';
import type { Parties, Party } from '../../models/subjects/parties.ts';

/** How many parties stood on both sides, or on one, at the first of each month from `from` to `to`, as known at a position. */
export async function seriesOf(
  pool: Pool,
  knownAt: number,
  parties: Parties,
  sides: readonly [AuthorityOrList, AuthorityOrList],
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
  const totals = { both: 0, listOnly: 0, withOnly: 0 };
  const count = ([a, b]: readonly [number, number], by: number) => {
    if (a > 0 && b > 0) totals.both += by;
    else if (a > 0) totals.listOnly += by;
    else if (b > 0) totals.withOnly += by;
  };
  const points: SeriesPoint[] = [];
  let next = 0;
  for (const on of firstsOfMonths(from, to)) {
    for (; next < turns.length && turns[next]!.day <= on; next++) {
      const { party, side, by } = turns[next]!;
      const counts = standing.get(party) ?? [0, 0];
      standing.set(party, counts);
      count(counts, -1);
      counts[side]! += by;
      count(counts, 1);
    }
    points.push({ on, ...totals });
  }
  return points;
}

/** The first of each month between two days, both inclusive. */
function* firstsOfMonths(from: string, to: string): Generator<string> {
  let on = from.endsWith('-01') ? from : addMonths(`${from.slice(0, 7)}-01`, 1);
  while (on <= to && on.endsWith('-01')) {
    yield on;
    on = addMonths(on, 1);
  }
}

/** A hundred years of months. */
const MOST_MONTHS = 1_200;

/** Throws InputError for a span whose ends are in the wrong order, or that is longer than a hundred years. */
export function checkSpan({ from, to }: { from: string; to: string }): void {
  if (from > to) throw new InputError(`${from} is later than ${to}; from is the earlier day`, '/from');
  if (to > addMonths(from, MOST_MONTHS)) throw new InputError('A span has at most a hundred years', '/to');
}
