import type { Pool, QueryResult } from 'pg';
import { isDatabaseUnavailable, type Notifications } from '#database';
import { InputError, upcast, type DomainEvent } from '#domain';
import { flush } from './append.ts';
import { createAppendQueue } from './append-queue.ts';
import { LogUnavailableError, type EventLog, type Prepared, type RecordedEvent } from './event-log.ts';
import { instantOf, untilPast } from './instant.ts';
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
const POSITION_AT = `
  select position, exists (select 1 from event_log.event e where e.position = p.position + 1) as "isFinal"
  from event_log.position_at($1::timestamptz) as p(position)`;

// The lock that every append holds to its end. Held together with none of them, all that was begun before is to be seen.
// Sent as one text, the three statements are one transaction and one way to the database and back.
const WAIT_FOR_APPENDS = `
  set local lock_timeout = '10s';
  select pg_advisory_xact_lock_shared(hashtext('demarche.event_log'));
  select date_trunc('milliseconds', clock_timestamp()) as now`;
/** Nothing was recorded before Demarche was written. */
const BEFORE_ALL = Date.UTC(2000, 0);

const MAX_POSITION = Number.MAX_SAFE_INTEGER;
const DAY_MS = 86_400_000;
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

  let quieting: Promise<number> | undefined;
  /** A moment of the database's clock before which everything is recorded that ever will be; all who wait share one connection. */
  const quiet = (): Promise<number> => (quieting ??= waitForAppends(reader).finally(() => (quieting = undefined)));

  const log: EventLog = {
    async append(submission) {
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
    },
    read({ after, limit, upTo = MAX_POSITION, newestFirst, list, authority, type, stream, exceptCause, streams }) {
      const filters = [list, authority, type, stream, exceptCause, streams].map((filter) => filter ?? null);
      if (newestFirst) return rows(READ_BACKWARDS, [after, limit, upTo, ...filters]);
      return filters.every((filter) => filter === null)
        ? rows(READ_ALL, [after, limit, upTo])
        : rows(READ, [after, limit, upTo, ...filters]);
    },
    readStream: (stream) => rows(READ_STREAMS, [[stream], MAX_POSITION]),
    readStreams: (streams, upTo) => (streams.length === 0 ? Promise.resolve([]) : rows(READ_STREAMS, [streams, upTo])),
    readPositions: (positions) => (positions.length === 0 ? Promise.resolve([]) : rows(READ_POSITIONS, [positions])),
    async find(key) {
      if (typeof key === 'string' && !UUID.test(key)) return null;
      return (await rows(typeof key === 'number' ? FIND_POSITION : FIND_ID, [key]))[0] ?? null;
    },
    head: async () => (await reader.query<{ head: number }>(HEAD)).rows[0]!.head,
    async positionAt(instant) {
      const at = instantOf(instant);
      if (at === null) throw new InputError(`${instant} is no instant; write 2024-06-05T12:00:00Z`, '/knownAt');
      if (at < BEFORE_ALL) return 0;
      const ask = async () => {
        const values = [new Date(Math.min(at, Date.now() + DAY_MS)).toISOString()];
        return (await reader.query<{ position: number; isFinal: boolean }>(POSITION_AT, values)).rows[0]!;
      };
      // Where something later is recorded already, nothing earlier can come: recorded_at never runs back.
      const found = await ask();
      if (found.isFinal) return found.position;
      await untilPast(at, quiet);
      return (await ask()).position;
    },
    async *follow(after, { batchSize = 1_000, signal }) {
      for (let position = after; !signal.aborted;) {
        const woken = notifications.next(pollMs, signal);
        const batch = await log.read({ after: position, limit: batchSize });
        if (batch.length > 0) {
          position = batch.at(-1)!.position;
          yield batch;
        } else await woken;
      }
    },
  };
  return log;
}

async function waitForAppends(pool: Pool): Promise<number> {
  try {
    const results = (await pool.query(WAIT_FOR_APPENDS)) as unknown as QueryResult<{ now: Date }>[];
    return results.at(-1)!.rows[0]!.now.getTime();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new LogUnavailableError('Something is being recorded at that moment; ask again, or by position', {
      cause: error,
    });
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
