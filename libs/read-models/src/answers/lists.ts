import type { ListOnRecord } from '#contract';
import { ON_RECORD } from '../models/designation-timeline/item.ts';
import { lastChangesOf } from '../models/list-register/last-changes.ts';
import { listsAt } from '../models/list-register/queries.ts';
import type { ReadSide } from './as-of.ts';
import { countsAt } from './counts.ts';

/** The lists, or one of them, with what stands on them on day `on` as known at `knownAt`. */
export async function listsOnRecord(
  readSide: ReadSide,
  asOf: { on: string; knownAt: number },
  filter: { list?: string } = {},
): Promise<ListOnRecord[]> {
  const { pool } = readSide;
  const [lists, counts] = await Promise.all([listsAt(pool, asOf, filter), countsAt(readSide, asOf, filter)]);
  const changes = await lastChangesOf(
    pool,
    lists.map(({ id }) => id),
    asOf.knownAt,
  );
  return lists.map((list) => ({
    ...list,
    entries: counts
      .filter((count) => count.list === list.id && ON_RECORD.includes(count.status))
      .reduce((sum, { count }) => sum + count, 0),
    lastChange: changes.get(list.id) ?? null,
  }));
}
