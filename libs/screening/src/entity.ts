import type { AsOf, FtmEntityAnswer } from '#contract';
import { NotFoundError } from '#domain';
import { aboutsOf, entitiesOf, entityId, EVERYTHING, nestedOf, type Entity } from '#exports';
import { exportedByIds, isOnRecord, resolveDesignations, type NameRows } from '#read-models';
import type { MatchSide } from './match.ts';

const HASHED = '..';

type Period = Awaited<ReturnType<typeof exportedByIds>>[number];

/** An entity and the period of the designation that it is of. */
export interface FoundEntity {
  period: Period;
  entity: Entity;
  /** What belongs to it: its Sanction, documents, addresses. */
  attached: Entity[];
}

/**
 * One designation as an entity, by the id that it has in matches and exports; a former reference leads there too. `nested` has
 * what belongs to it inside its properties. Throws NotFoundError where nothing of that id is on record on the day as known.
 */
export async function answerEntity(
  side: MatchSide,
  asOf: AsOf,
  id: string,
  { nested }: { nested: boolean },
): Promise<FtmEntityAnswer> {
  const { entity, attached, period } = await entityById(side, asOf, EVERYTHING, id);
  return { ...(nested ? nestedOf({ party: entity, attached }) : entity), designation: period.id };
}

/** An entity of a dataset with its period. Throws NotFoundError where it is not on record there. */
export async function entityById(side: MatchSide, asOf: AsOf, dataset: string, id: string): Promise<FoundEntity> {
  const found = (await entitiesById(side, asOf, dataset, [id])).get(id);
  if (found) return found;
  throw new NotFoundError(`No entity ${id.slice(0, 100)} is on record on ${asOf.on} as known at ${asOf.knownAt}`);
}

/**
 * Entities of a dataset that are on record on the day as known, by the ids that are asked for. Throws NotFoundError for a
 * dataset that there is not.
 */
export async function entitiesById(
  side: MatchSide,
  asOf: AsOf,
  dataset: string,
  ids: readonly string[],
): Promise<Map<string, FoundEntity>> {
  const designations = await designationsOf(side, asOf, ids);
  const entities = await entitiesOfDesignations(side, asOf, dataset, [...designations.values()]);
  return new Map(
    [...designations].flatMap(([id, designation]) => {
      const found = entities.get(designation);
      return found ? [[id, found] as const] : [];
    }),
  );
}

/** The same by designations, of which the entities are. */
export async function entitiesOfDesignations(
  { readSide, editions }: Pick<MatchSide, 'readSide' | 'editions'>,
  asOf: AsOf,
  dataset: string,
  designations: readonly string[],
): Promise<Map<string, FoundEntity>> {
  const abouts = aboutsOf(await editions.of(asOf, dataset));
  const periods = await exportedByIds(readSide.pool, [...new Set(designations)], asOf);
  return new Map(
    periods.filter(isOnRecord).flatMap((period) => {
      const about = abouts.get(period.list);
      if (!about) return [];
      const { party, attached } = entitiesOf(period, about);
      return [[period.id, { period, entity: party, attached }] as const];
    }),
  );
}

const listOf = (id: string): string => id.split('.', 1)[0]!;
const isHashed = (id: string): boolean => id.startsWith(listOf(id) + HASHED);

/** The designations that entities are of, where there are such. */
async function designationsOf(
  { readSide, names }: Pick<MatchSide, 'readSide' | 'names'>,
  { knownAt }: AsOf,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const referred = new Map(
    ids.filter((id) => !isHashed(id)).map((id) => [id, `${listOf(id)}:${id.slice(listOf(id).length + 1)}`]),
  );
  const resolved = await resolveDesignations(readSide.pool, [...new Set(referred.values())], knownAt);
  const hashed = ids.some(isHashed) ? hashedIds(await names.upTo(knownAt)) : undefined;
  return new Map(
    ids.flatMap((id) => {
      const designation = isHashed(id) ? hashed!.get(id) : resolved.get(referred.get(id)!);
      return designation === undefined ? [] : [[id, designation] as const];
    }),
  );
}

const hashedSoFar = new WeakMap<NameRows, { seen: number; ids: Map<string, string> }>();

/** Designations by those ids of entities that nobody can read them from. Each designation is hashed once. */
function hashedIds(rows: NameRows): ReadonlyMap<string, string> {
  const known = hashedSoFar.get(rows) ?? { seen: 0, ids: new Map<string, string>() };
  hashedSoFar.set(rows, known);
  for (; known.seen < rows.designations.length; known.seen++) {
    const designation = rows.designations.text(known.seen);
    const id = entityId(designation);
    if (isHashed(id)) known.ids.set(id, designation);
  }
  return known.ids;
}
