import { z } from 'zod';
import { distributedConfig, reads, runService } from '#nest-kit';
import { readModels } from '#read-models';
import { ensureReadModels } from '#subscriptions';
import { createApi, serve } from './create-api.ts';

const config = distributedConfig.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  READS: reads,
});

await runService('api', config, async ({ settings, logger, store, signal }) => {
  await ensureReadModels(store.projector, store.log, readModels(store.log));
  const api = await createApi(store, { readsOpen: settings.READS === 'open' }, logger);
  logger.info({ url: await serve(api, settings.PORT, settings.HOST) }, 'api.serving');
  await new Promise<void>((stopped) => signal.addEventListener('abort', () => stopped(), { once: true }));
  await api.close();
});
