import { LRUCache } from 'lru-cache';
import type { AsOf } from '#contract';
import { editionAmong, editionsAt, type Edition } from '#exports';
import { PERIODS, REGISTRATIONS, whileUnchanged, type ReadSide } from '#read-models';

/** Days and positions of which the editions are kept: those that are asked about now. */
const KEPT = 50;

/** Datasets as they are told of: those of a day and a position never change, so all of them are read once. */
export function createEditions({ pool }: Pick<ReadSide, 'pool'>) {
  const held = whileUnchanged(
    pool,
    [REGISTRATIONS, PERIODS],
    () =>
      new LRUCache<string, Promise<Edition[]>, AsOf>({
        max: KEPT,
        memoMethod: (_key, _stale, { context }) => editionsAt({ pool }, context),
      }),
  );

  async function all(asOf: AsOf): Promise<Edition[]> {
    const kept = await held();
    const key = `${asOf.on} ${asOf.knownAt}`;
    const editions = kept.memo(key, { context: asOf });
    editions.catch(() => kept.delete(key));
    return editions;
  }

  return {
    /** The edition of a dataset. Throws NotFoundError that names those there are. */
    of: async (asOf: AsOf, dataset: string): Promise<Edition> => editionAmong(await all(asOf), asOf, dataset),
    /** The names of all datasets that there are. */
    datasets: async (asOf: AsOf): Promise<ReadonlySet<string>> =>
      new Set((await all(asOf)).map(({ dataset }) => dataset)),
  };
}
export type Editions = ReturnType<typeof createEditions>;
