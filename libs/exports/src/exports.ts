import type { ReadSide } from '#read-models';
import type { Edition } from './editions.ts';
import { createFileCache, type CacheOptions, type KeptFile } from './keeping/cache.ts';
import { piecesOf, type MadeFile } from './make.ts';

/** Raise it whenever a file of the same edition gets other bytes or facts: what older software has kept is not served then. */
const REVISION = 3;

/** Runs work when it is its turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes the files of editions, each once, and keeps them in a folder. `turn` bounds how many are made at a time. */
export function createExports(readSide: Pick<ReadSide, 'pool'>, turn: Turn, options: CacheOptions) {
  const cache = createFileCache(options);
  return {
    /** A file of an edition. It is made to its end even where the one who asked for it first is gone: others may wait for it. */
    async file(edition: Edition, file: MadeFile): Promise<KeptFile> {
      const { version, lists } = edition;
      // Events are of one log alone, so that several may share a folder. An authority with one list has the very files of that list.
      const of = lists.map(({ id, about }) => [id, about]);
      const key = [REVISION, version.on, version.position, file, of];
      return cache.get(key, (tally) => piecesOf(readSide, edition, file, tally), turn);
    },
  };
}
export type Exports = ReturnType<typeof createExports>;
