import type { Command } from 'commander';
import type { EventForm, Printed } from '#contract';
import type { EventFilter } from '#event-log';
import { whole } from '../terminal/parameters.ts';
import { printJson, printLine, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  after?: number;
  country?: string;
  list?: string;
  type?: string;
  reparse?: true;
  url?: string;
  json?: true;
}

/** `follow`: the log as it grows, from the database or from a server anywhere. */
export function follow(program: Command, context: Context): void {
  program
    .command('follow')
    .description('the log as it grows, until Ctrl-C')
    .option('--after <position>', 'with what was recorded since; from now on where left out', whole)
    .option('--country <code>')
    .option('--list <list>')
    .option('--type <type>')
    .option('--reparse', 'with what only a reparse changed')
    .option('--url <address>', 'of a server, instead of the database: http://localhost:3000; DEMARCHE_KEY is its key')
    .option('--json', 'one event per line')
    .action(async ({ json, url, ...asked }: Options) => {
      const stop = new AbortController();
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
      let last = asked.after;
      const print = (event: EventForm) => {
        last = event.position;
        if (json) return printJson<Printed['follow']>(event);
        const { position, type, subject, data, time } = event;
        printLine(`${String(position).padStart(8)}  ${time}  ${type.padEnd(24)}  ${data.effective}  ${subject}`);
      };
      try {
        await (url === undefined
          ? fromLog(context, asked, stop.signal, print)
          : fromServer(url, context.env.DEMARCHE_KEY, asked, stop.signal, print));
      } finally {
        // Of who was refused, or heard nothing, it is what he said himself.
        if (last !== undefined && last !== asked.after) say(`Go on with --after ${last}`);
      }
    });
}

type Print = (event: EventForm) => void;

/** By server-sent events; goes on by itself where the connection breaks off. */
async function fromServer(
  base: string,
  key: string | undefined,
  { after, country, list, type, reparse }: Options,
  signal: AbortSignal,
  print: Print,
): Promise<void> {
  const { createClient } = await import('#client');
  const client = createClient({ base, ...(key !== undefined && { key }) });
  const query = { after, country, list, type, reparse } as NonNullable<Parameters<typeof client.follow>[0]>['query'];
  for await (const event of client.follow({ query, signal })) print(event);
}

/** By the log itself, whoever writes to it. Throws InputError for a position that it has not reached. */
async function fromLog(
  { withWorkspace }: Context,
  { after, country, list, type, reparse }: Options,
  signal: AbortSignal,
  print: Print,
): Promise<void> {
  const { isAsked, withinHead } = await import('#event-log');
  const { formOf } = await import('#read-models');
  const filter: EventFilter = { authority: country, list, type, exceptCause: reparse ? undefined : 'reparse' };
  await withWorkspace(async ({ log }) => {
    const from = after === undefined ? await log.head() : await withinHead(log, after, '--after');
    for await (const batch of log.follow(from, { signal }))
      for (const event of batch) if (isAsked(event, filter)) print(formOf(event));
  });
}
