import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { DomainEvent } from '#domain';
import {
  SubmissionReusedError,
  type AppendResult,
  type ExpectedVersion,
  type Prepared,
  type RecordedEvent,
} from './event-log.ts';
import { jsonbArray } from './jsonb-array.ts';
import { recordedAs } from './prepare.ts';

type Touched = Prepared['streams'][number];
type EventData = DomainEvent['data'];

/** A parameter of `event_log.append`: its name and its elements' type there, and what it gets of each of ours. */
type Column<Of> = readonly [name: string, type: string, valueOf: (of: Of) => unknown];

const OF_SUBMISSION: readonly Column<Prepared>[] = [
  ['submissions', 'uuid', ({ id }) => id],
  ['hashes', 'bytea', ({ sha256 }) => `\\x${sha256}`],
  ['counts', 'integer', ({ count }) => count],
  ['causations', 'uuid', ({ causationId }) => causationId],
  ['privates', 'jsonb', ({ private: meta }) => meta],
  ['private_hashes', 'bytea', ({ privateSha256 }) => `\\x${privateSha256}`],
  ['first_ids', 'uuid', (item) => streamOfFirst(item).events[0]!.id],
];

/** Of a stream that a submission touches; places count from one, as in SQL. */
const OF_STREAM: readonly Column<Touched & { submission: number }>[] = [
  ['streams', 'text', ({ stream }) => stream],
  ['expected', 'integer', ({ expected }) => encodeExpected(expected)],
  ['stream_submissions', 'integer', ({ submission }) => submission],
];

const OF_EVENT: readonly Column<Touched['events'][number] & { stream: number; place: number }>[] = [
  ['ids', 'uuid', ({ id }) => id],
  ['types', 'text', ({ event }) => event.type],
  ['schema_versions', 'smallint', ({ event }) => event.schemaVersion],
  ['authorities', 'text', ({ authority }) => authority],
  ['lists', 'text', ({ list }) => list],
  ['event_streams', 'integer', ({ stream }) => stream],
  ['stream_places', 'integer', ({ place }) => place],
  ['batch_places', 'integer', ({ index }) => index + 1],
];

const COLUMNS = [...OF_SUBMISSION, ...OF_STREAM, ...OF_EVENT].map(
  ([name, type], i) => `${name} => $${i + 1}::${type}[]`,
);

/** `data` comes last, because a large flush sends it ahead. */
const appending = (data: string) => `
  select status, first_position, last_position, recorded, stale_stream, actual
  from event_log.append(${COLUMNS.join(', ')}, data => ${data})`;
const APPEND = appending(`$${COLUMNS.length + 1}`);

const APPEND_ONE = `
  select status, first_position, last_position, recorded, stale_stream, actual
  from event_log.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const STAGE = `create temporary table staged (place integer, data jsonb) on commit drop`;
const SEND = `insert into staged select place, data from unnest($1::integer[], $2::jsonb[]) as sent(place, data)`;
const APPEND_STAGED = appending('array(select data from staged order by place)');

interface AppendRow {
  status: 'appended' | 'duplicate' | 'conflict' | 'reused';
  first_position: number;
  last_position: number;
  recorded: Date;
  stale_stream: string | null;
  actual: number | null;
}

/** Appends submissions as one call of the log's SQL function: each is taken or refused for itself. */
export async function flush(pool: Pool, items: Prepared[]): Promise<PromiseSettledResult<AppendResult>[]> {
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

/** The stream whose first event is the first of the submission. */
const streamOfFirst = ({ streams }: Prepared): Touched => streams.find(({ events }) => events[0]?.index === 0)!;

/** The first event of what was appended, where it is known which number in its stream it got. */
function firstOf(item: Prepared, from: number, recordedAt: string): RecordedEvent | null {
  const { stream, expected, events } = streamOfFirst(item);
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

const valuesOf = <Of>(columns: readonly Column<Of>[], of: readonly Of[]) =>
  columns.map(([, , valueOf]) => of.map(valueOf));

/** The flush as `event_log.append` takes it: arrays of submissions, of the streams they touch, and of events. */
function encode(items: Prepared[]): { columns: unknown[]; data: EventData[] } {
  const streams = items.flatMap((item, n) => item.streams.map((touched) => ({ ...touched, submission: n + 1 })));
  const events = streams.flatMap(({ events: own }, s) =>
    own.map((each, i) => ({ ...each, stream: s + 1, place: i + 1 })),
  );
  return {
    columns: [...valuesOf(OF_SUBMISSION, items), ...valuesOf(OF_STREAM, streams), ...valuesOf(OF_EVENT, events)],
    data: events.map(({ event }) => event.data),
  };
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
