import { Option, type Command } from 'commander';
import type { DiffAnswer, Printed } from '#contract';
import { printJson, printPiece, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  from: string;
  to?: string;
  knownAt?: string;
  reparse?: true;
  format: 'table' | 'json' | 'csv';
  json?: true;
}

/** `diff <list> --from D --to D`: what changed on a list from one day to another. */
export function diff(program: Command, { answering }: Context): void {
  program
    .command('diff')
    .description('what changed on a list from one day to another, and by which publications')
    .argument('<list>')
    .requiredOption('--from <day>', 'the earlier day: what stood at its end')
    .option('--to <day>', 'the later day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--reparse', 'with what only a reparse changed')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json', 'csv']).default('table'))
    .option('--json', 'the same as --format json')
    .action((list: string, { from, to, knownAt, reparse, format, json }: Options) =>
      answering({ knownAt }, async ({ readSide, asOf }) => {
        const { answerDiff, diffCsv, diffItems, outlineDiff } = await import('#read-models');
        const question = { list, from, to: to ?? asOf.on, reparse };
        if (format === 'csv' && !json) {
          const { changes, ...outline } = await outlineDiff(readSide, asOf, question);
          for await (const piece of diffCsv(list, diffItems(readSide, outline, changes))) await printPiece(piece);
          return;
        }
        const answer = await answerDiff(readSide, asOf, question);
        if (json ?? format === 'json') printJson<Printed['diff']>(answer);
        else print(answer);
      }),
    );
}

function print({ from, to, knownAt, counts, coverage, items }: DiffAnswer): void {
  printTable(
    ['CHANGE', 'EFFECTIVE', 'NAME', 'WHAT', 'PUBLISHED', 'ID'],
    items.map(({ change, certain, id, subject, fields, events, programs }) => [
      certain ? change : `${change}?`,
      [...new Set(events.map(({ effective }) => effective))].join(' '),
      subject.name,
      fields.length > 0 ? fields.map(({ path }) => path.slice(1)).join(' ') : programs.join(', '),
      [...new Set(events.map(({ publishedOn }) => publishedOn))].join(' '),
      id,
    ]),
  );
  const changed = Object.entries(counts).filter(([, count]) => count > 0);
  const incomplete = [coverage.from, coverage.to].some(({ complete }) => !complete);
  say(
    `\n${from} to ${to}, as known at ${knownAt}: ${changed.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing changed'}.` +
      (incomplete ? ' Coverage is not complete for these days.' : ''),
  );
}
