import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import { InputError, isDay } from '#domain';
import { catalogue, ingestPublication, sourceOf, type IngestReport } from '#sources';
import { printJson, say } from '../print.ts';
import type { Context } from '../context.ts';

interface Options {
  force?: string;
  backfill?: true;
  dryRun?: true;
  keepGoing?: true;
  json?: true;
}

/** `ingest <list> <file>[@DATE]…`: publications, in the order given. */
export function ingest(program: Command, { withWorkspace, fail }: Context): void {
  program
    .command('ingest')
    .description('take in publications of a list, in the order given')
    .argument('<list>', `one of ${catalogue.map(({ list }) => list).join(', ')}`)
    .argument('<files...>', 'plain or .gz; FILE@YYYY-MM-DD where the file has no date inside')
    .option('--force <reason>', 'override a guard, for a reason that is recorded')
    .option('--backfill', 'put a publication older than the newest one in its place in history')
    .option('--dry-run', 'tell what would change, record nothing')
    .option('--keep-going', 'go on after a publication was refused')
    .option('--json', 'one line of JSON each, also where stdout is a terminal')
    .action(async (list: string, files: string[], options: Options) => {
      const source = sourceOf(list);
      if (!source)
        throw new InputError(
          `There is no reader for ${list}; there are ${catalogue.map((each) => each.list).join(', ')}`,
        );
      const publications = files.map(parseFile);
      for (const { path } of publications)
        await access(path, constants.R_OK).catch(() => {
          throw new InputError(`${path} cannot be read`);
        });
      const readable = !options.json && process.stdout.isTTY;
      await withWorkspace(async (workspace) => {
        for (const { path, publishedOn } of publications) {
          const showProgress = progressLine(path);
          const report = await ingestPublication(workspace.store, source, createReadStream(path), {
            ...{ publishedOn, force: options.force, dryRun: options.dryRun, backfill: options.backfill },
            actor: 'cli',
            observedAt: new Date().toISOString(),
            onProgress: showProgress,
          });
          showProgress(null);
          if (readable) say(describe(path, report));
          else printJson(report);
          if (!report.rejected) continue;
          fail();
          if (!readable) say(`${path}: refused (${report.rejected.code}): ${report.rejected.detail}`);
          if (!options.keepGoing) break;
        }
        if (!options.dryRun) await workspace.catchUp();
      });
    });
}

function parseFile(argument: string): { path: string; publishedOn?: string } {
  const match = /^(.+)@([^@/\\]+)$/.exec(argument);
  if (!match) return { path: argument };
  const [, path, date] = match;
  if (!isDay(date!)) throw new InputError(`${argument}: ${date} is not a day; write FILE@YYYY-MM-DD`);
  return { path: path!, publishedOn: date };
}

/** One line on a terminal that is written over; nothing elsewhere. */
function progressLine(path: string) {
  return (progress: { step: string; entries: number } | null): void => {
    if (!process.stderr.isTTY) return;
    process.stderr.write(progress ? `\r\x1b[K${path}: ${progress.entries} entries ${progress.step}` : '\r\x1b[K');
  };
}

function describe(path: string, report: IngestReport): string {
  if (report.rejected) return `${path}: refused (${report.rejected.code}): ${report.rejected.detail}`;
  const { designated, amended, delisted, reidentified, unchanged, cosmetic, quarantined } = report;
  const counts = { designated, amended, delisted, reidentified, unchanged, cosmetic, quarantined };
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  const positions =
    report.toPosition === null ? 'nothing recorded' : `positions ${report.fromPosition}–${report.toPosition}`;
  return `${path} (${report.publishedOn}): ${told.map(([name, count]) => `${count} ${name}`).join(', ')}; ${positions}`;
}
