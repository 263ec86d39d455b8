import { lineOf, withCorrections, type DesignationEvent, type KnownDesignationEvent, type Segment } from '#domain';
import { slimming, type EventLog, type RecordedEvent } from '#event-log';

export type DesignationRecordedEvent = RecordedEvent<DesignationEvent>;

/** A designation's events so far, its valid-time line after the last of them, and the references that lead to it. */
export interface KnownStream {
  events: KnownDesignationEvent[];
  line: Segment[];
  references: readonly string[];
}

/**
 * The references that an entry bears or bore; a retracted re-identification leads nowhere. The first one stays, whatever is
 * retracted: the designation is named after it.
 */
export function referencesOf(events: readonly KnownDesignationEvent[]): readonly string[] {
  const told = withCorrections(events).flatMap(({ type, data }) =>
    'record' in data || type === 'DesignationReidentified' ? [data.reference!] : [],
  );
  return [...new Set([...events.slice(0, 1).flatMap(({ data }) => data.reference ?? []), ...told])];
}

/** As many as all the lists of a few countries have; some 700 bytes each. */
const MAX_EVENTS = 120_000;

/**
 * The streams that were touched lately. An event's version tells whether what is kept here continues without a gap; if
 * not, the stream is read anew from the log, so a stale entry can never give a wrong line.
 */
export function createStreamCache(log: EventLog) {
  const streams = new Map<string, KnownStream>();
  let kept = 0;
  const slim = slimming<DesignationEvent>();

  const keep = (stream: string, known: KnownStream) => {
    kept += known.events.length - (streams.get(stream)?.events.length ?? 0);
    streams.delete(stream);
    streams.set(stream, known);
    for (const [oldest, { events }] of streams) {
      if (kept <= MAX_EVENTS) break;
      streams.delete(oldest);
      kept -= events.length;
    }
  };

  return {
    keep,
    slim,
    /** What was known of each stream before the first of these events, which are in log order. */
    async before(batch: readonly DesignationRecordedEvent[]): Promise<Map<string, KnownStream>> {
      const known = new Map<string, KnownStream>();
      const missing = new Map<string, number>();
      for (const { stream, version, position } of batch) {
        if (known.has(stream) || missing.has(stream)) continue;
        const cached = streams.get(stream);
        if (version === 1) known.set(stream, { events: [], line: lineOf([]), references: [] });
        else if (cached?.events.length === version - 1) known.set(stream, cached);
        else missing.set(stream, position);
      }
      if (missing.size > 0) {
        const upTo = Math.max(...missing.values());
        const earlier = (await log.readStreams([...missing.keys()], upTo)) as DesignationRecordedEvent[];
        const byStream = Map.groupBy(earlier, ({ stream }) => stream);
        for (const [stream, position] of missing) {
          const events = (byStream.get(stream) ?? []).filter((event) => event.position < position).map(slim);
          known.set(stream, { events, line: lineOf(events), references: referencesOf(events) });
        }
      }
      return known;
    },
  };
}

export type StreamCache = ReturnType<typeof createStreamCache>;
