import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Printed } from '#contract';
import { InputError, isDay } from '#domain';
import { timeInPath } from '../ingest-plan/day-in-path.ts';
import { counted } from '../terminal/counted.ts';
import { knownList } from './known-list.ts';
import { printJson, say } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { describePublication } from '../terminal/describe-publication.ts';
import type { Context } from '../context.ts';

interface Options {
  force?: string;
  backfill?: true;
  dryRun?: true;
  keepGoing?: true;
  json?: true;
}

/** `ingest <list> <file>[@DATE]…`: publications, in the order given. */
export function ingest(program: Command, { lists, listsInHelp, withListStore, fail }: Context): void {
  program
    .command('ingest')
    .description('ingest publications of a list, in the order given')
    .argument('<list>', `one of ${listsInHelp.map(({ list }) => list).join(', ')}`)
    .argument(
      '<files...>',
      'plain or .gz; FILE@YYYY-MM-DD, or FILE@YYYY-MM-DDTHH:MM:SSZ, where the file has no date inside',
    )
    .option('--force <reason>', 'override a guard, for a reason that is recorded')
    .option('--backfill', 'put a publication older than the newest one in its place in history')
    .option('--dry-run', 'tell what would change, record nothing')
    .option('--keep-going', 'go on after a publication was rejected')
    .option('--json', 'one line of JSON each, also where stdout is a terminal')
    .action(async (list: string, files: string[], options: Options) => {
      const known = await lists();
      const source = knownList(list, known);
      const publications = await Promise.all(files.map(parseFile));
      const readable = !options.json && process.stdout.isTTY;
      await withListStore(async (workspace) => {
        const { ingestPublication } = await import('#sources');
        const bar = progressBar(publications.reduce((sum, { bytes }) => sum + bytes, 0));
        let taken = 0;
        for (const [index, { path, bytes, ...dates }] of publications.entries()) {
          const place = `${index + 1}/${publications.length} ${basename(path)}`;
          const file = counted(createReadStream(path), (read) => bar.at(taken + read, `${place}: reading`));
          const report = await ingestPublication({ ...workspace.store, lists: known }, source, file, {
            ...dates,
            force: options.force,
            dryRun: options.dryRun,
            backfill: options.backfill,
            actor: 'cli',
            observedAt: new Date().toISOString(),
            onProgress: ({ step, entries }) => bar.at(taken + bytes, `${place}: ${entries} entries ${step}`),
          });
          taken += bytes;
          bar.clear();
          if (readable) say(describePublication(path, report));
          else printJson<Printed['ingest']>(report);
          if (!report.rejected) continue;
          fail();
          if (!readable) say(`${path}: rejected (${report.rejected.code}): ${report.rejected.detail}`);
          if (!options.keepGoing) break;
        }
        if (!options.dryRun) await workspace.catchUp();
      });
    });
}

interface DatedFile {
  path: string;
  bytes: number;
  publishedOn?: string;
  generatedAt?: string;
}

const INSTANT = /^[\d-]{10}T[\d:]{6,8}Z$/;

async function parseFile(argument: string): Promise<DatedFile> {
  const [, path = argument, date] = /^(.+)@([^@/\\]+)$/.exec(argument) ?? [];
  const generatedAt = date && INSTANT.test(date) ? timeInPath(date) : undefined;
  const publishedOn = generatedAt ? generatedAt.slice(0, 10) : date;
  if (publishedOn !== undefined && !isDay(publishedOn))
    throw new InputError(
      `${argument}: ${publishedOn} is no day and no instant in UTC; write FILE@YYYY-MM-DD or FILE@YYYY-MM-DDTHH:MM:SSZ`,
    );
  const unreadable = () => new InputError(`${path} cannot be read`);
  await access(path, constants.R_OK).catch(() => Promise.reject(unreadable()));
  const { size } = await stat(path);
  return { path, bytes: size, publishedOn, generatedAt };
}
