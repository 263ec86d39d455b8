import { InvalidArgumentError, type Command } from 'commander';
import { grant, keyBody, rotationBody, SCOPES, type NewKey, type Printed } from '#contract';
import { NotFoundError } from '#domain';
import type { Store } from '#process';
import { checked, whole } from '../terminal/parameters.ts';
import { printJson, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

/** The keys of a store. */
const keysOf = async ({ writer }: Pick<Store, 'writer'>) => (await import('#access')).createKeys(writer);

const ACTOR = { actor: 'command-line', address: null };

/** `keys create|list|rotate|revoke|trail`: who may write, and read where that is closed. */
export function keys(program: Command, context: Context): void {
  const group = program.command('keys').description('keys of the API');
  create(group, context);
  list(group, context);
  rotate(group, context);
  revoke(group, context);
  trail(group, context);
}

function create(group: Command, { withWorkspace }: Context): void {
  group
    .command('create')
    .description('a new key; it is shown this once')
    .requiredOption(
      '--scopes <scopes>',
      `several joined by commas: ${SCOPES.join(', ')}; narrowed to an authority or a list as write:KZ, read:un-sc`,
      parseScopes,
    )
    .option('--owner <account>', 'the account it belongs to', 'operator')
    .option('--expires <instant>', 'from when on it is none, as 2027-01-01T00:00:00Z')
    .option('--note <text>', 'whose it is')
    .option('--json')
    .action(({ scopes, owner, expires: expiresAt, note, json }: CreateOptions) =>
      withWorkspace(async ({ store }) => {
        const wanted = checked(keyBody.safeParse({ owner, scopes, note, expiresAt }), { expiresAt: '--expires' });
        const made = await (await keysOf(store)).create(wanted, ACTOR);
        if (json) return printJson<Printed['keys create']>(made);
        show(made);
      }),
    );
}

interface CreateOptions {
  scopes: string[];
  owner: string;
  expires?: string;
  note?: string;
  json?: true;
}

function list(group: Command, { withWorkspace }: Context): void {
  group
    .command('list')
    .description('all keys, those that are none any more too')
    .option('--json')
    .action(({ json }: { json?: true }) =>
      withWorkspace(async ({ store }) => {
        const all = await (await keysOf(store)).list();
        if (json) return printJson<Printed['keys list']>({ items: all });
        printTable(
          ['ID', 'OWNER', 'SCOPES', 'CREATED', 'EXPIRES', 'LAST USED', 'REVOKED', 'NOTE'],
          all.map(({ id, owner, scopes, createdAt, expiresAt, lastUsedAt, revokedAt, note }) => [
            id,
            owner,
            scopes.join(', '),
            createdAt,
            expiresAt ?? '',
            lastUsedAt ?? '',
            revokedAt ?? '',
            note ?? '',
          ]),
        );
      }),
    );
}

function rotate(group: Command, { withWorkspace }: Context): void {
  group
    .command('rotate')
    .description('a key in the place of another one, which stays valid for some hours')
    .argument('<id>')
    .option('--grace <hours>', 'how long the old one stays valid, 168 at most', whole, 24)
    .option('--json')
    .action((id: string, { grace: graceHours, json }: { grace: number; json?: true }) =>
      withWorkspace(async ({ store }) => {
        const body = checked(rotationBody.safeParse({ graceHours }), { graceHours: '--grace' });
        const made = await (await keysOf(store)).rotate(id, body, ACTOR);
        if (!made) throw noSuchKey(id);
        if (json) return printJson<Printed['keys rotate']>(made);
        show(made);
        say(`Key ${id} is valid for ${graceHours} more hours.`);
      }),
    );
}

function revoke(group: Command, { withWorkspace }: Context): void {
  group
    .command('revoke')
    .description('take a key away, at once and everywhere')
    .argument('<id>')
    .action((id: string) =>
      withWorkspace(async ({ store }) => {
        if (!(await (await keysOf(store)).revoke(id, ACTOR))) throw noSuchKey(id);
        say(`Key ${id} is revoked.`);
      }),
    );
}

function trail(group: Command, { withWorkspace }: Context): void {
  group
    .command('trail')
    .description('who was refused, and who administered what')
    .option('--after <id>', 'only entries of later ids', whole, 0)
    .option('--limit <n>', 'how many', whole, 100)
    .option('--json')
    .action(({ after, limit, json }: { after: number; limit: number; json?: true }) =>
      withWorkspace(async ({ store }) => {
        const { createAudit } = await import('#access');
        const audit = createAudit(store.writer);
        const page = await audit.page({ after, limit });
        await audit.close();
        if (json) return printJson<Printed['keys trail']>(page);
        printTable(
          ['ID', 'AT', 'ACTOR', 'FROM', 'ACTION', 'TARGET', 'TIMES'],
          page.items.map(({ id, at, actor, address, action, target, count }) => [
            String(id),
            at,
            actor,
            address ?? '',
            action,
            target ?? '',
            String(count),
          ]),
        );
      }),
    );
}

function show({ id, key, owner, scopes }: NewKey): void {
  process.stdout.write(`${key}\n`);
  say(`Key ${id} of ${owner} may ${scopes.join(', ')}. It is shown this once.`);
}

const noSuchKey = (id: string) => new NotFoundError(`There is no key ${id} in use`);

const parseScopes = (text: string): string[] =>
  text.split(',').map((each) => {
    const { error } = grant.safeParse(each);
    if (error) throw new InvalidArgumentError(error.issues[0]!.message);
    return each;
  });
