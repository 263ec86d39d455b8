import { randomUUID } from 'node:crypto';
import { createPool } from '#database';
import { openListStore } from '#sources';
import { installMessageDb, loadPeer } from './peers.ts';
import { benchEvent } from '../inputs/sample-log.ts';

/** An event store as the benchmark sees it: appends `count` events to a new stream, durably when it resolves. */
export interface AppendSystem {
  append(caller: number, count: number): Promise<unknown>;
  close(): Promise<unknown>;
}

const { type, data } = benchEvent(0).event;
const metadata = () => ({ actor: 'bench', correlationId: randomUUID() });

/** What every system stores per event. */
export const PAYLOAD_BYTES = JSON.stringify(data).length;

async function openDemarche(url: string): Promise<AppendSystem> {
  const { log, close } = await openListStore(url, 'bench');
  const event = benchEvent(0).event;
  return {
    async append(_caller, count) {
      const id = randomUUID();
      const events = Array.from({ length: count }, () => event);
      const streams = [{ stream: `designation-un-bench:${id}`, expected: 'any' as const, events }];
      const { status } = await log.append({ id, streams, private: { actor: 'bench', request: randomUUID() } });
      if (status !== 'appended') throw new Error(status);
    },
    close,
  };
}

const WRITE = `select write_message($1, $2, $3, $4, $5)`;

/** A category per caller: appends to one category wait for each other, and its users spread theirs. */
async function openMessageDb(url: string): Promise<AppendSystem> {
  await installMessageDb(url);
  const pool = createPool({ url, role: 'login', name: 'message-db', max: 32 });
  return {
    async append(caller, count) {
      const stream = `bench${caller}-${randomUUID()}`;
      const message = () => ({
        name: 'write',
        text: WRITE,
        values: [randomUUID(), stream, type, JSON.stringify(data), JSON.stringify(metadata())],
      });
      if (count === 1) return pool.query(message());
      const tx = await pool.connect();
      try {
        await tx.query('begin');
        for (let i = 0; i < count; i++) await tx.query(message());
        await tx.query('commit');
      } finally {
        tx.release();
      }
    },
    close: () => pool.end(),
  };
}

interface Emmett {
  getPostgreSQLEventStore(url: string): {
    schema: { migrate(): Promise<unknown> };
    appendToStream(stream: string, events: object[]): Promise<unknown>;
    close(): Promise<void>;
  };
}

async function openEmmett(url: string): Promise<AppendSystem> {
  const store = loadPeer<Emmett>('@event-driven-io/emmett-postgresql').getPostgreSQLEventStore(url);
  await store.schema.migrate();
  return {
    append: (_caller, count) =>
      store.appendToStream(
        `bench:${randomUUID()}`,
        Array.from({ length: count }, () => ({ type, data, metadata: metadata() })),
      ),
    close: () => store.close(),
  };
}

interface Castore {
  PostgresEventStorageAdapter: (new (options: { connectionString: string }) => {
    pushEvent(event: object, options: { eventStoreId: string }): Promise<unknown>;
    groupEvent(event: object): { context?: object };
    pushEventGroup(options: object, ...events: object[]): Promise<unknown>;
  }) & { createEventTable(options: object): Promise<unknown> };
}

/** The stream's version is the caller's business there; a new stream begins at 1. */
async function openCastore(url: string): Promise<AppendSystem> {
  const { PostgresEventStorageAdapter } = loadPeer<Castore>('@castore/event-storage-adapter-postgres');
  await PostgresEventStorageAdapter.createEventTable({ connectionString: url });
  const adapter = new PostgresEventStorageAdapter({ connectionString: url });
  const context = { eventStoreId: 'BENCH' };
  return {
    async append(_caller, count) {
      const aggregateId = randomUUID();
      const event = (version: number) => ({ aggregateId, version, type, payload: data, metadata: metadata() });
      if (count === 1) return adapter.pushEvent(event(1), context);
      const group = Array.from({ length: count }, (_, i) =>
        Object.assign(adapter.groupEvent(event(i + 1)), { context }),
      );
      return adapter.pushEventGroup({}, ...group);
    },
    // It has no way to close its connections; dropping its database ends them.
    close: async () => undefined,
  };
}

export const systems: Record<string, (url: string) => Promise<AppendSystem>> = {
  demarche: openDemarche,
  'message-db': openMessageDb,
  emmett: openEmmett,
  castore: openCastore,
};
