import { Option, type Command } from 'commander';
import type { AlignmentItem, Printed } from '#contract';
import { printJson, printLine, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  on?: string;
  knownAt?: string;
  only?: AlignmentItem['alignment'];
  from?: string;
  to?: string;
  json?: true;
}

/** `alignment <list|country> <list|country>`: who stands on both, who on one alone. */
export function alignment(program: Command, { answering }: Context): void {
  program
    .command('alignment')
    .description('which parties stand on one list and on another, and who followed whom')
    .argument('<list|country>')
    .argument('<with>', 'the other list or country')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .addOption(new Option('--only <which>', 'one kind of them').choices(['both', 'list-only', 'with-only']))
    .option('--from <day>', 'with --to: the counts at the first of each month')
    .option('--to <day>')
    .option('--json')
    .action((list: string, other: string, { only, from, to, json, ...times }: Options) =>
      answering(times, async ({ readSide, asOf }) => {
        const { answerAlignment } = await import('#read-models');
        const span = from && to ? { from, to } : undefined;
        const question = { list, with: other, span };
        const answer = await answerAlignment(readSide, asOf, question, { alignment: only });
        if (json) return printJson<Printed['alignment']>(answer);
        printTable(
          ['ALIGNMENT', 'SINCE', 'FOLLOWED AFTER', 'NAME', 'ENTRIES', 'COUNTERPARTS'],
          answer.items.map(({ alignment: kind, since, followedAfterDays, name, entries, counterparts, associates }) => [
            kind,
            since ?? '',
            followedAfterDays === null ? '' : `${followedAfterDays} days`,
            name,
            entries.map(({ id }) => id).join(', '),
            counterparts.map(({ id }) => id).join(', ') +
              associates
                .map(({ listed, program: name }) => `(${listed ?? 'unknown'} associates under ${name})`)
                .join(' '),
          ]),
        );
        for (const point of answer.series ?? [])
          printLine(`${point.on}  both ${point.both}  ${list} ${point.listOnly}  ${other} ${point.withOnly}`);
        const { both, listOnly, withOnly } = answer.counts;
        say(
          `\n${both} on both, ${listOnly} on ${list} alone, ${withOnly} on ${other} alone, on ${answer.on}, as known at ${answer.knownAt}.`,
        );
      }),
    );
}
