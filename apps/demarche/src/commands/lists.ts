import type { Command } from 'commander';
import { listsAt, settle } from '#read-models';
import { printJson, printTable } from '../print.ts';
import type { Context } from '../context.ts';

/** `lists`: every list, what is held of it, and when it was audited. */
export function lists(program: Command, { withWorkspace }: Context): void {
  program
    .command('lists')
    .description('every list, what is held of it, and when it was audited')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action(({ json, ...times }: { on?: string; knownAt?: string; json?: true }) =>
      withWorkspace(async (workspace) => {
        await workspace.catchUp();
        const asOf = await settle(workspace.sources, times);
        const items = await listsAt(workspace.sources.pool, asOf);
        if (json) return printJson({ ...asOf, items });
        printTable(
          ['LIST', 'AUTHORITY', 'PUBLICATIONS', 'LAST', 'REFUSED', 'LAST AUDIT', 'NEXT AUDIT', 'NAME'],
          items.map(({ id, authority, publications, lastPublication, rejections, lastReview, reviewDue, name }) => [
            ...[id, authority, String(publications), lastPublication?.publishedOn ?? '', String(rejections)],
            lastReview?.effective ?? '',
            reviewDue ? `${reviewDue.by}${reviewDue.overdue ? ' (overdue)' : ''}` : '',
            name ?? '',
          ]),
        );
      }),
    );
}
