import { createHash, randomBytes } from 'node:crypto';
import {
  canonicalize,
  domainEvent,
  factName,
  InputError,
  isOneLine,
  nameUuid,
  refuseDepth,
  upcast,
  type DomainEvent,
} from '#domain';
import type {
  Prepared,
  PreparedEvent,
  PrivateMetadata,
  RecordedEvent,
  StoredPrivate,
  Submission,
  SubmissionDraft,
} from './event-log.ts';
import { MAX_PUBLIC_BYTES, publicBytes } from './public-form.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

// Room for the largest numbers that position and version can be, when the size is judged before they are known.
const NUMBERS = 40;

/**
 * Checks a submission and gives its events their ids, which only the fact they tell, or the submission's id and their place, decide.
 * Throws InputError with a JSON pointer into `streams` for a broken schema, content that is no I-JSON, a stream named
 * twice, or an event over 64 KiB in its public form.
 */
export function prepare(submission: Submission | SubmissionDraft): Prepared {
  if ('done' in submission) return submission.done();
  const { streams, ...about } = submission;
  const draft = draftSubmission(about);
  for (const touched of streams) draft.add(touched);
  return draft.done();
}

/** Begins a submission, for callers who want to know of each stream whether the log can take it. */
export function draftSubmission(about: Omit<Submission, 'streams'>): SubmissionDraft {
  if (!UUID.test(about.id)) throw new InputError('A submission id is a lower-case UUID', '/id');
  const names = new Set<string>();
  const hash = createHash('sha256');
  const streams: Prepared['streams'] = [];
  const ahead: PreparedEvent[] = [];
  let count = 0;
  let bytes = 0;
  return {
    get count() {
      return count;
    },
    add({ stream, expected, events, ahead: leading = 0 }) {
      const at = `/streams/${streams.length}`;
      if (names.has(stream)) throw new InputError(`${stream} is named twice in one submission`, at);
      checkStream(stream, at);
      if (events.length === 0 && typeof expected !== 'number') throw new InputError(`${stream} has no events`, at);
      const texts: string[] = [];
      const prepared = events.map((event, e): PreparedEvent => {
        const text = checkedText(event, `${at}/events/${e}`);
        texts.push(text);
        const index = count + e;
        const { authority } = event.data;
        const list = 'list' in event.data ? (event.data.list ?? null) : null;
        const each = { index, id: idOf(event, `${about.id}/${index}`), event, authority, list };
        if (text.length * 3 + NUMBERS > MAX_PUBLIC_BYTES) checkSize(each, stream, text, `${at}/events/${e}`);
        return each;
      });
      names.add(stream);
      ahead.push(...prepared.slice(0, leading));
      streams.push({ stream, expected, events: prepared });
      count += events.length;
      hash.update(`\n${canonicalize(stream)}`);
      for (const text of texts) {
        hash.update(`\n${text}`);
        bytes += text.length;
      }
    },
    done() {
      if (count === 0) throw new InputError('A submission holds at least one event', '/streams');
      if (ahead.length > 0) putAhead(ahead, streams);
      const meta = salted(about.private ?? { actor: 'unknown' });
      return {
        id: about.id,
        sha256: hash.digest('hex'),
        count,
        causationId: about.causationId ?? null,
        private: meta,
        privateSha256: createHash('sha256').update(canonicalize(meta)).digest('hex'),
        streams,
        bytes,
      };
    },
  };
}

/** Numbers the events anew, some of them before all others; each keeps its id. */
function putAhead(ahead: readonly PreparedEvent[], streams: Prepared['streams']): void {
  const others = streams.flatMap(({ events }) => events).filter((each) => !ahead.includes(each));
  for (const [index, each] of [...ahead, ...others].entries()) each.index = index;
}

function checkStream(stream: string, at: string): void {
  if (stream.length === 0 || stream.length > 500) throw new InputError('A stream name has 1 to 500 characters', at);
  if (!isOneLine(stream)) throw new InputError('A stream name has no line breaks or control characters', at);
}

/** The canonical text of an event that the log can take. */
function checkedText(event: DomainEvent, at: string): string {
  refuseDepth(event.data, `${at}/data`);
  checkSchema(event, at);
  return canonicalize(event, at);
}

/** A prepared event as the log has it, once its place is known; `data` as the log gives it back. */
export function recordedAs(
  { id, count, causationId, privateSha256 }: Pick<Prepared, 'id' | 'count' | 'causationId' | 'privateSha256'>,
  { index, id: eventId, event: { type, schemaVersion }, authority, list }: PreparedEvent,
  place: { stream: string; version: number; from: number; recordedAt: string; data: Record<string, unknown> },
): RecordedEvent {
  const { stream, version, from, recordedAt, data } = place;
  const stored = { schemaVersion, data };
  return {
    ...upcast({ type, ...stored }),
    position: from + index,
    id: eventId,
    stream,
    version,
    authority,
    list,
    recordedAt,
    correlationId: id,
    causationId,
    batch: { id, index, count },
    privateSha256,
    stored,
  };
}

const SALT_BYTES = 16;

/**
 * What is kept beside the events of a submission, with a salt of its own: of the hash alone nobody can tell who acted, nor
 * which submissions have one author. Version 1 had no salt; what was recorded so stays as it is.
 */
const salted = (meta: PrivateMetadata): StoredPrivate => ({
  ...meta,
  schemaVersion: 2,
  salt: randomBytes(SALT_BYTES).toString('hex'),
});

/** A dossier’s fact has one event, so that other facts can name it before it is recorded; else the place decides. */
const idOf = ({ data: { fact } }: DomainEvent, place: string): string =>
  nameUuid(fact === undefined ? place : factName(fact));

function checkSchema(event: DomainEvent, at: string): void {
  const { error } = domainEvent.safeParse(event);
  if (!error) return;
  const [issue] = error.issues;
  throw new InputError(`${event.type}: ${issue!.message}`, `${at}/${issue!.path.join('/')}`);
}

function checkSize(prepared: PreparedEvent, stream: string, text: string, at: string): void {
  const { id, event } = prepared;
  const widest = { id, count: 999_999, causationId: id, privateSha256: '0'.repeat(64) };
  const form = publicBytes(
    recordedAs(
      widest,
      { ...prepared, index: 999_999 },
      {
        stream,
        version: 2 ** 31,
        from: Number.MAX_SAFE_INTEGER - 999_999,
        recordedAt: new Date(0).toISOString(),
        data: event.data,
      },
    ),
  );
  if (form.length > MAX_PUBLIC_BYTES)
    throw new InputError(
      `${event.type} has ${form.length} bytes, at most ${MAX_PUBLIC_BYTES} are kept; shorten its texts or drop its source row (content ${text.length} characters)`,
      at,
    );
}
