import type { AsOf, FtmEntityAnswer } from '#contract';
import { NotFoundError } from '#domain';
import { aboutsOf, entitiesOf, entityId, EVERYTHING, nestedOf, type Entity } from '#exports';
import { exportedByIds, isOnRecord, resolveDesignations } from '#read-models';
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
  { readSide, names, editions }: MatchSide,
  asOf: AsOf,
  dataset: string,
  ids: readonly string[],
): Promise<Map<string, FoundEntity>> {
  const abouts = aboutsOf(await editions.of(asOf, dataset));
  const designations = await designationsOf({ readSide, names }, asOf, ids);
  const periods = await exportedByIds(readSide.pool, [...new Set(designations.values())], asOf);
  const byDesignation = new Map(periods.filter(isOnRecord).map((period) => [period.id, period]));
  const found = new Map<string, FoundEntity>();
  for (const [id, designation] of designations) {
    const period = byDesignation.get(designation);
    const about = period && abouts.get(period.list);
    if (!period || !about) continue;
    const { party, attached } = entitiesOf(period, about);
    found.set(id, { period, entity: party, attached });
  }
  return found;
}

/** The designations that entities are of, where there are such. */
async function designationsOf(
  { readSide, names }: Pick<MatchSide, 'readSide' | 'names'>,
  { knownAt }: AsOf,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const listOf = (id: string) => id.split('.', 1)[0]!;
  const isHashed = (id: string) => id.startsWith(listOf(id) + HASHED);
  const referred = new Map(
    ids.filter((id) => !isHashed(id)).map((id) => [id, `${listOf(id)}:${id.slice(listOf(id).length + 1)}`]),
  );
  const resolved = await resolveDesignations(readSide.pool, [...new Set(referred.values())], knownAt);
  const rows = ids.some(isHashed) ? await names.upTo(knownAt) : undefined;
  const designationOf = (id: string) =>
    isHashed(id) ? rows?.find(listOf(id), (each) => entityId(each) === id) : resolved.get(referred.get(id)!);
  return new Map(ids.flatMap((id) => (designationOf(id) === undefined ? [] : [[id, designationOf(id)!] as const])));
}
