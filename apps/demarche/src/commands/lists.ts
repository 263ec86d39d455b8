import type { Command } from 'commander';
import { listsAt, settle } from '#read-models';
import { withFreshness, type Freshness } from '#sources';
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
        const items = withFreshness(await listsAt(workspace.sources.pool, asOf), await workspace.store.freshness());
        if (json) return printJson({ ...asOf, items });
        printTable(
          ['LIST', 'AUTHORITY', 'PUBLICATIONS', 'LAST', 'REFUSED', 'FRESH', 'LAST AUDIT', 'NEXT AUDIT', 'NAME'],
          items.map(({ id, authority, publications, rejections, freshness, lastReview, reviewDue, name }) => [
            ...[id, authority, String(publications), freshness.published ?? '', String(rejections), told(freshness)],
            lastReview?.effective ?? '',
            reviewDue ? `${reviewDue.by}${reviewDue.overdue ? ' (overdue)' : ''}` : '',
            name ?? '',
          ]),
        );
      }),
    );
}

/** When it was last known to be current, or that nobody knows. */
function told({ verified, staleSince, alarm, failures, lastError }: Omit<Freshness, 'list'>): string {
  const minute = (at: Date) => `${at.toISOString().slice(0, 16)}Z`;
  if (alarm) return `ALARM since ${minute(staleSince!)}: ${lastError}`;
  const failing = failures > 0 ? ` (failing: ${failures})` : '';
  if (staleSince) return `stale since ${minute(staleSince)}`;
  return verified ? `${minute(verified)}${failing}` : failing.trim();
}
