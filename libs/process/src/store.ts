import type { Pool } from 'pg';
import { accessMigrations } from '#access';
import { createNotifications, createPool, migrate, type Migrations } from '#database';
import { createPostgresEventLog, eventLogMigrations, type EventLog } from '#event-log';
import { createProgress, subscriptionsMigrations, type Progress } from '#subscriptions';
import { runsMigrations } from '#runs';
import { webhooksMigrations } from '#webhooks';

/** The database as a process sees it that follows the log and never writes to it. */
export interface Follower {
  log: EventLog;
  /** How far the read models have come. */
  progress: Progress;
  projector: Pool;
  reader: Pool;
  close(): Promise<void>;
}

/** The database as a process sees it that records. */
export interface Store extends Follower {
  writer: Pool;
  /** For keys and repeated requests, so that a flood of wrong keys keeps nobody from writing. */
  access: Pool;
}

export interface OpenOptions {
  /** The login that may change tables, where `url` may not. */
  migrateUrl?: string;
  /** Connections in each pool, at most. */
  poolMax?: number;
  /** Tables beside those of the log, its subscriptions, the keys and the webhooks. */
  migrations?: readonly Migrations[];
}

/** No answer needs a statement that takes longer; a whole list's diff takes a second. */
const ANSWER_MS = 30_000;
/** Keys are looked up in a moment; their pool need not grow with the others. */
const ACCESS_POOL = 4;

/** Opens the database, migrated to this version. */
export async function openStore(url: string, name: string, options: OpenOptions = {}): Promise<Store> {
  await migrateTo(url, options);
  const max = options.poolMax;
  const writer = createPool({ url, role: 'demarche_writer', name: `${name} writer`, max });
  const access = createPool({
    url,
    role: 'demarche_writer',
    name: `${name} access`,
    max: Math.min(max ?? ACCESS_POOL, ACCESS_POOL),
    statementMs: ANSWER_MS,
  });
  const follower = follow(url, name, options, writer);
  return {
    ...follower,
    writer,
    access,
    async close() {
      await follower.close();
      await Promise.all([writer.end(), access.end()]);
    },
  };
}

/** As `openStore`, for a process that never records anything: none of its connections has the writer's rights. */
export async function openFollower(url: string, name: string, options: OpenOptions = {}): Promise<Follower> {
  await migrateTo(url, options);
  return follow(url, name, options);
}

const migrateTo = (url: string, { migrateUrl, migrations = [] }: OpenOptions) =>
  migrate(migrateUrl ?? url, [
    eventLogMigrations,
    subscriptionsMigrations,
    ...migrations,
    accessMigrations,
    webhooksMigrations,
    runsMigrations,
  ]);

function follow(url: string, name: string, { poolMax: max }: OpenOptions, writer?: Pool): Follower {
  const projector = createPool({ url, role: 'demarche_projector', name: `${name} projector`, max });
  const reader = createPool({ url, role: 'demarche_reader', name: `${name} reader`, max, statementMs: ANSWER_MS });
  const appended = createNotifications(url, 'event_log');
  const projected = createNotifications(url, 'subscriptions');
  return {
    // Without a writer's pool, an append is refused by the database.
    log: createPostgresEventLog({ pool: writer ?? reader, reader, notifications: appended }),
    progress: createProgress(reader, projected),
    projector,
    reader,
    async close() {
      await Promise.all([appended.close(), projected.close()]);
      await Promise.all([projector.end(), reader.end()]);
    },
  };
}
