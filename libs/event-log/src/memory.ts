import { InputError } from '#domain';
import type { AppendResult, EventLog, Prepared, ReadOptions, RecordedEvent } from './event-log.ts';
import { isAsked, SubmissionReusedError } from './event-log.ts';
import { matchesVersion } from './expected-version.ts';
import { instantOf, untilPast } from './instant.ts';
import { prepare, recordedAs } from './prepare.ts';

/** The log in memory, for tests: the same contract suite runs against it and PostgreSQL. */
export function createMemoryEventLog(now: () => Date = () => new Date()): EventLog {
  const events: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const byId = new Map<string, RecordedEvent>();
  const submissions = new Map<string, { sha256: string; from: number; to: number; recordedAt: string }>();
  let wake = Promise.withResolvers<void>();

  const append = (prepared: Prepared): AppendResult => {
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
    const at = now().toISOString();
    const recordedAt = at > last ? at : last;
    const from = events.length + 1;
    for (const { stream, events: appended } of prepared.streams) {
      const own = streams.get(stream) ?? [];
      streams.set(stream, own);
      for (const each of appended) {
        const data = structuredClone(each.event.data);
        const recorded = recordedAs(prepared, each, { stream, version: own.length + 1, from, recordedAt, data });
        own.push(recorded);
        events.push(recorded);
        byId.set(each.id, recorded);
      }
    }
    submissions.set(prepared.id, { sha256: prepared.sha256, from, to: events.length, recordedAt });
    wake.resolve();
    wake = Promise.withResolvers();
    return { status: 'appended', from, to: events.length, recordedAt, first: () => events[from - 1]! };
  };

  const read = ({ after, limit, upTo = Infinity, newestFirst, ...filter }: ReadOptions) => {
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
  };

  return {
    append: async (submission) => append(prepare(submission)),
    read: async (options) => read(options),
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
      const at = instantOf(instant);
      if (at === null) throw new InputError(`${instant} is no instant; write 2024-06-05T12:00:00Z`, '/knownAt');
      const isFinal = (events.at(-1)?.recordedAt ?? '') > new Date(Math.max(0, at)).toISOString();
      if (!isFinal) await untilPast(at, async () => now().getTime());
      return events.filter(({ recordedAt }) => Date.parse(recordedAt) <= at).length;
    },
    async *follow(after, { batchSize = 1_000, signal }) {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      for (let position = after; !signal.aborted;) {
        const woken = wake.promise;
        const batch = read({ after: position, limit: batchSize });
        if (batch.length > 0) {
          position = batch.at(-1)!.position;
          yield batch;
        } else await Promise.race([woken, stopped]);
      }
    },
  };
}
