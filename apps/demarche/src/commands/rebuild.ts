import type { Command } from 'commander';
import type { Printed } from '#contract';
import { InputError } from '#domain';
import type { RebuildReport } from '#subscriptions';
import { printJson, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `rebuild <read-model|all>`: fills it anew beside the live one, proves the two equal, and swaps. */
export function rebuildCommand(program: Command, { withWorkspace, fail }: Context): void {
  program
    .command('rebuild')
    .description('fill a read model anew from the log, prove it equal to the live one, and swap')
    .argument('<read-model|all>')
    .option('--accept-difference', 'swap though they differ: the live one was wrong')
    .option('--json')
    .action((name: string, { acceptDifference, json }: { acceptDifference?: true; json?: true }) =>
      withWorkspace(
        async (workspace) => {
          const models = workspace.models.filter((model) => name === 'all' || model.name === name);
          if (models.length === 0)
            throw new InputError(
              `There is no read model ${name}; there are ${workspace.models.map((each) => each.name).join(', ')} and all`,
            );
          await workspace.catchUp();
          const { rebuildAll } = await import('#subscriptions');
          const reports = await rebuildAll(workspace.projector, workspace.log, models, {
            acceptDifference,
            onRebuilt: json ? undefined : print,
          });
          if (json) printJson<Printed['rebuild']>({ readModels: reports });
          if (reports.some(({ equal }) => !equal)) fail();
        },
        { takeBack: acceptDifference },
      ),
    );
}

function print({ readModel, events, position, ms, equal, swapped, proof }: RebuildReport): void {
  const verdict = equal ? 'rebuilt = live' : 'rebuilt and live DIFFER';
  say(
    `${readModel}: ${verdict} at position ${position} (${events} events, ${Math.round(ms)} ms${swapped ? '' : ', not swapped'})`,
  );
  printTable(
    ['COUNTRY', 'LIVE ROWS', 'REBUILT ROWS', 'EQUAL'],
    proof.map((row) => [row.authority, String(row.liveRows), String(row.rebuiltRows), row.equal ? 'yes' : 'NO']),
  );
}
