import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '#domain';
import type { EventLog, Submission } from '#event-log';
import { sample } from '#testing';

export const AUTHORITIES = ['UN', 'US', 'EU', 'GB', 'KZ', 'RU', 'KG', 'TJ', 'CN', 'CA', 'AU', 'CH'];

// About 700 bytes of JSON, as the peers' events have.
const REMARKS = 'Formed of splinter groups; listed for financing, planning, facilitating or perpetrating acts. '.repeat(
  3,
);

/** The n-th event of the benchmark: a designation, or every fifth time an amendment of one. */
export function benchEvent(n: number): { stream: string; event: DomainEvent } {
  const authority = AUTHORITIES[n % AUTHORITIES.length]!;
  const list = `${authority.toLowerCase()}-bench`;
  const reference = `B.${n - (n % 5 === 4 ? 1 : 0)}`;
  const options = { list, authority };
  const event =
    n % 5 === 4
      ? sample.renamed(reference, '2021-05-06', `Renamed party ${n}`, options)
      : sample.designated(reference, '2020-01-02', { ...options, record: { remarks: REMARKS } });
  return { stream: `designation-${list}:${reference}`, event };
}

/** A submission of one event that goes to a stream of its own or follows on the one before. */
export function benchSubmission(n: number): Submission {
  const { stream, event } = benchEvent(n);
  return { id: randomUUID(), streams: [{ stream, expected: 'any', events: [event] }] };
}

/** Fills a log with `count` events, 500 at a time. */
export async function fill(log: EventLog, count: number, eventOf = benchEvent): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const streams = new Map<string, DomainEvent[]>();
    for (let n = from; n < Math.min(count, from + 500); n++) {
      const { stream, event } = eventOf(n);
      streams.set(stream, [...(streams.get(stream) ?? []), event]);
    }
    await log.append({
      id: randomUUID(),
      streams: [...streams].map(([stream, events]) => ({ stream, expected: 'any', events })),
    });
  }
}
