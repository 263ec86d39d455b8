import type { Command } from 'commander';
import type { Printed } from '#contract';
import type { Context } from '../context.ts';
import { printExplanation } from '../terminal/explanation.ts';
import { printJson, printTable } from '../terminal/print.ts';

interface Options {
  on?: string;
  knownAt?: string;
  explain?: true;
  json?: true;
}

/** `designation <id>`: one designation on a day. */
export function designation(program: Command, { answering }: Context): void {
  program
    .command('designation')
    .description('one designation as it stood on a day')
    .argument('<designation>', 'its id, or list:reference with any reference it ever had')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--explain', 'name the events that decide, those set aside, and why')
    .option('--json')
    .action((id: string, options: Options) =>
      answering(options, async ({ readSide, asOf }) => {
        const { answerDesignation } = await import('#read-models');
        const answer = await answerDesignation(readSide, asOf, id, { explain: options.explain ?? false });
        if (options.json) return printJson<Printed['designation']>(answer);
        const { status, possible, since, until, subject, programs, explanation } = answer;
        printTable(
          ['STATUS', 'SINCE', 'UNTIL', 'NAME', 'PROGRAMS', 'ID'],
          [
            [
              status === 'uncertain' ? `uncertain (${possible.join(' or ')})` : status,
              since ?? '',
              until ?? '',
              subject.name,
              programs.join(', '),
              answer.id,
            ],
          ],
        );
        if (explanation) printExplanation(answer.id, explanation);
      }),
    );
}
