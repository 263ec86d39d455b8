import type { AsOf, Suggested } from '#contract';
import { entitiesOfDesignations } from '../entity.ts';
import type { MatchSide } from '../match.ts';
import { answerSearch } from '../search.ts';
import { descriptionOf, PROPERTIES, TYPES, typeOf, type Named } from './words.ts';

const SHOWN = 20;

/** Entities by a name that is being typed. Throws NotFoundError for a dataset that there is not. */
export async function suggestEntities(
  side: MatchSide,
  asOf: AsOf,
  dataset: string,
  { prefix, cursor }: { prefix: string; cursor: number },
): Promise<Suggested> {
  const lists = (await side.editions.of(asOf, dataset)).lists.map(({ id }) => id);
  const { items } = await answerSearch(side, asOf, { q: prefix, lists, limit: SHOWN, offset: cursor });
  const designations = items.map(({ id }) => id);
  const entities = await entitiesOfDesignations(side, asOf, dataset, designations);
  return {
    result: items.flatMap(({ id: designation, name }) => {
      const found = entities.get(designation);
      if (!found) return [];
      const { id, schema } = found.entity;
      return [{ id, name, description: descriptionOf(found.entity), notable: [typeOf(schema)] }];
    }),
  };
}

const containing = (words: readonly Named[], { prefix, cursor }: { prefix: string; cursor: number }) => ({
  result: words
    .filter(({ id, name }) => [id, name].some((each) => each.toLowerCase().includes(prefix.trim().toLowerCase())))
    .slice(cursor)
    .map(({ id, name }) => ({ id, name, description: id })),
});

/** Properties and types by what is being typed of them. */
export const suggestProperties = (typed: { prefix: string; cursor: number }) => containing(PROPERTIES, typed);
export const suggestTypes = (typed: { prefix: string; cursor: number }) => containing(TYPES, typed);
