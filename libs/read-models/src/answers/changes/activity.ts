import type { ActivityAnswer, AsOf } from '#contract';
import { NotFoundError } from '#domain';
import { activityOf } from '../../models/designation-timeline/activity.ts';
import { listsAt } from '../../models/list-register/queries.ts';
import type { ReadSide } from '../as-of.ts';

export interface ActivityQuestion {
  list: string;
  /** First and last day that count; all where left out. */
  from?: string;
  to?: string;
  /** With what only a reparse changed, too. */
  reparse?: boolean;
}

/** What moved on a list, by month and programme, as known at a position. Throws NotFoundError for an unknown list. */
export async function answerActivity(
  { pool }: ReadSide,
  { on, knownAt, position }: AsOf,
  { list, from = '0001-01-01', to = '9999-12-31', reparse = false }: ActivityQuestion,
): Promise<ActivityAnswer> {
  const [[item], items] = await Promise.all([
    listsAt(pool, { on, knownAt }, { list }),
    activityOf(pool, { list, knownAt, from, to, reparse }),
  ]);
  if (!item) throw new NotFoundError(`No list ${list} was known at position ${knownAt}`);
  return { list, knownAt, position, coverage: item.coverage, items };
}
