import type { Command } from 'commander';
import type { Printed } from '#contract';
import { InputError } from '#domain';
import type { FetchReport } from '#sources';
import type { Context } from '../context.ts';
import { knownList } from './known-list.ts';
import { printJson, say } from '../terminal/print.ts';
import { describePublication } from '../terminal/describe-publication.ts';

interface Options {
  force?: string;
  dryRun?: true;
  json?: true;
}

/** `fetch <list>`: what the schedule does, now. */
export function fetch(program: Command, { settings, lists, listsInHelp, withListStore, fail }: Context): void {
  program
    .command('fetch')
    .description('fetch a list from its authority and ingest it')
    .argument('<list>', `one of ${listsInHelp.flatMap(({ list, download }) => (download ? [list] : [])).join(', ')}`)
    .option('--force <reason>', 'override a guard, for a reason that is recorded')
    .option('--dry-run', 'tell what would change, record nothing')
    .option('--json', 'one line of JSON, also where stdout is a terminal')
    .action(async (list: string, { force, dryRun, json }: Options) => {
      const known = await lists();
      const source = knownList(list, known);
      const { fetchList, readDownloads } = await import('#sources');
      const { guardOf } = await import('#process');
      const given = await settings();
      const download = (await readDownloads(known, given.FETCH_LISTS)).get(list);
      if (!download)
        throw new InputError(
          `No address is known for ${list}. Bring its file with \`ingest\`, or name one in FETCH_LISTS`,
        );
      const readable = !json && process.stdout.isTTY;
      await withListStore(async ({ store, catchUp }) => {
        const fetching = { ledger: { ...store, lists: known }, pool: store.writer, guard: guardOf(given) };
        const report = await fetchList(fetching, source, download, { force, dryRun, actor: 'cli' });
        if (readable) say(describe(report));
        else printJson<Printed['fetch']>(report);
        if (report.rejected) {
          fail();
          if (!readable) say(describe(report));
        }
        if (!dryRun) await catchUp();
      });
    });
}

const describe = (report: FetchReport) =>
  report.fetch.notModified
    ? `${report.list} (${report.publishedOn}): as it was, says its authority`
    : describePublication(report.list, report);
