import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExports, editionOf, type MadeFile } from '#exports';
import { openListStore } from '#sources';
import { answerParent } from './child.ts';
import { peakMb, rounded, timed } from '../report.ts';

export interface ExportsAnswer {
  /** Of each file, in seconds: made, hashed, and written in all codings. */
  seconds: Record<string, number>;
  entities: number;
  peakMb: number;
}

/** Makes the files of a dataset as the API does, in a process of its own. */
export async function runExports({
  url,
  dataset,
  files,
}: {
  url: string;
  dataset: string;
  files: MadeFile[];
}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-bench-'));
  const store = await openListStore(url, 'bench');
  const readSide = { pool: store.reader };
  const exports = createExports(readSide, (work) => work(), { folder });
  const knownAt = await store.log.head();
  const edition = await editionOf(readSide, { on: '2026-01-01', knownAt }, dataset);
  const seconds: Record<string, number> = {};
  let entities = 0;
  for (const file of files) {
    const made = await timed(() => exports.file(edition, file));
    seconds[file] = rounded(made.seconds);
    if (file === 'entities.ftm.json') entities = made.result.lines;
  }
  await store.close();
  await rm(folder, { recursive: true });
  return answerParent({ seconds, entities, peakMb: peakMb() } satisfies ExportsAnswer);
}
