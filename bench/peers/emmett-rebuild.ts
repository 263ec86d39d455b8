import { onServer } from '#database';
import { installPeers, loadPeer } from './peers.ts';
import { timed } from '../report.ts';
import { benchEvent } from '../inputs/sample-log.ts';

const EVENTS = 5_000;
const BATCH = 1_000;

interface RecordedMessage {
  metadata: { streamName: string };
  data: { effective: string };
}

interface Emmett {
  getPostgreSQLEventStore(url: string): {
    schema: { migrate(): Promise<unknown> };
    appendToStream(stream: string, events: object[]): Promise<unknown>;
    close(): Promise<void>;
  };
  postgreSQLRawSQLProjection(options: {
    name: string;
    canHandle: string[];
    evolve(event: RecordedMessage): unknown;
  }): object;
  rebuildPostgreSQLProjections(options: {
    connectionString: string;
    projections: object[];
    pulling: { batchSize: number };
  }): { start(): Promise<void>; close(): Promise<void> };
}

interface Dumbo {
  SQL(text: TemplateStringsArray, ...values: unknown[]): unknown;
}

/** Events per second of Emmett's own rebuild with its SQL projection: one upsert per event, as its samples have it. */
export async function emmettRebuild(url: string): Promise<number> {
  await installPeers();
  const emmett = loadPeer<Emmett>('@event-driven-io/emmett-postgresql');
  const { SQL } = loadPeer<Dumbo>('@event-driven-io/dumbo');
  const store = emmett.getPostgreSQLEventStore(url);
  await store.schema.migrate();
  for (let n = 0; n < EVENTS; n++) {
    const { stream, event } = benchEvent(n);
    await store.appendToStream(stream, [{ type: event.type, data: event.data }]);
  }
  await store.close();
  await onServer(url, 'create table bench_period (stream text primary key, events integer, effective text)');

  const projection = emmett.postgreSQLRawSQLProjection({
    name: 'bench-period',
    canHandle: ['OrganizationDesignated', 'DesignationAmended'],
    evolve: ({ metadata, data }) => SQL`
      insert into bench_period as p (stream, events, effective) values (${metadata.streamName}, 1, ${data.effective})
      on conflict (stream) do update set events = p.events + 1, effective = excluded.effective`,
  });
  const consumer = emmett.rebuildPostgreSQLProjections({
    connectionString: url,
    projections: [projection],
    pulling: { batchSize: BATCH },
  });
  const { seconds } = await timed(() => consumer.start());
  await consumer.close();
  await onServer(
    url,
    `do $$ begin assert (select sum(events) from bench_period) = ${EVENTS}, 'Emmett left events out'; end $$`,
  );
  return EVENTS / seconds;
}
