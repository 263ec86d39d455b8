import type { AsOf, AssociateCount, SubjectAnswer } from '#contract';
import { NotFoundError } from '#domain';
import { countProgram } from '../models/designation-timeline/counts.ts';
import { designationsByIds, resolveDesignations } from '../models/designation-timeline/one.ts';
import { partiesAt, type Party } from '../models/subjects/parties.ts';
import type { ReadSide } from './as-of.ts';

/** One party on all lists: by a subject's id, or by any of its designations. Throws NotFoundError. */
export async function answerSubject(readSide: ReadSide, asOf: AsOf, id: string): Promise<SubjectAnswer> {
  const { pool } = readSide;
  const { on, knownAt } = asOf;
  const parties = await partiesAt(pool, knownAt);
  const designation = id.includes(':') ? (await resolveDesignations(pool, [id], knownAt)).get(id) : undefined;
  const party: Party | undefined =
    parties.ofSubject(id) ??
    (designation ? (parties.ofDesignation(designation) ?? { subjects: [], entries: [], associates: [] }) : undefined);
  if (!party) throw new NotFoundError(`Nothing is known of ${id} at position ${knownAt}`);
  const ids = [designation, ...party.entries.map((entry) => entry.designation)].filter(
    (each) => typeof each === 'string',
  );
  const [designations, associates] = await Promise.all([
    designationsByIds(pool, [...new Set(ids)], { on, knownAt }),
    countAssociates(readSide, asOf, party),
  ]);
  return { ...asOf, id, subjects: party.subjects, designations, links: party.entries, associates };
}

/** How many stand on a list because of a party that is no entry of it. */
export const countAssociates = (
  { pool }: Pick<ReadSide, 'pool'>,
  { on, knownAt }: Pick<AsOf, 'on' | 'knownAt'>,
  { associates }: Pick<Party, 'associates'>,
): Promise<AssociateCount[]> =>
  Promise.all(
    associates.map(async ({ list, program, position }) => ({
      list,
      program,
      position,
      listed: await countProgram(pool, { list, program, on, knownAt }),
    })),
  );
