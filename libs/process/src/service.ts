import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { parseConfig, type distributedConfig } from './config.ts';
import { createMetrics, readiness, type HealthProbes } from './health.ts';
import { createLogger } from './logging.ts';
import type { Follower, OpenOptions } from './store.ts';

export interface ServiceContext<Settings, Opened extends Follower> {
  settings: Settings;
  logger: Logger;
  store: Opened;
  /** Aborts when the process is told to stop. */
  signal: AbortSignal;
}

type Open<Opened> = (url: string, name: string, options: OpenOptions) => Promise<Opened>;
type Config = z.ZodType<Omit<z.infer<typeof distributedConfig>, 'KAFKA_BROKERS'>>;

/** What is left after the work has ended may take so long, then the process ends all the same. */
const END_WITHIN_MS = 15_000;

/**
 * A process of a distributed run: settings from the environment, the database opened, health and metrics served, and
 * `work` until SIGTERM or SIGINT. Where it cannot go on, it stops what still works and the exit code is 1; whoever runs it
 * starts it again. `open` opens what it needs of the database.
 */
export async function runService<Schema extends Config, Opened extends Follower>(
  name: string,
  schema: Schema,
  open: Open<Opened>,
  work: (context: ServiceContext<z.infer<Schema>, Opened>) => Promise<void>,
): Promise<void> {
  const settings = parseConfig(schema, process.env);
  const logger = createLogger(settings.LOG_LEVEL, name);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const { DATABASE_URL: url, MIGRATE_DATABASE_URL: migrateUrl, DATABASE_POOL: poolMax } = settings;
    const store = await open(url, `demarche ${name}`, { migrateUrl, poolMax });
    const closeHealth = await serveHealth(store, settings.HEALTH_PORT, settings.HEALTH_HOST, logger);
    try {
      await work({ settings, logger, store, signal: stop.signal });
      if (!stop.signal.aborted) throw new Error(`The work of ${name} ended before it was told to`);
    } catch (error) {
      logger.fatal({ err: error }, 'service.failed');
      process.exitCode = 1;
    } finally {
      // Once told, so that no part works on what is being closed.
      stop.abort();
      endAtTheLatest(logger);
      await closeHealth();
      await store.close();
    }
    logger.info('service.stopped');
  } catch (error) {
    logger.fatal({ err: error }, 'service.failed');
    process.exitCode = 1;
    endAtTheLatest(logger);
  }
}

/** A part that hangs must not keep alive a process that serves nothing any more. */
function endAtTheLatest(logger: Logger): void {
  setTimeout(() => {
    logger.fatal('service.did-not-end');
    process.exit(1);
  }, END_WITHIN_MS).unref();
}

/** /livez, /readyz and /metrics for processes that have no API. */
async function serveHealth(
  probes: HealthProbes,
  port: number,
  host: string,
  logger: Logger,
): Promise<() => Promise<void>> {
  const metrics = createMetrics(probes);
  const server = createServer((request, response) => {
    const answer = async (): Promise<[number, string, string]> => {
      if (request.url === '/livez') return [200, 'application/json', '{"status":"alive"}'];
      if (request.url === '/metrics') return [200, metrics.contentType, await metrics.text()];
      if (request.url !== '/readyz') return [404, 'text/plain', 'livez, readyz, metrics'];
      const state = await readiness(probes);
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
