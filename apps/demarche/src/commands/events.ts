import type { Command } from 'commander';
import type { Printed } from '#contract';
import { whole } from '../terminal/parameters.ts';
import { printJson, printTable } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  after: number;
  limit: number;
  country?: string;
  list?: string;
  type?: string;
  reparse?: true;
  json?: true;
}

/** `events`: the log, in its order. */
export function events(program: Command, { withWorkspace }: Context): void {
  program
    .command('events')
    .description('the log, in its order')
    .option('--after <position>', 'only later ones', whole, 0)
    .option('--limit <number>', 'at most so many', whole, 100)
    .option('--country <code>')
    .option('--list <list>')
    .option('--type <type>')
    .option('--reparse', 'with what only a reparse changed')
    .option('--json')
    .action(({ after, limit, country, list, type, reparse, json }: Options) =>
      withWorkspace(async ({ log }) => {
        const { withinHead } = await import('#event-log');
        const { formOf } = await import('#read-models');
        await withinHead(log, after, '--after');
        const found = await log.read({
          after,
          limit: limit + 1,
          authority: country,
          list,
          type,
          exceptCause: reparse ? undefined : 'reparse',
        });
        const shown = found.slice(0, limit);
        const next = found.length > limit ? shown.at(-1)!.position : null;
        if (json) return printJson<Printed['events']>({ items: shown.map(formOf), next });
        printTable(
          ['POSITION', 'TYPE', 'STREAM', 'EFFECTIVE', 'RECORDED'],
          shown.map(({ position, type: name, stream, data, recordedAt }) => [
            String(position),
            name,
            stream,
            data.effective,
            recordedAt,
          ]),
        );
      }),
    );
}
