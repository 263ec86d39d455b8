import type { AsOf, AtlasAnswer } from '#contract';
import { chartOf } from '../memory/chart.ts';
import type { ChartQuestion } from '../memory/groups.ts';
import { readKnown } from '../memory/known-periods.ts';
import { listsAt } from '../models/list-register/queries.ts';
import type { ReadSide } from './as-of.ts';

/**
 * How many stand where on each day, as known at a position: by authority, list and country of the listed party. Null where
 * the authority or the list that is asked for is not known.
 */
export async function answerAtlas(
  { pool, index }: ReadSide,
  { on, knownAt, position }: AsOf,
  question: ChartQuestion,
): Promise<AtlasAnswer | null> {
  const { authority, list } = question;
  const isNarrowed = authority !== undefined || list !== undefined;
  if (isNarrowed && (await listsAt(pool, { on, knownAt }, { authority, list })).length === 0) return null;
  const chart = (await index?.chart(knownAt, question)) ?? chartOf(await readKnown(pool, knownAt), knownAt, question);
  return { knownAt, position, ...chart };
}
