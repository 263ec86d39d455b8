import { InvalidArgumentError, type Command } from 'commander';
import type { Printed } from '#contract';
import { NotFoundError } from '#domain';
import { createKeys, SCOPES, type Scope } from '#access';
import { printJson, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** `keys create|list|revoke`: who may write, and read where that is closed. */
export function keys(program: Command, { withWorkspace }: Context): void {
  const group = program.command('keys').description('keys of the API');
  group
    .command('create')
    .description('a new key; it is shown this once')
    .requiredOption('--scopes <scopes>', `several joined by commas: ${SCOPES.join(', ')}`, parseScopes)
    .option('--note <text>', 'whose it is')
    .option('--json')
    .action(({ scopes, note, json }: { scopes: Scope[]; note?: string; json?: true }) =>
      withWorkspace(async ({ store }) => {
        const made = await createKeys(store.writer).create(scopes, note ?? null);
        if (json) return printJson<Printed['keys create']>({ ...made, scopes });
        process.stdout.write(`${made.key}\n`);
        say(`Key ${made.id} may ${scopes.join(', ')}. It is shown this once.`);
      }),
    );
  group
    .command('list')
    .option('--json')
    .action(({ json }: { json?: true }) =>
      withWorkspace(async ({ store }) => {
        const all = await createKeys(store.writer).list();
        if (json) return printJson<Printed['keys list']>({ items: all });
        printTable(
          ['ID', 'SCOPES', 'CREATED', 'REVOKED', 'NOTE'],
          all.map(({ id, scopes, createdAt, revokedAt, note }) => [
            id,
            scopes.join(', '),
            createdAt,
            revokedAt ?? '',
            note ?? '',
          ]),
        );
      }),
    );
  group
    .command('revoke')
    .argument('<id>')
    .action((id: string) =>
      withWorkspace(async ({ store }) => {
        if (!(await createKeys(store.writer).revoke(id))) throw new NotFoundError(`There is no key ${id} in use`);
        say(`Key ${id} is revoked.`);
      }),
    );
}

function parseScopes(text: string): Scope[] {
  return text.split(',').map((each) => {
    if (!SCOPES.includes(each as Scope)) throw new InvalidArgumentError(`There are ${SCOPES.join(', ')}.`);
    return each as Scope;
  });
}
