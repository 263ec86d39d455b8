import type { AsOf, Extension, ExtendQuery } from '#contract';
import { entitiesById, type FoundEntity } from '../entity.ts';
import type { MatchSide } from '../match.ts';
import { propertyOf, PROPERTIES, type OF_DESIGNATION } from './words.ts';

/**
 * Properties of entities as they stand on the day as known, in their own words: a date that is known to the year stays one. An
 * entity that is not on record has none. Throws NotFoundError for a dataset that there is not.
 */
export async function answerExtend(
  side: MatchSide,
  asOf: AsOf,
  { ids, properties }: ExtendQuery,
  dataset: string,
): Promise<Extension> {
  const found = await entitiesById(side, asOf, dataset, ids);
  const wanted = properties.map(({ id }) => id);
  const cellsOf = (id: string, property: string) => {
    const known = found.get(id);
    return known ? valuesOf(known, property).map((str) => ({ str })) : [];
  };
  return {
    meta: wanted.map(propertyOf),
    rows: Object.fromEntries(
      ids.map((id) => [id, Object.fromEntries(wanted.map((property) => [property, cellsOf(id, property)]))]),
    ),
  };
}

/** The properties that are proposed for a type, the first ones. */
export const proposeProperties = ({ type = 'Thing', limit }: { type?: string; limit?: number }) => ({
  type,
  properties: PROPERTIES.slice(0, limit),
  ...(limit !== undefined && { limit }),
});

type OfDesignation = keyof typeof OF_DESIGNATION;
type Value = string | null | undefined;

/** What the designation says, by the words of `OF_DESIGNATION`. */
const TOLD: Record<OfDesignation, (period: FoundEntity['period']) => Value | readonly Value[]> = {
  'designation.id': ({ id }) => id,
  'designation.list': ({ list }) => list,
  'designation.authority': ({ authority }) => authority,
  'designation.reference': ({ reference }) => reference,
  'designation.references': ({ references }) => references,
  'designation.status': ({ status }) => status,
  'designation.since': ({ since }) => since,
  'designation.until': ({ until }) => until,
  'designation.programs': ({ programs }) => programs,
  'designation.event': ({ event }) => event.id,
  'designation.source': ({ event }) => event.url ?? event.publisher,
};

/** What an entity has of a property; nothing, where it has none. */
export function valuesOf({ entity, period }: FoundEntity, property: string): string[] {
  const told = Object.hasOwn(TOLD, property)
    ? [TOLD[property as OfDesignation](period)].flat()
    : Object.hasOwn(entity.properties, property)
      ? entity.properties[property]!
      : [];
  return told.filter((value): value is string => value !== null && value !== undefined);
}
