import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createApi, serve } from '../../api/src/create-api.ts';
import { accessOptionsOf, exportsIn } from '../../api/src/settings.ts';
import { holdLock, type HeldLock } from '#database';
import { createKeys } from '#access';
import { readDossier, recordDossier } from '#dossiers';
import { createEgress, type Guard } from '#egress';
import type { EventLog } from '#event-log';
import { guardOf } from '#process';
import { ANSWERING } from '#read-models';
import { ingestPublication, keepFetching, readDownloads, sourceOf, type ListStore } from '#sources';
import { createDeliveryMeter, runNotifier, type DeliveryMeter, type Keyring } from '#webhooks';
import { say } from './terminal/print.ts';
import type { Context } from './context.ts';
import type { Config, Workspace } from './workspace.ts';

// dist/apps/demarche/src → the project's folder.
const SAMPLES = new URL('../../../../samples/', import.meta.url);

/** All of Demarche in this process, until it is told to stop. */
export async function runStandalone(context: Context, options: { port?: number; sample: boolean }): Promise<void> {
  const { fail } = context;
  const settings = await context.settings();
  const { port = settings.PORT, sample } = options;
  const lists = await context.lists();
  const downloads = await readDownloads(lists, settings.FETCH_LISTS);
  await context.withListStore(async (workspace) => {
    const single = await holdLock(workspace.url, LOCK);
    if (!single) {
      say('Demarche is running on this data folder already; stop it first, or set DEMARCHE_HOME to another folder.');
      return fail();
    }
    const stop = new AbortController();
    const stopped = stopRequested();
    const { store, log, logger } = workspace;
    // Until the sample is recorded and can be asked about, an answer would say that nothing is known.
    let isStarted = false;
    const meter = createDeliveryMeter();
    const [keyring, guard] = [await workspace.keyring(), guardOf(settings)];
    const options = {
      ...accessOptionsOf(settings),
      sending: { keyring, guard },
      meter,
      isStarted: () => isStarted,
      lists,
      exports: exportsIn(settings, resolve(settings.DEMARCHE_HOME, 'exports')),
      aside: { url: workspace.url, listsFolder: settings.LISTS_FOLDER },
    };
    const api = await createApi(store, options, logger);
    // Each of them goes on until it is told to stop. Where one cannot, it is told here, and all are stopped.
    const parts: Promise<void>[] = [];
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    const run = (part: Promise<void>) => {
      parts.push(part.catch(failed.reject));
    };
    run(workspace.project(stop.signal));
    run(holdOn(single, workspace, stop.signal));
    run(notify(workspace, settings, { keyring, guard, meter }, stop.signal));
    try {
      const address = (await serve(api, port, settings.HOST)).replace('127.0.0.1', 'localhost');
      if (sample && (await wantsSample(log))) await recordSample(workspace);
      await Promise.race([followed(workspace, stop.signal), stopped, failed.promise]);
      isStarted = true;
      const fetches = settings.FETCH === 'on';
      if (fetches) {
        const { url } = workspace;
        const ledger = { ...store, lists };
        run(keepFetching({ url, ledger, pool: store.writer, downloads, guard, logger, signal: stop.signal }));
      }
      const first = await createKeys(store.writer).createFirst();
      greet(address, sample, first?.key ?? null, fetches ? [...downloads.keys()] : []);
      await Promise.race([stopped, failed.promise]);
      say('\nStopping …');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      say(`Port ${port} is in use; take another with --port or PORT.`);
      fail();
    } finally {
      await api.close();
      stop.abort();
      await Promise.all(parts);
    }
  });
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

const LOCK = 'demarche start';
/** A database that dies more often than this in a row has a reason, which its log tells. */
const REVIVALS = 5;
const REVIVAL_PAUSE_MS = 2_000;
/** One that has lived for so long since is alive. */
const ALIVE_MS = 10 * 60_000;

/**
 * Keeps the lock that makes this process the only one on its data, until the signal. The lock goes with its connection: an
 * embedded database that died is started again, one of the user's is waited for. Throws, with what to do, where the
 * embedded one does not come back or another process has taken the lock.
 */
async function holdOn(held: HeldLock, { url, revive }: Workspace, signal: AbortSignal): Promise<void> {
  let [lock, attempt, since] = [held, 0, Date.now()];
  while (!signal.aborted) {
    await Promise.race([aborted(lock.lost), aborted(signal)]);
    if (signal.aborted) break;
    if (Date.now() - since > ALIVE_MS) attempt = 0;
    for (let next: HeldLock | null | undefined; !next;) {
      attempt++;
      try {
        if (revive) {
          say('The database server has ended; starting it again …');
          await revive();
        }
        next = await holdLock(url, LOCK);
        if (!next) throw new TakenOverError('Another Demarche has taken over this database; this one ends.');
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof TakenOverError) throw error;
        if (revive && attempt >= REVIVALS)
          throw new Error(
            `The database server ended ${attempt} times and does not come back; postgres/server.log in the data folder says why. (${(error as Error).message})`,
            { cause: error },
          );
        await setTimeout(REVIVAL_PAUSE_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        continue;
      }
      [lock, since] = [next, Date.now()];
    }
  }
  await lock.release();
}

class TakenOverError extends Error {}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Returns when the read models have all that was recorded before; a rebuild at a new version may take minutes. */
async function followed({ log, store: { progress } }: Workspace, signal: AbortSignal): Promise<void> {
  const head = await log.head();
  while (!signal.aborted && !(await progress.waitFor(ANSWERING, head, 1_000)));
}

const stopRequested = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

/** An empty log gets the sample; so does one in which a first start was cut off before it had recorded all of it. */
async function wantsSample(log: EventLog): Promise<boolean> {
  const first = await log.find(1);
  if (!first) return true;
  const begun = first.data.fact?.startsWith('article/');
  return begun === true && (await log.readStream('list-un-sc-sample')).length < SAMPLE_LIST_EVENTS;
}

// Registered, and two publications: the last that is recorded of the sample.
const SAMPLE_LIST_EVENTS = 3;

/** The dossiers and publications of `samples/`, each whole or not at all; what is recorded already adds nothing. */
async function recordSample({ store }: Workspace<ListStore>): Promise<void> {
  const folder = fileURLToPath(SAMPLES);
  const options = { actor: 'sample', observedAt: new Date().toISOString() };
  const files = (await readdir(folder, { recursive: true })).sort();
  for (const file of files.filter((each) => each.endsWith('.yaml')))
    await recordDossier(store.log, readDossier(file, await readFile(`${folder}${file}`)), options);
  const source = sourceOf('un-sc-sample')!;
  for (const file of files.filter((each) => each.endsWith('.xml')))
    await ingestPublication(store, source, createReadStream(`${folder}${file}`), options);
}

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
