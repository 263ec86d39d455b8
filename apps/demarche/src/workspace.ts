import { resolve } from 'node:path';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AsOf } from '#contract';
import { useEmbeddedServer } from '#database';
import type { EventLog } from '#event-log';
import { createLogTransport } from '#messaging';
import { createLogger, databaseSettings, fetchSettings, listSettings, type OpenOptions, type Store } from '#process';
import { apiSettings } from '../../api/src/settings.ts';
import { ANSWERING, NotYetProjectedError, readModels, resolveAsOf, showBi, type ReadSide } from '#read-models';
import { ensureReadModels, runReadModels, type ReadModel } from '#subscriptions';
import { keyringIn, parseKeyring, type Keyring } from '#webhooks';

export const config = z.object({
  /** The data folder of the embedded database. */
  DEMARCHE_HOME: z.string().min(1).default('.demarche'),
  /** A PostgreSQL of yours instead of the embedded one. */
  DATABASE_URL: z.url().optional(),
  ...databaseSettings,
  /** Of a distributed run: `unpark` sends to Kafka what was parked on its way there. */
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((text) => text.split(','))
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ...apiSettings,
  ...listSettings,
  ...fetchSettings,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});
export type Config = z.infer<typeof config>;

/** Everything that a command works on: the database, the log, the read models. */
export interface Workspace<Opened extends Store = Store> {
  url: string;
  logger: Logger;
  store: Opened;
  log: EventLog;
  models: ReadModel[];
  projector: Pool;
  readSide: ReadSide;
  /** Keeps the read models up to date until the signal aborts; waits for its turn where another process does. */
  project(signal: AbortSignal): Promise<void>;
  /** Returns when everything recorded so far is in the read models, whoever brings it there. */
  catchUp(): Promise<void>;
  /** Resolves the two times of a question, with everything recorded so far in the read models. */
  resolveAsOf(times: { on?: string; knownAt?: string }): Promise<AsOf>;
  /** What secrets of webhooks are sealed with: the key that is set, else that of the data folder. */
  keyring(): Promise<Keyring>;
  /** Starts the embedded database again where it has died; null where the database is another one. */
  revive: (() => Promise<void>) | null;
  close(options?: { waitMs?: number }): Promise<void>;
}

/** Opens what a command needs of the database. */
export type Open<Opened extends Store> = (url: string, name: string, options: OpenOptions) => Promise<Opened>;

const CATCH_UP_MS = 600_000;

/**
 * Opens the database, migrated to this version: the one of DATABASE_URL, else the embedded one, which it starts. With
 * `takeBack`, read models that another version has filled since are filled anew by this one.
 */
export async function openWorkspace<Opened extends Store>(
  config: Config,
  open: Open<Opened>,
  { takeBack }: { takeBack?: boolean } = {},
): Promise<Workspace<Opened>> {
  const logger = createLogger(config.LOG_LEVEL, 'demarche');
  const { DEMARCHE_HOME, DATABASE_URL, MIGRATE_DATABASE_URL: migrateUrl, DATABASE_POOL: poolMax } = config;
  const server = DATABASE_URL ? undefined : await useEmbeddedServer(resolve(DEMARCHE_HOME));
  const url = DATABASE_URL ?? server!.url;
  const store = await open(url, 'demarche', { migrateUrl: DATABASE_URL && migrateUrl, poolMax });
  const { log, progress, projector, reader } = store;
  const models = readModels(log);
  await ensureReadModels(projector, log, models, { takeBack });
  await showBi(projector);

  const workspace: Workspace<Opened> = {
    url,
    logger,
    store,
    log,
    models,
    projector,
    readSide: { pool: reader, log, progress },
    project: (signal) => project(workspace, signal),
    catchUp: () => catchUp(workspace),
    async resolveAsOf(times) {
      await workspace.catchUp();
      return resolveAsOf(workspace.readSide, times);
    },
    keyring: async () =>
      config.DEMARCHE_SECRET_KEY === undefined
        ? keyringIn(resolve(DEMARCHE_HOME))
        : parseKeyring(config.DEMARCHE_SECRET_KEY),
    revive: server?.revive ?? null,
    async close({ waitMs } = {}) {
      await store.close();
      await server?.release({ waitMs });
    },
  };
  return workspace;
}

const project = ({ models, projector, log, logger }: Workspace, signal: AbortSignal): Promise<void> =>
  runReadModels(models, {
    pool: projector,
    transport: createLogTransport(log, logger),
    claim: 'wait',
    signal,
    onApplied: (batch) => logger.debug(batch, 'events.projected'),
    onParked: ({ error, ...event }) => logger.error({ ...event, err: error }, 'event.parked'),
  });

async function catchUp(workspace: Workspace): Promise<void> {
  const { progress } = workspace.store;
  const head = await workspace.log.head();
  if ((await progress.position(ANSWERING)) >= head) return;
  const { withTightHeap } = await import('#sources');
  // Seven at once read what may be years of lists.
  const done = await withTightHeap(async () => {
    const stop = new AbortController();
    const projecting = workspace.project(stop.signal);
    try {
      // Where a read model cannot go on, that is the answer, and not ten minutes of waiting.
      return await Promise.race([progress.waitFor(ANSWERING, head, CATCH_UP_MS), projecting.then(() => false)]);
    } finally {
      stop.abort();
      await projecting;
    }
  });
  if (!done) throw new NotYetProjectedError(`The read models did not come to ${head} in ten minutes`);
}
