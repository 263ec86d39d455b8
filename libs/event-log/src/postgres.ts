import type { Pool, PoolClient, QueryResult } from 'pg';
import { inTransaction, isDatabaseUnavailable, type Notifications } from '#database';
import { InputError, upcast, type DomainEvent } from '#domain';
import { createAppendQueue } from './append-queue.ts';
import {
  LogUnavailableError,
  SubmissionReusedError,
  type AppendResult,
  type EventLog,
  type ExpectedVersion,
  type Prepared,
  type RecordedEvent,
} from './event-log.ts';
import { instantOf, untilPast } from './instant.ts';
import { prepare, recordedAs } from './prepare.ts';

const appending = (data: string) => `
  select status, first_position, last_position, recorded, stale_stream, actual from event_log.append(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, ${data}, $16, $17, $18)`;
const APPEND = appending('$19');

const APPEND_ONE = `
  select status, first_position, last_position, recorded, stale_stream, actual
  from event_log.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const STAGE = `create temporary table staged (place integer, data jsonb) on commit drop`;
const SEND = `insert into staged select place, data from unnest($1::integer[], $2::jsonb[]) as sent(place, data)`;
const APPEND_STAGED = appending('array(select data from staged order by place)');

const COLUMNS = `
  position, id, stream, version, type, schema_version, authority, list, recorded_at, submission, batch_index,
  batch_count, causation_id, data, encode(private_sha256, 'hex') as private_sha256`;

const READ = `
  select ${COLUMNS} from event_log.event
  where position > $1 and position <= $3
    and ($4::text is null or list = $4) and ($5::text is null or authority = $5) and ($6::text is null or type = $6)
    and ($7::text is null or stream = $7) and ($8::text is null or data ->> 'cause' <> $8)
    and ($9::text[] is null or stream ^@ any($9))
  order by position limit $2`;

const READ_ALL = `
  select ${COLUMNS} from event_log.event where position > $1 and position <= $3 order by position limit $2`;

const READ_STREAMS = `
  select ${COLUMNS} from event_log.event where stream = any($1) and position <= $2 order by position`;

const FIND_ID = `select ${COLUMNS} from event_log.event where id = $1`;
const FIND_POSITION = `select ${COLUMNS} from event_log.event where position = $1`;
const HEAD = `select coalesce(max(position), 0) as head from event_log.event`;
const POSITION_AT = `
  select position, exists (select 1 from event_log.event e where e.position = p.position + 1) as settled
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

interface AppendRow {
  status: 'appended' | 'duplicate' | 'conflict' | 'reused';
  first_position: number;
  last_position: number;
  recorded: Date;
  stale_stream: string | null;
  actual: number | null;
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
    read({ after, limit, upTo = MAX_POSITION, list, authority, type, stream, exceptCause, streams }) {
      const filters = [list, authority, type, stream, exceptCause, streams].map((filter) => filter ?? null);
      return filters.every((filter) => filter === null)
        ? rows(READ_ALL, [after, limit, upTo])
        : rows(READ, [after, limit, upTo, ...filters]);
    },
    readStream: (stream) => rows(READ_STREAMS, [[stream], MAX_POSITION]),
    readStreams: (streams, upTo) => (streams.length === 0 ? Promise.resolve([]) : rows(READ_STREAMS, [streams, upTo])),
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
        return (await reader.query<{ position: number; settled: boolean }>(POSITION_AT, values)).rows[0]!;
      };
      // Where something later is recorded already, nothing earlier can come: recorded_at never runs back.
      const found = await ask();
      if (found.settled) return found.position;
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

async function flush(pool: Pool, items: Prepared[]): Promise<PromiseSettledResult<AppendResult>[]> {
  const { rows } = await send(pool, items);
  return rows.map((row, i): PromiseSettledResult<AppendResult> => {
    const { status, first_position: from, last_position: to, recorded, stale_stream: stream, actual } = row;
    const { id, streams } = items[i]!;
    if (status === 'reused') return { status: 'rejected', reason: new SubmissionReusedError(id) };
    if (status !== 'conflict') {
      const recordedAt = recorded.toISOString();
      const first = () => (status === 'appended' ? firstOf(items[i]!, from, recordedAt) : null);
      return { status: 'fulfilled', value: { status, from, to, recordedAt, first } };
    }
    const { expected } = streams.find((touched) => touched.stream === stream)!;
    return { status: 'fulfilled', value: { status, stream: stream!, expected, actual: actual! } };
  });
}

/** The first event of what was appended, where it is known which number in its stream it got. */
function firstOf(item: Prepared, from: number, recordedAt: string): RecordedEvent | null {
  const { stream, expected, events } = item.streams.find((touched) => touched.events.length > 0)!;
  const before = expected === 'none' ? 0 : expected;
  if (typeof before !== 'number') return null;
  const data = asJsonb(events[0]!.event.data) as Record<string, unknown>;
  return recordedAs(item, events[0]!, { stream, version: before + 1, from, recordedAt, data });
}

