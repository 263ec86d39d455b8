import type { Pool } from 'pg';
import { isDatabaseUnavailable, type Notifications } from '#database';
import { upcast, type DomainEvent } from '#domain';
import { flush } from './append.ts';
import { createAppendQueue, type AppendQueue } from './append-queue.ts';
import {
  LogUnavailableError,
  type AppendResult,
  type EventLog,
  type Prepared,
  type RecordedEvent,
} from './event-log.ts';
import { followBy } from './follow.ts';
import { createPositionAt } from './position-at.ts';
import { prepare } from './prepare.ts';

const COLUMNS = `
  position, id, stream, version, type, schema_version, authority, list, recorded_at, submission, batch_index,
  batch_count, causation_id, data, encode(private_sha256, 'hex') as private_sha256`;

const readSql = (order: 'asc' | 'desc') => `
  select ${COLUMNS} from event_log.event
  where position > $1 and position <= $3
    and ($4::text is null or list = $4) and ($5::text is null or authority = $5) and ($6::text is null or type = $6)
    and ($7::text is null or stream = $7) and ($8::text is null or data ->> 'cause' <> $8)
    and ($9::text[] is null or stream ^@ any($9))
  order by position ${order} limit $2`;
const [READ, READ_BACKWARDS] = [readSql('asc'), readSql('desc')];

const READ_ALL = `
  select ${COLUMNS} from event_log.event where position > $1 and position <= $3 order by position limit $2`;

const READ_STREAMS = `
  select ${COLUMNS} from event_log.event where stream = any($1) and position <= $2 order by position`;

const READ_POSITIONS = `select ${COLUMNS} from event_log.event where position = any($1) order by position`;

const FIND_ID = `select ${COLUMNS} from event_log.event where id = $1`;
const FIND_POSITION = `select ${COLUMNS} from event_log.event where position = $1`;
const HEAD = `select coalesce(max(position), 0) as head from event_log.event`;

const MAX_POSITION = Number.MAX_SAFE_INTEGER;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface EventRow {
  position: number;
  id: string;
  stream: string;
  version: number;
  type: string;
  schema_version: number;
  authority: string;
  list: string | null;
  recorded_at: Date;
  submission: string;
  batch_index: number;
  batch_count: number;
  causation_id: string | null;
  data: Record<string, unknown>;
  private_sha256: string;
}

/** How long to wait before asking again after the connection broke; the id makes asking twice harmless. */
const RETRY_MS = [50, 250, 1_000];

export interface PostgresEventLogOptions {
  /** For appending: in the role `demarche_writer`. */
  pool: Pool;
  /** For reading: in the role `demarche_reader` or `demarche_projector`; `pool`, where left out. */
  reader?: Pool;
  /** Wakes followers; they also look by themselves every `pollMs`. */
  notifications: Notifications;
  pollMs?: number;
}

/** The log in PostgreSQL, the truth of everything. Several processes may append at once. */
export function createPostgresEventLog({
  pool,
  reader = pool,
  notifications,
  pollMs = 1_000,
}: PostgresEventLogOptions): EventLog {
  const queue = createAppendQueue((items: Prepared[]) => flush(pool, items), isDatabaseUnavailable);
  const rows = async (sql: string, values: unknown[]) =>
    (await reader.query<EventRow>({ text: sql, values, name: nameOf(sql) })).rows.map(recordedEvent);

  const read: EventLog['read'] = ({ after, limit, upTo = MAX_POSITION, newestFirst, ...filter }) => {
    const { list, authority, type, stream, exceptCause, streams } = filter;
    const filters = [list, authority, type, stream, exceptCause, streams].map((each) => each ?? null);
    if (newestFirst) return rows(READ_BACKWARDS, [after, limit, upTo, ...filters]);
    return filters.every((each) => each === null)
      ? rows(READ_ALL, [after, limit, upTo])
      : rows(READ, [after, limit, upTo, ...filters]);
  };

  return {
    append: (submission) => append(queue, submission),
    read,
    readStream: (stream) => rows(READ_STREAMS, [[stream], MAX_POSITION]),
    readStreams: (streams, upTo) => (streams.length === 0 ? Promise.resolve([]) : rows(READ_STREAMS, [streams, upTo])),
    readPositions: (positions) => (positions.length === 0 ? Promise.resolve([]) : rows(READ_POSITIONS, [positions])),
    async find(key) {
      if (typeof key === 'string' && !UUID.test(key)) return null;
      return (await rows(typeof key === 'number' ? FIND_POSITION : FIND_ID, [key]))[0] ?? null;
    },
    head: async () => (await reader.query<{ head: number }>(HEAD)).rows[0]!.head,
    positionAt: createPositionAt(reader),
    follow: (after, options) => followBy(read, () => notifications.next(pollMs, options.signal), after, options),
  };
}

async function append(
  queue: AppendQueue<Prepared, AppendResult>,
  submission: Parameters<EventLog['append']>[0],
): Promise<AppendResult> {
  const prepared = prepare(submission);
  for (let attempt = 0; ; attempt++)
    try {
      return await queue.add(prepared);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      const wait = RETRY_MS[attempt];
      if (wait === undefined) throw unavailable(error as Error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
}

function recordedEvent(row: EventRow): RecordedEvent {
  const stored = { schemaVersion: row.schema_version, data: row.data };
  const event: DomainEvent = upcast({ type: row.type, ...stored });
  return {
    ...event,
    position: row.position,
    id: row.id,
    stream: row.stream,
    version: row.version,
    authority: row.authority,
    list: row.list,
    recordedAt: row.recorded_at.toISOString(),
    correlationId: row.submission,
    causationId: row.causation_id,
    batch: { id: row.submission, index: row.batch_index, count: row.batch_count },
    privateSha256: row.private_sha256,
    stored,
  };
}

const names = new Map<string, string>();
/** A name per statement makes it prepared: parsed and planned once per connection. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `log_${names.size}`;
  names.set(sql, name);
  return name;
}

const unavailable = (error: Error) =>
  new LogUnavailableError(
    `The database cannot take this now (${error.message}). Nothing half-written is left; send the same again with the same id.`,
    { cause: error },
  );
