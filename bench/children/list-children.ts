import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ingestPublication, listFromMapping, printedDates, sourceOf, openListStore } from '#sources';
import { answerParent } from './child.ts';
import { LARGE_INPUTS, type LargeInput } from '../inputs/large-inputs.ts';
import { peakMb, rounded, summarize, timed } from '../report.ts';
import { sdnFile, sdnXmlFile } from '../inputs/sdn-file.ts';
import { inPieces } from '../inputs/un-file.ts';

const REPEATS = 5;
const OPTIONS = { actor: 'bench', observedAt: '2026-01-01T00:00:00.000Z' };

/** MB/s of reading a large file of each format in a warm process. */
export async function runReading(): Promise<void> {
  const files = { csv: sdnFile(80_000), xml: sdnXmlFile(25_000, '01/02/2024') };
  const figures: Record<string, number> = {};
  for (const [format, bytes] of Object.entries(files)) {
    const rates: number[] = [];
    for (let round = 0; round <= REPEATS; round++) {
      const { seconds, result } = await timed(() => printedDates(sourceOf('us-ofac-sdn')!, inPieces(bytes)));
      if (format === 'xml' && result.publishedOn !== '2024-01-02') throw new Error('The file was not read');
      if (round > 0) rates.push(bytes.length / 1e6 / seconds);
    }
    figures[format] = summarize(rates).median;
  }
  await answerParent(figures);
}

// Real publications are not ours to hand on: they lie beside the repository where it is developed.
const SCRAPES = resolve('../shared/data/us-ofac');

export type SeriesAnswer = { scrapes: number; seconds: number; position: number; peakMb: number } | { skipped: string };

/** All real scrapes of sdn.csv in the order of their days, into one log. */
export async function runSeries({ url }: { url: string }): Promise<void> {
  if (!existsSync(SCRAPES)) return answerParent({ skipped: `no real scrapes in ${SCRAPES}` });
  const folder = await mkdtemp(join(tmpdir(), 'demarche-bench-'));
  const [archive] = (await readdir(SCRAPES)).filter((name) => name.endsWith('.tar.xz'));
  execFileSync('tar', ['-xJf', join(SCRAPES, archive!), '-C', folder]);
  const scrapes = (await readdir(folder)).sort();
  const store = await openListStore(url, 'bench');
  const { seconds } = await timed(async () => {
    for (const name of scrapes) {
      const options = { ...OPTIONS, publishedOn: name.slice(0, 10) };
      const file = createReadStream(join(folder, name));
      const { rejected } = await ingestPublication(store, sourceOf('us-ofac-sdn')!, file, options);
      if (rejected) throw new Error(`${name}: ${rejected.detail}`);
    }
  });
  const position = await store.log.head();
  await store.close();
  await rm(folder, { recursive: true });
  return answerParent({ scrapes: scrapes.length, seconds: rounded(seconds), position, peakMb: peakMb() });
}

const ftm = listFromMapping(
  'format: ftm\nlist: xx-ftm\nauthority: XX\nname: Bench\npublisher: Bench\nurl: https://example.org\nprogram: XX',
);

/** What comes of 200 MB of one thing or another, and how much memory it took. */
export async function runLarge({ url, input }: { url: string; input: LargeInput }): Promise<void> {
  const { list, bytes } = LARGE_INPUTS[input];
  const store = await openListStore(url, 'bench');
  const options = { ...OPTIONS, publishedOn: '2024-01-01' };
  const { rejected, designated } = await ingestPublication(store, sourceOf(list) ?? ftm, bytes(), options);
  await store.close();
  await answerParent({ peakMb: peakMb(), outcome: rejected?.code ?? `${designated} designated` });
}
