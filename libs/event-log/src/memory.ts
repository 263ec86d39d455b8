import type { AppendResult, EventLog, Prepared, ReadOptions, RecordedEvent } from './event-log.ts';
import { isAsked, SubmissionReusedError } from './event-log.ts';
import { matchesVersion } from './expected-version.ts';
import { followBy } from './follow.ts';
import { requiredInstant, untilPast } from './instant.ts';
import { prepare, recordedAs } from './prepare.ts';

/** The log in memory, for tests: the same contract suite runs against it and PostgreSQL. */
export function createMemoryEventLog(now: () => Date = () => new Date()): EventLog {
  const kept: Kept = { events: [], streams: new Map(), byId: new Map(), submissions: new Map() };
  const { events, streams, byId } = kept;
  let wake = Promise.withResolvers<void>();
  const read: EventLog['read'] = async (options) => readFrom(events, options);

  return {
    async append(submission) {
      const result = append(kept, prepare(submission), now().toISOString());
      if (result.status === 'appended') {
        wake.resolve();
        wake = Promise.withResolvers();
      }
      return result;
    },
    read,
    readStream: async (stream) => [...(streams.get(stream) ?? [])],
    readStreams: async (names, upTo) =>
      [...new Set(names)]
        .flatMap((name) => streams.get(name) ?? [])
        .filter(({ position }) => position <= upTo)
        .sort((a, b) => a.position - b.position),
    readPositions: async (positions) =>
      [...new Set(positions)].sort((a, b) => a - b).flatMap((position) => events[position - 1] ?? []),
    find: async (key) => (typeof key === 'number' ? events[key - 1] : byId.get(key)) ?? null,
    head: async () => events.length,
    positionAt: async (instant) => {
      const at = requiredInstant(instant);
      const isFinal = (events.at(-1)?.recordedAt ?? '') > new Date(Math.max(0, at)).toISOString();
      if (!isFinal) await untilPast(at, async () => now().getTime());
      return events.filter(({ recordedAt }) => Date.parse(recordedAt) <= at).length;
    },
    follow(after, options) {
      const stopped = aborted(options.signal);
      return followBy(read, () => Promise.race([wake.promise, stopped]), after, options);
    },
  };
}

interface Kept {
  events: RecordedEvent[];
  streams: Map<string, RecordedEvent[]>;
  byId: Map<string, RecordedEvent>;
  submissions: Map<string, { sha256: string; from: number; to: number; recordedAt: string }>;
}

function append(kept: Kept, prepared: Prepared, at: string): AppendResult {
  const { events, streams, submissions } = kept;
  const known = submissions.get(prepared.id);
  if (known && known.sha256 !== prepared.sha256) throw new SubmissionReusedError(prepared.id);
  if (known) {
    const { from, to, recordedAt } = known;
    return { status: 'duplicate', from, to, recordedAt, first: () => null };
  }
  for (const { stream, expected } of prepared.streams) {
    const actual = streams.get(stream)?.length ?? 0;
    if (!matchesVersion(expected, actual)) return { status: 'conflict', stream, expected, actual };
  }
  const last = events.at(-1)?.recordedAt ?? '';
  const recordedAt = at > last ? at : last;
  const from = events.length + 1;
  record(kept, prepared, { from, recordedAt });
  submissions.set(prepared.id, { sha256: prepared.sha256, from, to: events.length, recordedAt });
  return { status: 'appended', from, to: events.length, recordedAt, first: () => events[from - 1]! };
}

function record(
  { events, streams, byId }: Kept,
  prepared: Prepared,
  about: { from: number; recordedAt: string },
): void {
  for (const { stream, events: appended } of prepared.streams) {
    const own = streams.get(stream) ?? [];
    streams.set(stream, own);
    for (const each of appended) {
      const data = structuredClone(each.event.data);
      const recorded = recordedAs(prepared, each, { stream, version: own.length + 1, ...about, data });
      own.push(recorded);
      events[recorded.position - 1] = recorded;
      byId.set(each.id, recorded);
    }
  }
}

function readFrom(events: readonly RecordedEvent[], options: ReadOptions): RecordedEvent[] {
  const { after, limit, upTo = Infinity, newestFirst, ...filter } = options;
  if (newestFirst)
    return events
      .slice(after, upTo)
      .filter((event) => isAsked(event, filter))
      .slice(-limit)
      .reverse();
  const found: RecordedEvent[] = [];
  for (let i = after; i < events.length && found.length < limit; i++) {
    const event = events[i]!;
    if (event.position > upTo) break;
    if (isAsked(event, filter)) found.push(event);
  }
  return found;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
