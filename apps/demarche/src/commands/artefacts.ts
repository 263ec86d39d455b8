import { InvalidArgumentError, type Command } from 'commander';
import type { Printed } from '#contract';
import { printJson, printTable, say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import type { Context } from '../context.ts';

interface Options {
  sample: number;
  json?: true;
}

/** `artefacts verify`: the kept files, against their fingerprints and against the log. */
export function artefacts(program: Command, { lists, withListStore, fail }: Context): void {
  program
    .command('artefacts')
    .description('the published files that are kept')
    .command('verify')
    .description('re-hash every kept file, and read a sample of them again: does the log still say the same?')
    .option('--sample <count>', 'how many publications of each list are read again', parseCount, 3)
    .option('--json')
    .action(({ sample, json }: Options) =>
      withListStore(async ({ store }) => {
        const { verifyArtefacts } = await import('#sources');
        const bar = progressBar(await store.artefacts.count());
        const report = await verifyArtefacts(
          { ...store, lists: await lists() },
          { sample, onProgress: ({ artefacts: done }) => bar.at(done, `${done} files`) },
        );
        bar.clear();
        if (json) printJson<Printed['artefacts']>(report);
        else print(report);
        if (report.damaged.length > 0 || report.reread.some(({ differing }) => differing.length > 0)) fail();
      }),
    );
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A count is a whole number; 0 reads none.');
  return Number(text);
}

function print({ artefacts: count, bytes, stored, damaged, missing, reread }: Printed['artefacts']): void {
  const megabytes = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
  say(`${count} files, ${megabytes(bytes)}, stored in ${megabytes(stored)}`);
  for (const { sha256, why } of damaged) say(`DAMAGED ${sha256}: ${why}`);
  for (const { list, publishedOn, sha256 } of missing) say(`not kept: ${list} of ${publishedOn} (${sha256})`);
  printTable(
    ['LIST', 'PUBLISHED', 'ENTRIES', 'RECORDED BY', 'READ BY', 'DIFFERING'],
    reread.map(({ list, publishedOn, entries, reader, by, differing }) => [
      list,
      publishedOn,
      String(entries),
      reader,
      by,
      differing.length === 0 ? 'none' : `${differing.length}: ${differing.slice(0, 5).join(' ')}`,
    ]),
  );
}
