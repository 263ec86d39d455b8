import type { Command } from 'commander';
import type { Printed } from '#contract';
import { printJson, printLine, printTable } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `subject <id>`: one party on all lists. */
export function subject(program: Command, { answering }: Context): void {
  program
    .command('subject')
    .description('one party on all lists')
    .argument('<subject>', 'a subject’s id, or any of its designations')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action((id: string, { json, ...times }: { on?: string; knownAt?: string; json?: true }) =>
      answering(times, async ({ readSide, asOf }) => {
        const { answerSubject } = await import('#read-models');
        const answer = await answerSubject(readSide, asOf, id);
        if (json) return printJson<Printed['subject']>(answer);
        printTable(
          ['AUTHORITY', 'STATUS', 'SINCE', 'UNTIL', 'NAME', 'ID'],
          answer.designations.map(({ authority, status, since, until, subject: party, id: designation }) => [
            authority,
            status,
            since ?? '',
            until ?? '',
            party.name,
            designation,
          ]),
        );
        for (const { list, program: name, listed } of answer.associates)
          printLine(`${listed ?? 'unknown'} associates stand on ${list} under ${name}`);
      }),
    );
}
