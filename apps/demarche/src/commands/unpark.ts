import type { Command } from 'commander';
import { projecting, unpark } from '#subscriptions';
import { printJson, say } from '../print.ts';
import type { Context } from '../context.ts';

/** `unpark`: applies parked events again. */
export function unparkCommand(program: Command, { withWorkspace, fail }: Context): void {
  program
    .command('unpark')
    .description('apply the events again that a read model could not digest')
    .argument('[key]', 'one stream; all where left out')
    .option('--json')
    .action((key: string | undefined, { json }: { json?: true }) =>
      withWorkspace(async ({ projector, log, models }) => {
        const results = [];
        for (const model of models)
          results.push({ readModel: model.name, ...(await unpark(projector, log, projecting(model), key)) });
        if (json) printJson({ readModels: results });
        else
          for (const each of results)
            say(`${each.readModel}: ${each.applied} applied, ${each.stillParked} still parked`);
        if (results.some(({ stillParked }) => stillParked > 0)) fail();
      }),
    );
}
