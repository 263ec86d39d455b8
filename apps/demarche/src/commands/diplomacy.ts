import type { Command } from 'commander';
import type { Printed } from '#contract';
import { printJson, printLine, printTable } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  sending?: string;
  receiving?: string;
  on?: string;
  knownAt?: string;
  json?: true;
}

/** `diplomacy`: who has which envoy where. */
export function diplomacy(program: Command, { answering }: Context): void {
  program
    .command('diplomacy')
    .description('who has which envoy where, and who recognises whom')
    .option('--sending <country>')
    .option('--receiving <country>')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action(({ sending, receiving, json, ...times }: Options) =>
      answering(times, async ({ readSide, asOf }) => {
        const { answerDiplomacy } = await import('#read-models');
        const answer = await answerDiplomacy(readSide, asOf, { sending, receiving });
        if (json) return printJson<Printed['diplomacy']>(answer);
        printTable(
          ['POST', 'STATUS', 'ENVOY', 'RANK', 'APPOINTED', 'ACCREDITED', 'DEPARTED', 'BEFORE'],
          answer.items.map(({ post, status, holder, predecessor, vacantSince }) => [
            post,
            vacantSince ? `vacant since ${vacantSince}` : status,
            holder?.name ?? '',
            [...new Set(holder?.ranks.map(({ rank }) => rank))].join(' / '),
            holder?.appointed ?? '',
            holder?.accredited ?? '',
            holder?.departed ?? '',
            predecessor?.name ?? '',
          ]),
        );
        for (const { by, government, territory, status, since } of answer.recognition)
          process.stdout.write(`${by} on ${government} (${territory}): ${status}${since ? ` since ${since}` : ''}\n`);
        for (const { territory, by, since } of answer.control)
          printLine(`${territory} is held by ${by} since ${since}`);
      }),
    );
}
