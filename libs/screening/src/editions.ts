import type { AsOf } from '#contract';
import { editionOf, type Edition } from '#exports';
import type { ReadSide } from '#read-models';

/** Editions that are kept: those of the positions that are asked about now. */
const KEPT = 50;

/** Datasets as they are told of: an edition of a day and a position never changes, so each is read once. */
export function createEditions({ pool }: Pick<ReadSide, 'pool'>) {
  const kept = new Map<string, Promise<Edition>>();
  return {
    /** The edition of a dataset. Throws NotFoundError that names those there are. */
    of({ on, knownAt }: AsOf, dataset: string): Promise<Edition> {
      const key = `${on} ${knownAt} ${dataset}`;
      const edition = kept.get(key) ?? editionOf({ pool }, { on, knownAt }, dataset);
      kept.delete(key);
      kept.set(key, edition);
      edition.catch(() => kept.delete(key));
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      return edition;
    },
  };
}
export type Editions = ReturnType<typeof createEditions>;
