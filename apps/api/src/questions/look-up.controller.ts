import type { Width } from '#access';
import { lookups, type BatchAnswer, type Found } from '#contract';
import { listOf } from '#domain';
import { beyondScope, callerOf, problemOf } from '#nest-kit';
import { lookUpDesignations, type LookedUp } from '#read-models';
import { lookup } from '../http/lookup.ts';
import type { Served } from '../http/question.ts';

/** More than a page of them is done one after the other. */
const HEAVY_FROM = 500;

type Item = BatchAnswer['items'][number];

/** Many designations at once: each is found or has the problem that it alone would have been answered with. */
export const lookUp = lookup(
  lookups.designations,
  async ({ body: { designations }, asOf, readSide, served, request }) => {
    const asked = designations.map((each) => (typeof each === 'string' ? each : `${each.list}:${each.reference}`));
    const refused = await beyond(callerOf(request).width, asked, served);
    const within = asked.filter((each) => !refused.has(listOf(each)));
    const found = new Map((await lookUpDesignations(readSide, asOf, within)).map((each) => [each.asked, each]));
    const items = asked.map((each) => {
      const problem = refused.get(listOf(each));
      return problem ? notFound(each, problem) : itemOf(found.get(each)!);
    });
    return { ...asOf, items };
  },
  ({ designations }) => designations.length > HEAVY_FROM,
);

/** The lists among those asked about that the caller may not read, and why: whether there is such a designation is not told. */
async function beyond(width: Width, asked: readonly string[], { reachOfList }: Served): Promise<Map<string, Found>> {
  const refused = new Map<string, Found>();
  if (width === 'all') return refused;
  for (const list of new Set(asked.map(listOf))) {
    const problem = beyondScope(width, [await reachOfList(list)]);
    if (problem) refused.set(list, problem);
  }
  return refused;
}

const itemOf = (found: LookedUp): Item =>
  'designation' in found
    ? { asked: found.asked, found: true, designation: found.designation }
    : notFound(found.asked, { status: 404, code: 'not-found', detail: found.why });

const notFound = (asked: string, found: Found): Item => ({ asked, found: false, problem: problemOf(found) });
