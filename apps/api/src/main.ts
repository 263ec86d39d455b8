import { once } from 'node:events';
import { z } from 'zod';
import { distributedConfig, listSettings, reads, runService } from '#nest-kit';
import { readModels } from '#read-models';
import { addOwnLists } from '#sources';
import { ensureReadModels } from '#subscriptions';
import { createApi, serve } from './create-api.ts';

const config = distributedConfig.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  READS: reads,
  ...listSettings,
});

await runService('api', config, async ({ settings, logger, store, signal }) => {
  await addOwnLists(settings.LISTS_FOLDER);
  await ensureReadModels(store.projector, store.log, readModels(store.log));
  const api = await createApi(store, { readsOpen: settings.READS === 'open' }, logger);
  logger.info({ url: await serve(api, settings.PORT, settings.HOST) }, 'api.serving');
  // It may have been told to stop while it was starting.
  if (!signal.aborted) await once(signal, 'abort');
  await api.close();
});
