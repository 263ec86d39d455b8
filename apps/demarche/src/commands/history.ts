import type { Command } from 'commander';
import type { Printed } from '#contract';
import { printJson, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `history <designation>`: all its periods, and the events they are made of. */
export function history(program: Command, { answering }: Context): void {
  program
    .command('history')
    .description('all periods of a designation, and the events they are made of')
    .argument('<designation>', 'its id, or list:reference with any reference it ever had')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action((id: string, options: { knownAt?: string; json?: true }) =>
      answering(options, async ({ readSide, asOf }) => {
        const { answerHistory } = await import('#read-models');
        const answer = await answerHistory(readSide, asOf, id);
        if (options.json) return printJson<Printed['history']>(answer);
        say(`${answer.id} (${answer.references.join(', ')}), as known at ${answer.knownAt}\n`);
        printTable(
          ['FROM', 'TO', 'STATUS', 'SINCE', 'UNTIL', 'NAME', 'PROGRAMS'],
          answer.periods.map(({ validFrom, validTo, status, possible, since, until, subject, programs }) => [
            validFrom ?? '…',
            validTo ?? '…',
            status === 'uncertain' ? `uncertain (${possible.join(' or ')})` : status,
            since ?? '',
            until ?? '',
            subject.name,
            programs.join(', '),
          ]),
        );
        process.stdout.write('\n');
        const conflicting = new Set(answer.periods.flatMap(({ conflicts }) => conflicts));
        printTable(
          ['POSITION', 'EVENT', 'EFFECTIVE', 'CONFIDENCE', 'RECORDED', 'SOURCE'],
          answer.events.map(({ position, type, time, data }) => {
            const contradicts = conflicting.has(position) ? ' (contradicts what is used)' : '';
            return [String(position), type, data.effective + contradicts, data.confidence, time, data.source.publisher];
          }),
        );
      }),
    );
}
