import type { AsOf, EntitySearchAnswer, EntitySearchQuery } from '#contract';
import { datasetOf, type Entity } from '#exports';
import { entitiesOfDesignations } from './entity.ts';
import { filterOf, isAskedFor, type MatchSide } from './match.ts';
import { COUNTRIES } from './parties.ts';
import { comparedWith } from './schemata.ts';
import { answerSearch } from './search.ts';

/** As many as are looked at by a name. */
const MOST = 500;
const SHOWN_COUNTRIES = [...COUNTRIES, 'birthCountry'];

/**
 * Entities of a dataset by a name, its beginning, or a number, the likeliest first, as yente tells them. Throws NotFoundError for
 * a dataset that there is not, InputError for one in a filter.
 */
export async function answerEntitySearch(
  side: MatchSide,
  asOf: AsOf,
  dataset: string,
  query: EntitySearchQuery,
): Promise<EntitySearchAnswer> {
  const { q, limit, offset } = query;
  const edition = await side.editions.of(asOf, dataset);
  const { lists } = await filterOf(side.editions, asOf, query, edition);
  const { items } = await answerSearch(side, asOf, { q, lists: [...lists!], limit: MOST, offset: 0 });
  const ids = items.map(({ id }) => id);
  const known = await entitiesOfDesignations(side, asOf, dataset, ids);
  const found = ids.flatMap((id) => {
    const each = known.get(id);
    return each && fits(each.entity, query) ? [each] : [];
  });
  const titles = new Map(edition.lists.map(({ id, about }) => [datasetOf({ list: id }), about.name]));
  return {
    limit,
    offset,
    total: { value: found.length, relation: items.length < MOST ? 'eq' : 'gte' },
    results: found.slice(offset, offset + limit).map(({ entity, period }) => ({ ...entity, designation: period.id })),
    facets: facetsOf(
      found.map(({ entity }) => entity),
      titles,
    ),
  };
}

function fits(entity: Entity, query: EntitySearchQuery): boolean {
  const { schema, countries } = query;
  return (
    comparedWith(schema).has(entity.schema) &&
    isAskedFor(entity, query) &&
    (countries === undefined || countriesOf(entity).some((each) => countries.includes(each)))
  );
}

const countriesOf = ({ properties }: Entity) => [...new Set(SHOWN_COUNTRIES.flatMap((name) => properties[name] ?? []))];

/** How many of what was found have each value, the most frequent first. */
function facetsOf(found: readonly Entity[], titles: ReadonlyMap<string, string>): EntitySearchAnswer['facets'] {
  const facet = (label: string, valuesOf: (entity: Entity) => readonly string[]) => ({
    label,
    values: [...Map.groupBy(found.flatMap(valuesOf), (value) => value)]
      .map(([name, same]) => ({ name, label: titles.get(name) ?? name, count: same.length }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  });
  return {
    countries: facet('Countries', countriesOf),
    topics: facet('Topics', ({ properties }) => properties.topics ?? []),
    datasets: facet('Data sources', ({ datasets }) => datasets),
  };
}
