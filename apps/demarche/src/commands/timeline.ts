import { InvalidArgumentError, Option, type Command } from 'commander';
import { ROLES, type Printed, type Role, type TimelineItem } from '#contract';
import { authority } from '#domain';
import type { ConcernKey } from '#read-models';
import { printJson, printTable } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  role?: Role;
  type?: string;
  from?: string;
  to?: string;
  knownAt?: string;
  json?: true;
}

const PAGE = 1_000;

/** `timeline <country>`: all that concerns a country, in order of validity. */
export function timeline(program: Command, { answering }: Context): void {
  program
    .command('timeline')
    .description('all that concerns a country, as designator, sender, receiver or subject')
    .argument('<country>', 'a country code', (code) => {
      if (!authority.safeParse(code).success) throw new InvalidArgumentError('A two-letter country code, UN or EU.');
      return code;
    })
    .addOption(new Option('--role <role>', 'how it is concerned').choices(ROLES))
    .option('--type <type>', 'one type of event')
    .option('--from <day>')
    .option('--to <day>')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action((country: string, { knownAt, json, ...filter }: Options) =>
      answering({ knownAt }, async ({ readSide, asOf }) => {
        const { concernsOf } = await import('#read-models');
        const items: TimelineItem[] = [];
        for (let after: ConcernKey | undefined; ;) {
          const page = await concernsOf(readSide.pool, country, asOf.knownAt, filter, { after, limit: PAGE });
          items.push(...page.map(({ item }) => item));
          if (page.length < PAGE) break;
          after = page.at(-1)!.key;
        }
        if (json) return printJson<Printed['timeline']>({ knownAt: asOf.knownAt, position: asOf.position, items });
        printTable(
          ['DAYS', 'TYPE', 'AS', 'BY', 'WHAT', 'SOURCE', 'POSITION'],
          items.map(({ effective, type, roles, authority: by, title, publisher, position }) => [
            effective,
            type,
            roles.join(', '),
            by,
            title,
            publisher,
            String(position),
          ]),
        );
      }),
    );
}
