import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { setTimeout } from 'node:timers/promises';
import { distributedConfig, listSettings, runService } from '#process';
import { ANSWERING, readModels, showBi } from '#read-models';
import { openListStore, withOwnLists, type ListStore } from '#sources';
import { ensureReadModels } from '#subscriptions';
import { createApi, serve } from './create-api.ts';
import { optionsFrom, apiSettings, exportsIn, sendingOf } from './settings.ts';

const config = distributedConfig.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Who may connect; the loopback address alone where left out. */
  HOST: z.string().min(1).default('127.0.0.1'),
  ...apiSettings,
  ...listSettings,
});

await runService('api', config, openListStore, async ({ settings, logger, store, signal }) => {
  const lists = await withOwnLists(settings.LISTS_FOLDER);
  await ensureReadModels(store.projector, store.log, readModels(store.log));
  await showBi(store.projector);
  let isStarted = false;
  const options = {
    ...optionsFrom(settings),
    sending: sendingOf(settings),
    isStarted: () => isStarted,
    lists,
    exports: exportsIn(settings, join(tmpdir(), 'demarche-exports')),
    aside: { url: settings.DATABASE_URL, listsFolder: settings.LISTS_FOLDER },
  };
  const api = await createApi(store, options, logger);
  logger.info({ url: await serve(api, settings.PORT, settings.HOST) }, 'api.serving');
  void begun(store, signal).then(() => {
    isStarted = true;
    logger.info('api.ready');
  });
  // It may have been told to stop while it was starting.
  if (!signal.aborted) await once(signal, 'abort');
  await api.close();
});

/**
 * Returns when every read model has begun to follow the log, or there is nothing to follow. One that a projector has not
 * reached yet would answer that nothing is known; one that is behind says so by its position.
 */
async function begun({ log, progress }: ListStore, signal: AbortSignal): Promise<void> {
  while (!signal.aborted)
    try {
      if ((await log.head()) === 0 || (await progress.waitFor(ANSWERING, 1, 1_000))) return;
    } catch {
      // The database is told to be gone by /readyz; here it is waited for.
      await setTimeout(1_000, undefined, { signal }).catch(() => undefined);
    }
}
