import type { Command } from 'commander';
import type { Printed } from '#contract';
import { printJson, say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { knownList } from './known-list.ts';
import type { Context } from '../context.ts';

/** `reparse <list>`: its kept publications read anew, and what now reads otherwise recorded as such. */
export function reparse(program: Command, { lists, withListStore }: Context): void {
  program
    .command('reparse')
    .description('read the kept publications of a list anew; what reads otherwise is recorded with cause reparse')
    .argument('<list>')
    .option('--dry-run', 'tell what would be recorded, record nothing')
    .option('--json')
    .action(async (list: string, { dryRun, json }: { dryRun?: true; json?: true }) => {
      const known = await lists();
      const source = knownList(list, known);
      const { reparseList } = await import('#sources');
      await withListStore(async (workspace) => {
        let bar: ReturnType<typeof progressBar> | undefined;
        const report = await reparseList({ ...workspace.store, lists: known }, source, {
          actor: 'cli',
          observedAt: new Date().toISOString(),
          dryRun,
          onProgress: ({ publications, of }) => (bar ??= progressBar(of)).at(publications, `${publications} of ${of}`),
        });
        bar?.clear();
        if (!dryRun) await workspace.catchUp();
        if (json) return printJson<Printed['reparse']>(report);
        const { publications, corrected, retracted, added, left, fromPosition, toPosition } = report;
        const recorded = toPosition === null ? 'nothing recorded' : `positions ${fromPosition}–${toPosition}`;
        say(
          `${list}: ${publications} publications read anew; ${corrected} corrected, ${retracted} retracted, ${added} added; ${recorded}`,
        );
        for (const { stream, why } of left) say(`left alone: ${stream}: ${why}`);
      });
    });
}
