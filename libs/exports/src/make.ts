import { exportedOnRecord, exportedPeriods, type ReadSide } from '#read-models';
import { aboutsOf, deltaLines } from './delta.ts';
import type { Edition } from './editions.ts';
import { entitiesOf, type Exported } from './entities/entities.ts';
import { isThing } from './entities/schema.ts';
import { FORMATS, type ExportFile, type Pages } from './formats/formats.ts';
import type { Tally } from './keeping/cache.ts';

/** What changed since the version before. */
export const DELTA_FILE = 'entities.delta.json';
export type MadeFile = ExportFile | typeof DELTA_FILE;

/** What a file is sent as. */
export const typeOfFile = (file: MadeFile): string =>
  file === DELTA_FILE ? 'application/json+ftm-delta' : FORMATS[file].type;

/**
 * The bytes of a file of an edition, some at a time: the same for ever, and held for some hundred designations at a time. Rows
 * of the read model are never edited, so that all pages are of one position without a transaction. What is told of who is on
 * record is added to `tally`.
 */
export function piecesOf(
  { pool }: Pick<ReadSide, 'pool'>,
  edition: Edition,
  file: MadeFile,
  tally: Tally = { things: 0 },
): AsyncIterable<string | Uint8Array> {
  if (file === DELTA_FILE) return deltaLines({ pool }, edition);
  const abouts = aboutsOf(edition);
  const lists = [...abouts.keys()];
  const { on, position: knownAt } = edition.version;
  const pages: Pages = {
    async *onRecord() {
      for await (const page of exportedOnRecord(pool, lists, { on, knownAt }))
        yield page.map((period) => counted(entitiesOf(period, abouts.get(period.list)!), tally));
    },
    periods: () => exportedPeriods(pool, lists, knownAt),
  };
  return FORMATS[file].pieces(pages, on);
}

function counted(exported: Exported, tally: Tally): Exported {
  const { party, attached } = exported;
  tally.things += [party, ...attached].filter(({ schema }) => isThing(schema)).length;
  return exported;
}
