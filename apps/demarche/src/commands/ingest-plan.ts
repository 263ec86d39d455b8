import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Printed } from '#contract';
import { ingestPublication } from '#sources';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { inOrder } from '../ingest-plan/in-order.ts';
import { readPlan } from '../ingest-plan/plan.ts';
import { plannedFiles } from '../ingest-plan/planned-files.ts';
import { inTemporaryFolder } from '../ingest-plan/unpack.ts';
import { printJson, say } from '../print.ts';
import { progressBar } from '../progress-bar.ts';
import { describePublication } from '../publication.ts';

interface Options {
  root?: string;
  keepGoing?: true;
  json?: true;
}

/** `ingest-plan <plan.yaml>`: the publications of many lists, all in the order of their days. */
export function ingestPlan(program: Command, { lists, withWorkspace, fail }: Context): void {
  program
    .command('ingest-plan')
    .description('take in the publications of many lists that a plan names, in the order of their days')
    .argument('<plan>', 'a YAML file: which files are publications of which lists')
    .option('--root <folder>', 'where the files lie; the folder of the plan where left out')
    .option('--keep-going', 'go on after a publication was refused')
    .option('--json', 'one line of JSON each, also where stdout is a terminal')
    .action(async (planFile: string, { root = dirname(planFile), keepGoing, json }: Options) => {
      const plan = await readPlan(planFile, lists);
      const readable = !json && process.stdout.isTTY;
      await inTemporaryFolder(async (folder) => {
        const files = await plannedFiles(plan, lists, resolve(root), folder);
        // Each is read twice: for its day, and to be taken in.
        const bar = progressBar(2 * files.reduce((sum, { bytes }) => sum + bytes, 0));
        let before = 0;
        const ordered = await inOrder(files, ({ path, name, bytes }) => {
          const start = before;
          before += bytes;
          return counted(createReadStream(path), (read) => bar.at(start + read, `${name}: which day?`));
        });
        await withWorkspace(async (workspace) => {
          for (const [index, { source, path, name, bytes, day, force }] of ordered.entries()) {
            const place = `${index + 1}/${ordered.length} ${name}`;
            const file = counted(createReadStream(path), (read) => bar.at(before + read, `${place}: reading`));
            const report = await ingestPublication({ ...workspace.store, lists }, source, file, {
              publishedOn: day,
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
