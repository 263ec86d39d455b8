import { resolve } from 'node:path';
import { createApi, serve } from '../../api/src/create-api.ts';
import { optionsFrom, exportsIn } from '../../api/src/settings.ts';
import { createKeys } from '#access';
import { createEgress, type Guard } from '#egress';
import { guardOf } from '#process';
import { ANSWERING } from '#read-models';
import { keepFetching, readDownloads, type ListSource, type ListStore } from '#sources';
import { createDeliveryMeter, runNotifier, type DeliveryMeter, type Keyring } from '#webhooks';
import type { Context } from './context.ts';
import { recordSample, wantsSample } from './sample.ts';
import { holdOn, lockAlone } from './sole-process.ts';
import { say } from './terminal/print.ts';
import type { Config, Workspace } from './workspace.ts';

/** All of Demarche in this process, until it is told to stop. */
export async function runStandalone(context: Context, options: { port?: number; sample: boolean }): Promise<void> {
  const settings = await context.settings();
  const { port = settings.PORT, sample } = options;
  const lists = await context.lists();
  const downloads = await readDownloads(lists, settings.FETCH_LISTS);
  await context.withListStore(async (workspace) => {
    const lock = await lockAlone(workspace.url);
    if (!lock) {
      say('Demarche is running on this data folder already; stop it first, or set DEMARCHE_HOME to another folder.');
      return context.fail();
    }
    const stopped = stopRequested();
    const sending = { keyring: await workspace.keyring(), guard: guardOf(settings) };
    const meter = createDeliveryMeter();
    // Until the sample is recorded and can be asked about, an answer would say that nothing is known.
    let isStarted = false;
    const api = await createApi(
      workspace.store,
      { ...apiOptionsOf(settings, workspace.url, lists), sending, meter, isStarted: () => isStarted },
      workspace.logger,
    );
    const parts = createParts();
    parts.run((signal) => workspace.project(signal));
    parts.run((signal) => holdOn(lock, workspace, signal));
    parts.run((signal) => notify(workspace, settings, { ...sending, meter }, signal));
    try {
      const address = (await serve(api, port, settings.HOST)).replace('127.0.0.1', 'localhost');
      if (sample && (await wantsSample(workspace.log))) await recordSample(workspace.store);
      await Promise.race([followed(workspace, parts.signal), stopped, parts.failed]);
      isStarted = true;
      const fetches = settings.FETCH === 'on';
      if (fetches)
        parts.run((signal) => keepFetching({ ...listsOn(workspace, lists), downloads, guard: sending.guard, signal }));
      const first = await createKeys(workspace.store.writer).createFirst();
      greet(address, sample, first?.key ?? null, fetches ? [...downloads.keys()] : []);
      await Promise.race([stopped, parts.failed]);
      say('\nStopping …');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      say(`Port ${port} is in use; take another with --port or PORT.`);
      context.fail();
    } finally {
      await api.close();
      await parts.stop();
    }
  });
}

const apiOptionsOf = (settings: Config, url: string, lists: readonly ListSource[]) => ({
  ...optionsFrom(settings),
  lists,
  exports: exportsIn(settings, resolve(settings.DEMARCHE_HOME, 'exports')),
  aside: { url, listsFolder: settings.LISTS_FOLDER },
});

/** What fetching needs of the workspace. */
const listsOn = ({ url, store, logger }: Workspace<ListStore>, lists: readonly ListSource[]) => ({
  url,
  ledger: { ...store, lists },
  pool: store.writer,
  logger,
});

/** What goes on until it is told to stop. Where a part cannot, `failed` says so, and all are to be stopped. */
function createParts() {
  const stop = new AbortController();
  const running: Promise<void>[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  return {
    signal: stop.signal,
    failed: failed.promise,
    run: (part: (signal: AbortSignal) => Promise<void>) => void running.push(part(stop.signal).catch(failed.reject)),
    async stop(): Promise<void> {
      stop.abort();
      await Promise.all(running);
    },
  };
}

/** Plans and sends webhooks, until the signal. */
async function notify(
  { url, log, logger }: Workspace,
  { DATABASE_POOL: poolMax, PUBLIC_URL: base, WEBHOOK_LOG_DAYS: keptDays }: Config,
  parts: { keyring: Keyring; guard: Guard; meter: DeliveryMeter },
  signal: AbortSignal,
): Promise<void> {
  const { guard, ...sending } = parts;
  const egress = createEgress({ guard });
  await runNotifier({ url, log, logger, poolMax, base, keptDays, egress, signal, ...sending });
  await egress.close();
}

/** Returns when the read models have all that was recorded before; a rebuild at a new version may take minutes. */
async function followed({ log, store: { progress } }: Workspace, signal: AbortSignal): Promise<void> {
  const head = await log.head();
  while (!signal.aborted && !(await progress.waitFor(ANSWERING, head, 1_000)));
}

const stopRequested = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

function greet(address: string, sample: boolean, adminKey: string | null, fetched: string[]): void {
  print(`Demarche serves ${address}`);
  print(`  countries    ${address}/v1/countries`);
  print(`  lists        ${address}/v1/lists`);
  print(`  description  ${address}/openapi.json`);
  if (fetched.length > 0) print(`  fetching     ${fetched.join(', ')}`);
  if (adminKey) print(`  admin key    ${adminKey}  (shown this once; writing needs it: Authorization: Bearer …)`);
  if (!sample) return;
  print('Was the Taliban on Kazakhstan’s list on 28 December 2023, and how do you know?');
  print(`  curl '${address}/v1/designations/kz-terrorist-organizations:taliban?on=2023-12-28&explain=true'`);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