/** A value as jsonb gives it back: members by the length of their names, then by their bytes; none that is undefined. */
function asJsonb(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonb);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const named = members.map(([name, member]) => ({ name, bytes: Buffer.from(name), member: member as unknown }));
  named.sort((a, b) => a.bytes.length - b.bytes.length || a.bytes.compare(b.bytes));
  return Object.fromEntries(named.map(({ name, member }) => [name, asJsonb(member)]));
}

async function send(pool: Pool, items: Prepared[]): Promise<{ rows: AppendRow[] }> {
  const [first] = items;
  if (items.length === 1 && first!.count === 1 && first!.streams.length === 1)
    return pool.query<AppendRow>({ text: APPEND_ONE, values: encodeOne(first!), name: 'append_one' });
  const { columns, data } = encode(items);
  const isLarge = items.reduce((sum, { bytes }) => sum + bytes, 0) > PIECE;
  return isLarge
    ? inTransaction(pool, (tx) => appendInPieces(tx, columns, data))
    : pool.query<AppendRow>({ text: APPEND, values: [...columns, jsonbArray(data)], name: 'append' });
}

const PIECE = 4 * 1024 * 1024;

/** A large flush, its data sent ahead a piece at a time: as one message, this process would hold it three times over. */
async function appendInPieces(tx: PoolClient, columns: unknown[], data: readonly EventData[]) {
  await tx.query(STAGE);
  for (let from = 0; from < data.length;) {
    let to = from;
    for (let bytes = 0; to < data.length && bytes < PIECE; to++) bytes += JSON.stringify(data[to]).length;
    const piece = data.slice(from, to);
    await tx.query(SEND, [piece.map((_, i) => from + i), jsonbArray(piece)]);
    from = to;
  }
  return tx.query<AppendRow>(APPEND_STAGED, columns);
}

type EventData = DomainEvent['data'];

/** The flush as `event_log.append` takes it: arrays of submissions, of the streams they touch, and of events. */
function encode(items: Prepared[]): { columns: unknown[]; data: EventData[] } {
  const streams = items.flatMap((item, n) => item.streams.map((touched) => ({ ...touched, submission: n + 1 })));
  const events = streams.flatMap(({ events: own }, s) =>
    own.map((each, i) => ({ ...each, stream: s + 1, place: i + 1 })),
  );
  const columns = [
    items.map(({ id }) => id),
    items.map(({ sha256 }) => `\\x${sha256}`),
    items.map(({ count }) => count),
    items.map(({ causationId }) => causationId),
    items.map(({ private: meta }) => meta),
    items.map(({ privateSha256 }) => `\\x${privateSha256}`),
    items.map(({ streams: own }) => own.find(({ events: some }) => some.length > 0)!.events[0]!.id),
    streams.map(({ stream }) => stream),
    streams.map(({ expected }) => encodeExpected(expected)),
    streams.map(({ submission }) => submission),
    events.map(({ id }) => id),
    events.map(({ event }) => event.type),
    events.map(({ event }) => event.schemaVersion),
    events.map(({ authority }) => authority),
    events.map(({ list }) => list),
    events.map(({ stream }) => stream),
    events.map(({ place }) => place),
    events.map(({ index }) => index + 1),
  ];
  return { columns, data: events.map(({ event }) => event.data) };
}

/** A submission of one event, as `event_log.append_one` takes it. */
function encodeOne({ id, sha256, causationId, private: meta, privateSha256, streams }: Prepared): unknown[] {
  const { stream, expected, events } = streams[0]!;
  const { id: eventId, event, authority, list } = events[0]!;
  return [
    id,
    Buffer.from(sha256, 'hex'),
    causationId,
    meta,
    Buffer.from(privateSha256, 'hex'),
    stream,
    encodeExpected(expected),
    eventId,
    event.type,
    event.schemaVersion,
    authority,
    list,
    event.data,
  ];
}

const JSONB = 3802;

/**
 * A jsonb[] as PostgreSQL receives arrays in its binary format. As text it would be escaped into one string, of which a
 * whole list makes several copies of tens of megabytes.
 */
function jsonbArray(values: unknown[]): Buffer {
  const texts = values.map((value) => JSON.stringify(value));
  const sizes = texts.map((text) => 1 + Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, 20));
  // One dimension, no nulls, its elements' type, their number, the number of the first one.
  let at = [1, 0, JSONB, values.length, 1].reduce((offset, word) => bytes.writeInt32BE(word, offset), 0);
  for (const [i, text] of texts.entries()) {
    at = bytes.writeInt32BE(sizes[i]!, at);
    at = bytes.writeUInt8(1, at);
    at += bytes.write(text, at);
  }
  return bytes;
}

/** As the SQL function reads it. */
function encodeExpected(expected: ExpectedVersion): number | null {
  switch (expected) {
    case 'any':
      return null;
    case 'none':
      return 0;
    case 'exists':
      return -1;
    default:
      return expected;
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
