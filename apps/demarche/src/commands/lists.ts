import type { Command } from 'commander';
import type { ListOnRecord, Printed } from '#contract';
import type { Freshness } from '#sources';
import { printJson, printTable } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `lists`: every list, what is held of it, and when it was audited. */
export function lists(program: Command, { withListStore }: Context): void {
  program
    .command('lists')
    .description('every list, what is held of it, and when it was audited')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action(({ json, ...times }: { on?: string; knownAt?: string; json?: true }) =>
      withListStore(async ({ readSide, store, resolveAsOf }) => {
        const { listsOnRecord } = await import('#read-models');
        const { freshnessOf, withFreshness } = await import('#sources');
        const asOf = await resolveAsOf(times);
        const items = withFreshness(await listsOnRecord(readSide, asOf), await freshnessOf(store.reader, new Date()));
        if (json) return printJson<Printed['lists']>({ ...asOf, items });
        printTable(
          [
            'LIST',
            'LAST PUBLICATION',
            'ENTRIES',
            'LAST CHANGE',
            'FRESH',
            'QUARANTINED',
            'PUBLICATIONS',
            'REJECTED',
            'LAST AUDIT',
            'NEXT AUDIT',
            'NAME',
          ],
          items.map(({ freshness, ...item }) => [
            item.id,
            item.coverage.endedOn ? `ended ${item.coverage.endedOn}` : (freshness.published ?? ''),
            String(item.entries),
            item.lastChange?.effective ?? '',
            freshnessText(freshness),
            item.lastPublication ? String(item.lastPublication.quarantined) : '',
            String(item.publications),
            String(item.rejections),
            ...auditsOf(item),
            item.name ?? '',
          ]),
        );
      }),
    );
}

const auditsOf = ({ lastReview, reviewDue }: ListOnRecord): [last: string, next: string] => [
  lastReview?.effective ?? '',
  reviewDue ? `${reviewDue.by}${reviewDue.overdue ? ' (overdue)' : ''}` : '',
];

/** When it was last known to be current, or that nobody knows. */
function freshnessText({ verified, staleSince, alarm, failures, lastError }: Omit<Freshness, 'list'>): string {
  const minute = (at: Date) => `${at.toISOString().slice(0, 16)}Z`;
  if (alarm) return `ALARM since ${minute(staleSince!)}: ${lastError}`;
  const failing = failures > 0 ? ` (failing: ${failures})` : '';
  if (staleSince) return `stale since ${minute(staleSince)}`;
  return verified ? `${minute(verified)}${failing}` : failing.trim();
}
