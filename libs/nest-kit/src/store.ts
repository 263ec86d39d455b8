import type { Pool } from 'pg';
import { createNotifications, createPool, migrate } from '#database';
import { createPostgresEventLog, eventLogMigrations, type EventLog } from '#event-log';
import { createPostgresArtefacts, freshnessOf, sourcesMigrations, type Artefacts, type Freshness } from '#sources';
import { createProgress, subscriptionsMigrations, type Progress } from '#subscriptions';

/** The tables of this lib, for `migrate`. */
const accessMigrations = { lib: 'nest-kit', folder: new URL('./sql/', import.meta.url) };

/** The database as a process sees it: the log and the published files behind it, how far the read models have come, and a pool per role. */
export interface Store {
  log: EventLog;
  artefacts: Artefacts;
  progress: Progress;
  /** Of every list that is fetched. */
  freshness(): Promise<Freshness[]>;
  writer: Pool;
  projector: Pool;
  reader: Pool;
  /** For keys and repeated requests, so that a flood of wrong keys keeps nobody from writing. */
  access: Pool;
  close(): Promise<void>;
}

/** No answer needs a statement that takes longer; a whole list's diff takes a second. */
const ANSWER_MS = 30_000;

/** Opens the database, migrated to this version. */
export async function openStore(url: string, name: string): Promise<Store> {
  await migrate(url, [eventLogMigrations, subscriptionsMigrations, sourcesMigrations, accessMigrations]);
  const writer = createPool({ url, role: 'demarche_writer', name: `${name} writer` });
  const projector = createPool({ url, role: 'demarche_projector', name: `${name} projector` });
  const reader = createPool({ url, role: 'demarche_reader', name: `${name} reader`, statementMs: ANSWER_MS });
  const access = createPool({ url, role: 'demarche_writer', name: `${name} access`, max: 4, statementMs: ANSWER_MS });
  const appended = createNotifications(url, 'event_log');
  const projected = createNotifications(url, 'subscriptions');
  return {
    log: createPostgresEventLog({ pool: writer, notifications: appended }),
    artefacts: createPostgresArtefacts(writer),
    progress: createProgress(reader, projected),
    freshness: () => freshnessOf(reader, new Date()),
    writer,
    projector,
    reader,
    access,
    async close() {
      await Promise.all([appended.close(), projected.close()]);
      await Promise.all([writer.end(), projector.end(), reader.end(), access.end()]);
    },
  };
}
