import type { Command } from 'commander';
import type { Printed, ThreadItem } from '#contract';
import { printJson, printLine } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `thread <event>`: an event and what reacted to it. */
export function thread(program: Command, { answering }: Context): void {
  program
    .command('thread')
    .description('an event and what reacted to it, to any depth')
    .argument('<event>', 'its id or its position')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--json')
    .action((id: string, { json, ...times }: { knownAt?: string; json?: true }) =>
      answering(times, async ({ readSide, asOf }) => {
        const { answerThread } = await import('#read-models');
        const answer = await answerThread(readSide, asOf, /^\d+$/.test(id) ? Number(id) : id);
        if (json) return printJson<Printed['thread']>(answer);
        const { id: root, type, position } = answer.event;
        printLine(`${position} ${type}`);
        printUnder(
          root,
          Map.groupBy(answer.items, ({ to }) => to),
        );
      }),
    );
}

/** What speaks of an event, each with what speaks of it in turn. */
function printUnder(event: string, items: ReadonlyMap<string, ThreadItem[]>): void {
  for (const { id, depth, effective, lagDays, kind, position, data } of items.get(event) ?? []) {
    const { issuer, summary, stance } = data as { issuer?: { name: string }; summary?: string; stance?: string };
    const lag = lagDays === null ? '' : `, ${lagDays} days after`;
    const said = `${issuer?.name ?? ''}${stance ? ` (${stance})` : ''}: ${summary ?? ''}`;
    printLine(`${'  '.repeat(depth)}${position} ${effective}${lag}, ${kind}: ${said}`);
    printUnder(id, items);
  }
}
