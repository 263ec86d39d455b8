import type { Command } from 'commander';
import type { Delivery, DeliveryAnswer, Printed, ReplayStanding, Webhook, WebhookFilter } from '#contract';
import type { Asker } from '#webhooks';
import { checked, whole } from '../terminal/parameters.ts';
import { printJson, printLine, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';
import { openHooks, sendNow } from './webhooks-open.ts';

interface FilterOptions {
  types?: string[];
  lists?: string[];
  countries?: string[];
  programs?: string[];
  subjects?: string[];
  causes?: string[];
}
interface Json {
  json?: true;
}

const several = (text: string) => text.split(',').map((each) => each.trim());

/** Whoever sits at the machine sees all endpoints. */
const asker = (owner = 'operator'): Asker => ({ owner, seesAll: true });

/** `webhooks …`: who is told of events, and how that goes. */
export function webhooks(program: Command, context: Context): void {
  const group = program.command('webhooks').description('endpoints that are told of events');
  for (const add of [
    create,
    list,
    show,
    preview,
    ping,
    log,
    delivery,
    replay,
    replays,
    rotate,
    enable,
    disable,
    remove,
    reseal,
  ])
    add(group, context);
}

const withFilter = (command: Command): Command =>
  command
    .option('--types <types>', 'of events, joined by commas', several)
    .option('--lists <lists>', 'as un-sc,eu-fsf', several)
    .option('--countries <codes>', 'of the authority', several)
    .option('--programs <programs>', 'of the designation', several)
    .option('--subjects <subjects>', 'streams, or ids of designations', several)
    .option('--causes <causes>', 'source, analyst, correction, reparse; all but reparse where left out', several);

async function filterOf({
  types,
  lists,
  countries,
  programs,
  subjects,
  causes,
}: FilterOptions): Promise<WebhookFilter> {
  const { webhookFilter } = await import('#contract');
  const given = Object.entries({ types, lists, countries, programs, subjects, causes });
  return checked(webhookFilter.safeParse(Object.fromEntries(given.filter(([, value]) => value !== undefined))));
}

function create(group: Command, context: Context): void {
  interface Options extends FilterOptions, Json {
    owner?: string;
    description?: string;
    thin?: true;
    byList?: true;
    rate?: number;
    from?: number;
  }
  withFilter(group.command('create').description('a new endpoint; its secret is shown this once').argument('<url>'))
    .option('--owner <account>', 'whose it is', 'operator')
    .option('--description <text>')
    .option('--thin', 'send what happened and where to read it, not the event itself')
    .option('--by-list', 'keep the order of events on each list')
    .option('--rate <n>', 'requests per second, at most', whole)
    .option('--from <position>', 'send all events after this position first', whole)
    .option('--json')
    .action(async (url: string, { owner, description, thin, byList, rate, from, json, ...filter }: Options) => {
      const { webhookBody } = await import('#contract');
      const body = checked(
        webhookBody.safeParse({
          url,
          filter: await filterOf(filter),
          ...(description !== undefined && { description }),
          payload: thin ? 'thin' : 'full',
          order: byList ? 'by-list' : 'none',
          ...(rate !== undefined && { ratePerSecond: rate }),
          ...(from !== undefined && { from }),
        }),
        { url: '<url>', ratePerSecond: '--rate' },
      );
      await openHooks(context, async ({ endpoints }) => {
        const { secretId: _, ...made } = await endpoints.create(asker(owner), body);
        if (json) return printJson<Printed['webhooks create']>(made);
        printLine(made.id);
        printSecrets(made);
      });
    });
}

function printSecrets({ secret, publicKey }: { secret: string | null; publicKey: string }): void {
  printLine(`secret      ${secret ?? ''}`);
  printLine(`public key  ${publicKey}`);
  say('The secret is shown this once.');
}

function list(group: Command, context: Context): void {
  group
    .command('list')
    .description('all endpoints')
    .option('--json')
    .action(({ json }: Json) =>
      openHooks(context, async ({ endpoints }) => {
        const items = await endpoints.list(asker(), '', 10_000);
        if (json) return printJson<Printed['webhooks list']>({ items });
        printTable(
          ['ID', 'OWNER', 'STATUS', 'PENDING', 'FAILURES', 'PLANNED THROUGH', 'URL'],
          items.map(({ id, owner, status, url, standing }) => [
            id,
            owner,
            status,
            String(standing.pending),
            String(standing.failures),
            String(standing.plannedThrough),
            url,
          ]),
        );
      }),
    );
}

function show(group: Command, context: Context): void {
  group
    .command('show')
    .argument('<id>')
    .option('--json')
    .action((id: string, { json }: Json) =>
      openHooks(context, async ({ endpoints }) => {
        const found = await endpoints.find(asker(), id);
        if (json) return printJson<Printed['webhooks show']>(found);
        printWebhook(found);
      }),
    );
}

function printWebhook(found: Webhook): void {
  const { standing, filter, ...own } = found;
  const lines = { ...own, ...filter, ...standing };
  for (const [name, value] of Object.entries(lines))
    if (value !== null && value !== '') printLine(`${name.padEnd(16)}${[value].flat().join(', ')}`);
}

function preview(group: Command, context: Context): void {
  withFilter(group.command('preview').description('what a filter would have sent').argument('[id]', 'with its filter'))
    .option('--after <position>', 'only events of later positions', whole)
    .option('--json')
    .action((id: string | undefined, { after = 0, json, ...options }: FilterOptions & Json & { after?: number }) =>
      openHooks(context, async ({ endpoints, pool, log: events }) => {
        const { previewOf } = await import('#webhooks');
        const { formOf } = await import('#read-models');
        const filter = id === undefined ? await filterOf(options) : (await endpoints.find(asker(), id)).filter;
        const { withinHead } = await import('#event-log');
        const span = { after: await withinHead(events, after, '--after'), upTo: await events.head() };
        const { matching, positions } = await previewOf(pool, filter, span, 10);
        const items = (await events.readPositions(positions)).reverse().map(formOf);
        if (json) return printJson<Printed['webhooks preview']>({ ...span, matching, items });
        say(`${matching} of the events after ${after}; the newest:`);
        printTable(
          ['POSITION', 'TYPE', 'STREAM'],
          items.map(({ position, type, subject }) => [String(position), type, subject]),
        );
      }),
    );
}

function ping(group: Command, context: Context): void {
  group
    .command('ping')
    .description('send a ping, and tell what came of it')
    .argument('<id>')
    .option('--json')
    .action((id: string, { json }: Json) =>
      openHooks(context, async (hooks) => {
        const { deliveryOf, pingOf, planOwn } = await import('#webhooks');
        const planned = await hooks.endpoints.planning(asker(), id, (tx) =>
          planOwn(tx, id, 'ping', pingOf(id, new Date())),
        );
        await sendNow(hooks, id, planned.id);
        const found = await deliveryOf(hooks.pool, id, planned.id);
        if (found.status !== 'delivered') context.fail();
        if (json) return printJson<Printed['webhooks ping']>(found);
        printDelivery(found);
      }),
    );
}

function printDelivery({ log: attempts, ...found }: DeliveryAnswer): void {
  printLine(`${found.id} ${found.kind} ${found.status} ${found.webhookId}`);
  printTable(
    ['ATTEMPT', 'AT', 'STATUS', 'PHASE', 'MS', 'DETAIL'],
    attempts.map(({ number, at, status, phase, ms, detail }) => [
      String(number),
      at,
      String(status ?? ''),
      phase ?? '',
      String(ms?.total ?? ''),
      detail ?? '',
    ]),
  );
}

function log(group: Command, context: Context): void {
  group
    .command('log')
    .description('the newest deliveries of an endpoint')
    .argument('<id>')
    .option('--status <status>', 'pending, delivered, failed or cancelled')
    .option('--limit <n>', 'at most so many', whole, 50)
    .option('--json')
    .action((id: string, { status, limit, json }: { status?: Delivery['status']; limit: number } & Json) =>
      openHooks(context, async ({ endpoints, pool }) => {
        const { deliveriesOf } = await import('#webhooks');
        await endpoints.find(asker(), id);
        const items = await deliveriesOf(pool, id, { before: Number.MAX_SAFE_INTEGER, status, limit });
        if (json) return printJson<Printed['webhooks log']>({ items });
        printTable(
          ['ID', 'KIND', 'POSITION', 'STATUS', 'ATTEMPTS', 'DUE', 'FINISHED'],
          items.map((each) => [
            String(each.id),
            each.kind,
            String(each.position ?? ''),
            each.status,
            String(each.attempts),
            each.dueAt ?? '',
            each.finishedAt ?? '',
          ]),
        );
      }),
    );
}

function delivery(group: Command, context: Context): void {
  group
    .command('delivery')
    .description('one delivery and its attempts; with --resend it is sent once more')
    .argument('<id>')
    .argument('<delivery>', 'as `log` names it', whole)
    .option('--resend')
    .option('--json')
    .action((id: string, number: number, { resend: again, json }: { resend?: true } & Json) =>
      openHooks(context, async (hooks) => {
        const { deliveryOf, resend } = await import('#webhooks');
        await hooks.endpoints.find(asker(), id);
        if (again) {
          await hooks.endpoints.planning(asker(), id, (tx) => resend(tx, id, number));
          await sendNow(hooks, id, number);
        }
        const found = await deliveryOf(hooks.pool, id, number);
        if (json) return printJson<Printed['webhooks delivery']>(found);
        printDelivery(found);
      }),
    );
}

function replay(group: Command, context: Context): void {
  interface Options extends Json {
    after: number;
    upTo?: number;
    perSecond: number;
    dryRun?: true;
  }
  group
    .command('replay')
    .description('send events once more, marked as replayed; a running `start` or notifier does it')
    .argument('<id>')
    .requiredOption('--after <position>', 'events of later positions; 0 is the beginning', whole)
    .option('--up-to <position>', 'the last one', whole)
    .option('--per-second <n>', 'at most so many', whole, 100)
    .option('--dry-run', 'only count')
    .option('--json')
    .action((id: string, { after, upTo, perSecond, dryRun = undefined, json }: Options) =>
      openHooks(context, async ({ endpoints }) => {
        const { startReplay } = await import('#webhooks');
        const asked = { after, upTo, perSecond, dryRun: dryRun ?? false };
        const started = await endpoints.planning(asker(), id, (tx, endpoint) => startReplay(tx, endpoint, asked));
        if (json) return printJson<Printed['webhooks replay']>(started);
        printLine(
          `${started.events} events after ${started.after} up to ${started.upTo}${dryRun ? '; nothing is sent' : ''}`,
        );
      }),
    );
}

function replays(group: Command, context: Context): void {
  group
    .command('replays')
    .description('the replays of an endpoint, the newest first, or one of them; with --cancel it is called off')
    .argument('<id>')
    .argument('[replay]')
    .option('--cancel', 'send nothing more of it')
    .option('--limit <n>', 'at most so many', whole, 50)
    .option('--json')
    .action(
      (id: string, one: string | undefined, { cancel: isOff, limit, json }: { cancel?: true; limit: number } & Json) =>
        openHooks(context, async ({ endpoints, pool }) => {
          const { InputError } = await import('#domain');
          const { replayParam } = await import('#contract');
          const { cancelReplay, replayOf, replaysOf } = await import('#webhooks');
          if (isOff && one === undefined) throw new InputError('Say which replay is to be called off', '--cancel');
          await endpoints.find(asker(), id);
          if (one === undefined) {
            const items = (await replaysOf(pool, id, { before: Number.MAX_SAFE_INTEGER, limit })).map(
              (each) => each.replay,
            );
            return json ? printJson<Printed['webhooks replays']>({ items }) : printReplays(items);
          }
          const { replay: known } = checked(replayParam.safeParse({ id, replay: one }), {
            id: '<id>',
            replay: '<replay>',
          });
          const found = isOff
            ? await endpoints.withholding(asker(), id, (tx) => cancelReplay(tx, id, known, new Date()))
            : await replayOf(pool, id, known);
          return json ? printJson<Printed['webhooks replays']>(found) : printReplays([found]);
        }),
    );
}

const printReplays = (items: readonly ReplayStanding[]): void =>
  printTable(
    ['ID', 'STATUS', 'AFTER', 'UP TO', 'EVENTS', 'PLANNED', 'PENDING', 'ASKED FOR'],
    items.map(({ id, status, after, upTo, events, planned, pending, createdAt }) => [
      id,
      status,
      String(after),
      String(upTo),
      String(events),
      String(planned),
      String(pending),
      createdAt,
    ]),
  );

function rotate(group: Command, context: Context): void {
  group
    .command('rotate')
    .description('new secrets; those before sign too for a while')
    .argument('<id>')
    .option('--grace-seconds <n>', 'for so long; 0 revokes them now', whole, 86_400)
    .option('--json')
    .action((id: string, { graceSeconds, json }: { graceSeconds: number } & Json) =>
      openHooks(context, async ({ endpoints }) => {
        const { secretId: _, ...made } = await endpoints.rotate(asker(), id, Math.min(graceSeconds, 604_800));
        if (json) return printJson<Printed['webhooks rotate']>(made);
        printSecrets(made);
      }),
    );
}

const changing = (name: 'enable' | 'disable', description: string) => (group: Command, context: Context) =>
  void group
    .command(name)
    .description(description)
    .argument('<id>')
    .option('--skip-missed', 'leave out what was recorded meanwhile')
    .option('--json')
    .action((id: string, { skipMissed, json }: { skipMissed?: true } & Json) =>
      openHooks(context, async ({ endpoints }) => {
        const status = name === 'enable' ? 'enabled' : 'disabled';
        const changed = await endpoints.change(asker(), id, { status, skipMissed });
        if (json) return printJson<Printed['webhooks enable']>(changed);
        say(`${id} is ${status}.`);
      }),
    );
const enable = changing('enable', 'send again; what was missed comes first');
const disable = changing('disable', 'send nothing more');

function remove(group: Command, context: Context): void {
  group
    .command('delete')
    .description('delete an endpoint and all that waits for it')
    .argument('<id>')
    .action((id: string) =>
      openHooks(context, async ({ endpoints }) => {
        await endpoints.remove(asker(), id);
        say(`${id} is deleted.`);
      }),
    );
}

function reseal(group: Command, context: Context): void {
  group
    .command('reseal')
    .description('seal all secrets with the first key of DEMARCHE_SECRET_KEY')
    .option('--json')
    .action(({ json }: Json) =>
      openHooks(context, async ({ pool, keyring }) => {
        const [{ inTransaction }, { resealAll }] = await Promise.all([import('#database'), import('#webhooks')]);
        const resealed = await inTransaction(pool, (tx) => resealAll(tx, keyring));
        if (json) return printJson<Printed['webhooks reseal']>({ resealed });
        say(`${resealed} secrets were sealed with ${keyring.current}.`);
      }),
    );
}
