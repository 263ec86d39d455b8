import type { AsOf, FtmEntityAnswer } from '#contract';
import { NotFoundError } from '#domain';
import { aboutsOf, entitiesOf, entityId, EVERYTHING } from '#exports';
import { exportedByIds, isOnRecord, resolveDesignations } from '#read-models';
import type { MatchSide } from './match.ts';

const HASHED = '..';

/**
 * One designation as an entity, by the id that it has in matches and exports; a former reference leads there too. Throws
 * NotFoundError where nothing of that id is on record on the day as known.
 */
export async function answerEntity(
  { readSide, names, editions }: MatchSide,
  asOf: AsOf,
  id: string,
): Promise<FtmEntityAnswer> {
  const designation = await designationOfEntity({ readSide, names }, asOf, id);
  const [period] = designation === undefined ? [] : await exportedByIds(readSide.pool, [designation], asOf);
  if (!period || !isOnRecord(period))
    throw new NotFoundError(`No entity ${id.slice(0, 100)} is on record on ${asOf.on} as known at ${asOf.knownAt}`);
  const edition = await editions.of(asOf, EVERYTHING);
  return { ...entitiesOf(period, aboutsOf(edition).get(period.list)!).party, designation: period.id };
}

async function designationOfEntity(
  { readSide, names }: Pick<MatchSide, 'readSide' | 'names'>,
  { knownAt }: AsOf,
  id: string,
): Promise<string | undefined> {
  const list = id.split('.', 1)[0]!;
  if (id.startsWith(list + HASHED)) return (await names.upTo(knownAt)).find(list, (each) => entityId(each) === id);
  const designation = `${list}:${id.slice(list.length + 1)}`;
  return (await resolveDesignations(readSide.pool, [designation], knownAt)).get(designation);
}
