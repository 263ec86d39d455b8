import { z } from 'zod';
import { distributedConfig, runService } from '#nest-kit';
import { readModels } from '#read-models';
import { ensureReadModels } from '#subscriptions';
import { createApi, serve } from './create-api.ts';

const config = distributedConfig.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
});

await runService('api', config, async ({ settings, logger, store: { log, progress, reader, projector }, signal }) => {
  await ensureReadModels(projector, log, readModels(log));
  const api = await createApi({ sources: { pool: reader, log, progress }, log, health: { log, progress } }, logger);
  logger.info({ url: await serve(api, settings.PORT, settings.HOST) }, 'api.serving');
  await new Promise<void>((stopped) => signal.addEventListener('abort', () => stopped(), { once: true }));
  await api.close();
});
