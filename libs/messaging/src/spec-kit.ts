import { randomUUID } from 'node:crypto';
import { nameUuid } from '#domain';
import { type EventLog, type RecordedEvent, type StreamAppend } from '#event-log';
import type { RelayLease } from './relay.ts';
import { PARTITIONS, partitionOf } from './topics.ts';
import type { Delivery, Log, Standing, Subscription } from './transport.ts';

export const AUTHORITIES = ['KZ', 'RU', 'UN', 'US', 'EU', 'KG'];

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** One party put on a list of its authority; about 1,000 bytes in public. */
export function designated(authority: string, reference: string, on = '2023-12-29'): StreamAppend {
  const list = `${authority.toLowerCase()}-terrorist-organizations`;
  const provenance = {
    authority,
    effective: on,
    observedAt: '2024-01-02T08:00:00.000Z',
    source: { publisher: 'Prosecutor General', kind: 'authority' as const, language: 'ru', quote: 'Организация' },
    cause: 'source' as const,
    confidence: 'confirmed' as const,
  };
  const subject = { type: 'organization' as const, name: `Party ${reference}`, aliases: [] };
  const record = { reference, programs: ['terrorism'], subject };
  return {
    stream: `designation-${list}:${reference}`,
    expected: 'any',
    events: [{ type: 'OrganizationDesignated', schemaVersion: 3, data: { ...provenance, list, reference, record } }],
  };
}

export function delisted(authority: string, reference: string, on: string): StreamAppend {
  const { stream, expected, events } = designated(authority, reference, on);
  const { record: _, ...data } = events[0]!.data as Record<string, unknown>;
  const event = { type: 'OrganizationDelisted', schemaVersion: 1, data: { ...data, name: 'Party' } };
  return { stream, expected, events: [event as StreamAppend['events'][number]] };
}

let serial = 0;

/** Events of several authorities in one submission, in a mixed order. */
export async function record(eventLog: EventLog, count: number, authorities = AUTHORITIES): Promise<void> {
  const streams = Array.from({ length: count }, (_, i) =>
    designated(authorities[(i * 7 + (i >> 3)) % authorities.length]!, `T.${++serial}`),
  );
  await append(eventLog, ...streams);
}

export const append = (eventLog: EventLog, ...streams: StreamAppend[]) =>
  eventLog.append({ id: nameUuid(randomUUID()), streams });

/** A subscription's tables in memory: what it received, where it stands, who holds which partition. */
export function createStore({ exclusive = false } = {}) {
  const places = new Map<number, Standing>();
  const holders = new Map<number, symbol>();
  const received: RecordedEvent[] = [];
  const trouble: Error[] = [];
  let doubles = 0;

  const runner = (name = 'test') => {
    const me = Symbol(name);
    const own: RecordedEvent[] = [];
    const subscription: Subscription = {
      name,
      async assigned(partitions) {
        // What a lease in a table does for transports that know of no other runner.
        if (exclusive && partitions.some((partition) => holders.has(partition))) throw new Error('Held by another');
        for (const partition of partitions) holders.set(partition, me);
        return new Map(partitions.map((p) => [p, places.get(p) ?? { position: 0, cursor: null }]));
      },
      async revoked(partitions) {
        for (const partition of partitions) if (holders.get(partition) === me) holders.delete(partition);
      },
      async deliver({ events, reached }: Delivery) {
        const error = trouble.pop();
        if (error) throw error;
        if (reached.some(({ partition }) => holders.get(partition) !== me)) throw new Error('Fenced');
        for (const event of events) {
          if (event.position > positionOf(partitionOf(event.authority))) {
            received.push(event);
            own.push(event);
          } else doubles++;
        }
        for (const { partition, through, cursor } of reached)
          if (through > positionOf(partition)) places.set(partition, { position: through, cursor: cursor ?? null });
      },
    };
    return { subscription, own };
  };
  const positionOf = (partition: number) => places.get(partition)?.position ?? 0;
  const lowest = () => Math.min(...Array.from({ length: PARTITIONS }, (_, partition) => positionOf(partition)));
  return { runner, received, places, trouble, lowest, doubles: () => doubles };
}

export function createLease(position = 0) {
  const state = { epoch: 0, position, held: false };
  const lease: RelayLease = {
    acquire: async () => {
      if (state.held) return null;
      state.held = true;
      return { epoch: ++state.epoch, position: state.position };
    },
    renew: async (epoch) => epoch === state.epoch,
    save: async (epoch, saved) => {
      if (epoch !== state.epoch) return false;
      state.position = saved;
      return true;
    },
    release: async (epoch) => {
      if (epoch === state.epoch) state.held = false;
    },
  };
  return { lease, state };
}

export async function until(condition: () => boolean | Promise<boolean>, what: string, ms = 120_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs something that ends by a signal, for the time of `work`. */
export async function during<T>(start: (signal: AbortSignal) => Promise<void>, work: () => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const running = start(stop.signal);
  try {
    return await Promise.race([work(), running.then(() => Promise.reject(new Error('It ended by itself')))]);
  } finally {
    stop.abort();
    await running.catch(() => {});
  }
}
