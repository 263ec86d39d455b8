import { createPool, createNotifications } from '#database';
import { createPostgresEventLog, eventLogMigrations } from '#event-log';
import { createLogTransport } from '#messaging';
import { readModels, type AnswerSources } from '#read-models';
import { createProgress, ensureReadModels, runReadModels, subscriptionsMigrations } from '#subscriptions';
import { createTemporaryDatabase } from '#testing';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The standalone run inside the test's own process: a database of its own, the log, the read models following it. */
export async function startStandalone() {
  const database = await createTemporaryDatabase([eventLogMigrations, subscriptionsMigrations]);
  const { url } = database;
  const writer = createPool({ url, role: 'demarche_writer', name: 'test writer' });
  const projector = createPool({ url, role: 'demarche_projector', name: 'test projector' });
  const reader = createPool({ url, role: 'demarche_reader', name: 'test reader' });
  const appended = createNotifications(url, 'event_log');
  const projected = createNotifications(url, 'subscriptions');
  const log = createPostgresEventLog({ pool: writer, notifications: appended });
  const progress = createProgress(reader, projected);
  const models = readModels(log);
  await ensureReadModels(projector, log, models);
  const stop = new AbortController();
  const transport = createLogTransport(log, quiet);
  const running = runReadModels(models, { pool: projector, transport, claim: 'wait', signal: stop.signal });
  const sources: AnswerSources = { pool: reader, log, progress };
  return {
    ...{ url, log, models, projector, reader, progress, sources },
    async end() {
      stop.abort();
      await running;
      await Promise.all([appended.close(), projected.close()]);
      await Promise.all([writer.end(), projector.end(), reader.end()]);
      await database.drop();
    },
  };
}
export type Standalone = Awaited<ReturnType<typeof startStandalone>>;
