import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { parseConfig, type distributedConfig } from './config.ts';
import { createMetrics, readiness, type HealthSources } from './health.ts';
import { createLogger } from './logging.ts';
import { openStore, type Store } from './store.ts';

export interface ServiceContext<Settings> {
  settings: Settings;
  logger: Logger;
  store: Store;
  /** Aborts when the process is told to stop. */
  signal: AbortSignal;
}

/**
 * A process of a distributed run: settings from the environment, the database opened, health and metrics served, and
 * `work` until SIGTERM or SIGINT. The exit code is 1 where it could not go on; whoever runs it starts it again.
 */
export async function runService<Schema extends z.ZodType<z.infer<typeof distributedConfig>>>(
  name: string,
  schema: Schema,
  work: (context: ServiceContext<z.infer<Schema>>) => Promise<void>,
): Promise<void> {
  const settings = parseConfig(schema, process.env);
  const logger = createLogger(settings.LOG_LEVEL, name);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const store = await openStore(settings.DATABASE_URL, `demarche ${name}`);
    const closeHealth = await serveHealth(store, settings.HEALTH_PORT, settings.HEALTH_HOST, logger);
    try {
      await work({ settings, logger, store, signal: stop.signal });
    } finally {
      await closeHealth();
      await store.close();
    }
    logger.info('service.stopped');
  } catch (error) {
    logger.fatal({ err: error }, 'service.failed');
    process.exitCode = 1;
  }
}

/** /livez, /readyz and /metrics for processes that have no API. */
async function serveHealth(
  sources: HealthSources,
  port: number,
  host: string,
  logger: Logger,
): Promise<() => Promise<void>> {
  const metrics = createMetrics(sources);
  const server = createServer((request, response) => {
    const answer = async (): Promise<[number, string, string]> => {
      if (request.url === '/livez') return [200, 'application/json', '{"status":"alive"}'];
      if (request.url === '/metrics') return [200, metrics.contentType, await metrics.text()];
      if (request.url !== '/readyz') return [404, 'text/plain', 'livez, readyz, metrics'];
      const state = await readiness(sources);
      return [state.status === 'ready' ? 200 : 503, 'application/json', JSON.stringify(state)];
    };
    answer().then(
      ([status, type, body]) =>
        response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body),
      (error: unknown) => {
        logger.error({ err: error }, 'health.failed');
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, host, listening));
  const { address, port: bound } = server.address() as AddressInfo;
  logger.info({ address, port: bound }, 'health.serving');
  return () => new Promise((closed) => server.close(() => closed()));
}
