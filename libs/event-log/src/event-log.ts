import type { DomainEvent } from '#domain';

/** What a stream must look like for a submission to be taken: its version, or what is known of it. */
export type ExpectedVersion = number | 'none' | 'exists' | 'any';

/** One stream's share of a submission. */
export interface StreamAppend {
  stream: string;
  expected: ExpectedVersion;
  /** In order. None where the stream must only be as expected, at a version, while others are appended to. */
  events: readonly DomainEvent[];
  /** So many of its first events come before those of all other streams, wherever it stands in the submission. */
  ahead?: number;
}

/** Kept beside the event and never published; only its SHA-256 is. */
export interface PrivateMetadata {
  /** Who acted: a key's id, `cli`, `ingest`. */
  actor: string;
  request?: string;
}

/** As it is stored: its hash is public, and the salt keeps what is hashed from being guessed. */
export interface StoredPrivate extends PrivateMetadata {
  schemaVersion: 2;
  /** 16 random bytes in hexadecimal. */
  salt: string;
}

/** The unit of appending: taken whole or not at all. */
export interface Submission {
  /** A UUID. The same id with the same content gives the stored result; with other content it is refused. */
  id: string;
  streams: readonly StreamAppend[];
  causationId?: string;
  private?: PrivateMetadata;
}

/** One event ready to be stored: checked, with its id and its place in the submission. */
export interface PreparedEvent {
  index: number;
  id: string;
  event: DomainEvent;
  authority: string;
  list: string | null;
}

/** A submission that has passed every check that needs no database. */
export interface Prepared {
  id: string;
  /** Of the content: streams, types and data. Expected versions and private metadata do not count. */
  sha256: string;
  count: number;
  causationId: string | null;
  private: StoredPrivate;
  privateSha256: string;
  streams: { stream: string; expected: ExpectedVersion; events: PreparedEvent[] }[];
  /** Rough size, for the queue. */
  bytes: number;
}

/** A submission that is put together stream by stream, each event checked once. */
export interface SubmissionDraft {
  /** Events so far. */
  readonly count: number;
  /** Takes a stream's share, or throws InputError, as `append` does, and is what it was before. */
  add(touched: StreamAppend): void;
  /** For `append`, once. Throws InputError where it holds no event. */
  done(): Prepared;
}

export type AppendResult =
  | {
      status: 'appended' | 'duplicate';
      from: number;
      to: number;
      recordedAt: string;
      /** The first event as the log has it; null where that has to be read: of a duplicate, or where any version was expected. */
      first(): RecordedEvent | null;
    }
  | { status: 'conflict'; stream: string; expected: ExpectedVersion; actual: number };

/** An event as the log keeps it: one position in one gapless, commit-ordered sequence. */
export type RecordedEvent<E extends DomainEvent = DomainEvent> = E & {
  /** 1, 2, 3 … the order, every subscriber's checkpoint and the "as known at". */
  position: number;
  id: string;
  stream: string;
  /** The event's number within its stream, from 1. */
  version: number;
  authority: string;
  list: string | null;
  /** RFC 3339 in UTC with milliseconds; never decreases from one position to the next. */
  recordedAt: string;
  correlationId: string;
  causationId: string | null;
  batch: { id: string; index: number; count: number };
  privateSha256: string;
  /** The stored parts as they were written, before any upcasting: what the public bytes are made of. */
  stored: { schemaVersion: number; data: Record<string, unknown> };
};

/** Which events are asked for. */
export interface EventFilter {
  list?: string;
  authority?: string;
  type?: string;
  stream?: string;
  /** Beginnings of streams' names, of which one must fit. */
  streams?: readonly string[];
  /** Leaves out events of this cause: `reparse`, for who wants news only. */
  exceptCause?: string;
}

export interface ReadOptions extends EventFilter {
  /** Exclusive; 0 is the beginning. */
  after: number;
  limit: number;
  /** Inclusive. */
  upTo?: number;
  /** The newest ones, and in that order. */
  newestFirst?: boolean;
}

/** Whether an event is one of those that a filter asks for. */
export const isAsked = ({ list, authority, type, stream, data }: RecordedEvent, filter: EventFilter): boolean =>
  (filter.list === undefined || list === filter.list) &&
  (filter.authority === undefined || authority === filter.authority) &&
  (filter.type === undefined || type === filter.type) &&
  (filter.stream === undefined || stream === filter.stream) &&
  (!filter.streams || filter.streams.some((beginning) => stream.startsWith(beginning))) &&
  (filter.exceptCause === undefined || data.cause !== filter.exceptCause);

/** The port that PostgreSQL and the memory twin both fill; one contract suite runs against the two. */
export interface EventLog {
  /**
   * Takes the submission whole or not at all. A stale one is answered with `conflict`, not thrown.
   * Throws InputError for content that cannot be stored (not I-JSON, over 64 KiB, a schema broken), SubmissionReusedError
   * for a known id with other content, LogUnavailableError where the database cannot take it now.
   */
  append(submission: Submission | SubmissionDraft): Promise<AppendResult>;
  /** In position order, at most `limit`; `newestFirst` turns the order. */
  read(options: ReadOptions): Promise<RecordedEvent[]>;
  /** One stream from its beginning, in order. */
  readStream(stream: string): Promise<RecordedEvent[]>;
  /** The events of many streams up to a position, in position order. */
  readStreams(streams: readonly string[], upTo: number): Promise<RecordedEvent[]>;
  /** The events at some positions, in position order. */
  readPositions(positions: readonly number[]): Promise<RecordedEvent[]>;
  /** One event by its id or its position. */
  find(idOrPosition: string | number): Promise<RecordedEvent | null>;
  /** The last position, 0 where nothing was recorded yet. */
  head(): Promise<number>;
  /**
   * The last position recorded at or before an instant (RFC 3339); the same for ever: it is told once nothing can be
   * recorded at or before the instant any more, so it waits for an append in flight. Throws InputError for what is no
   * instant or lies ahead, LogUnavailableError where an append takes longer than ten seconds.
   */
  positionAt(instant: string): Promise<number>;
  /** Batches of events after a position, for as long as the signal is not aborted; waits at the head. */
  follow(after: number, options: { batchSize?: number; signal: AbortSignal }): AsyncIterable<RecordedEvent[]>;
}

/** A submission id came back with other content: the caller reused an id. REST answers 422. */
export class SubmissionReusedError extends Error {
  override readonly name = 'SubmissionReusedError';
  constructor(id: string) {
    super(`Submission ${id} was recorded before with other content; use a new id`);
  }
}

/** The database cannot take anything now: busy, out of disk, gone. Nothing was recorded; try again. REST answers 503. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
}
