import { createLogTransport } from '#messaging';
import { readModels, type ReadSide } from '#read-models';
import { ensureReadModels, runReadModels } from '#subscriptions';
import { createTemporaryDatabase } from '#testing';
import { openListStore } from '#sources';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The standalone run inside the test's own process: a database of its own, the log, the read models following it. */
export async function startStandalone() {
  const database = await createTemporaryDatabase([]);
  const store = await openListStore(database.url, 'test');
  const { log, progress, projector, reader } = store;
  const models = readModels(log);
  await ensureReadModels(projector, log, models);
  const stop = new AbortController();
  const transport = createLogTransport(log, quiet);
  const running = runReadModels(models, { pool: projector, transport, claim: 'wait', signal: stop.signal });
  const readSide: ReadSide = { pool: reader, log, progress };
  return {
    url: database.url,
    store,
    log,
    progress,
    readSide,
    async end() {
      stop.abort();
      await running;
      await store.close();
      await database.drop();
    },
  };
}
export type Standalone = Awaited<ReturnType<typeof startStandalone>>;
