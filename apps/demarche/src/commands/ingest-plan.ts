import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Printed } from '#contract';
import type { Context } from '../context.ts';
import { counted } from '../terminal/counted.ts';
import { inTemporaryFolder } from '../ingest-plan/unpack.ts';
import { printJson, say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { describePublication } from '../terminal/describe-publication.ts';

interface Options {
  root?: string;
  keepGoing?: true;
  json?: true;
}

/** `ingest-plan <plan.yaml>`: the publications of many lists, all in the order of their days. */
export function ingestPlan(program: Command, { lists, withListStore, fail }: Context): void {
  program
    .command('ingest-plan')
    .description('ingest the publications of many lists that a plan names, in the order of their days')
    .argument('<plan>', 'a YAML file: which files are publications of which lists')
    .option('--root <folder>', 'where the files lie; the folder of the plan where left out')
    .option('--keep-going', 'go on after a publication was rejected')
    .option('--json', 'one line of JSON each, also where stdout is a terminal')
    .action(async (planFile: string, { root = dirname(planFile), keepGoing, json }: Options) => {
      const { ingestPublication } = await import('#sources');
      const { inOrder } = await import('../ingest-plan/in-order.ts');
      const { readPlan } = await import('../ingest-plan/plan.ts');
      const { plannedFiles } = await import('../ingest-plan/planned-files.ts');
      const known = await lists();
      const plan = await readPlan(planFile, known);
      const readable = !json && process.stdout.isTTY;
      await inTemporaryFolder(async (folder) => {
        const files = await plannedFiles(plan, known, resolve(root), folder);
        // Each is read twice: for its day, and to be ingested.
        const bar = progressBar(2 * files.reduce((sum, { bytes }) => sum + bytes, 0));
        let before = 0;
        const ordered = await inOrder(files, ({ path, name, bytes }) => {
          const start = before;
          before += bytes;
          return counted(createReadStream(path), (read) => bar.at(start + read, `${name}: which day?`));
        });
        await withListStore(async (workspace) => {
          for (const [index, { source, path, name, bytes, day, generatedAt, force }] of ordered.entries()) {
            const place = `${index + 1}/${ordered.length} ${name}`;
            const file = counted(createReadStream(path), (read) => bar.at(before + read, `${place}: reading`));
            const report = await ingestPublication({ ...workspace.store, lists: known }, source, file, {
              publishedOn: day,
              generatedAt,
              force,
              backfill: true,
              actor: 'cli',
              observedAt: new Date().toISOString(),
              onProgress: ({ step, entries }) => bar.at(before + bytes, `${place}: ${entries} entries ${step}`),
            });
            before += bytes;
            bar.clear();
            if (readable) say(describePublication(name, report));
            else printJson<Printed['ingest']>(report);
            if (!report.rejected) continue;
            fail();
            if (!readable) say(describePublication(name, report));
            if (!keepGoing) break;
          }
          await workspace.catchUp();
        });
      });
    });
}
