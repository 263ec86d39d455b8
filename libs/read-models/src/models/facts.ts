import type { PoolClient } from 'pg';
import { canonicalize, isCorrection, withCorrections } from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';
import { readModel, type Registration } from './registration.ts';

/** A row that one event gives to one table, without what every such row has. */
export interface FactRow {
  table: string;
  row: Readonly<Record<string, unknown>>;
}

export interface FactTables {
  name: string;
  /** Raised when `rowsOf` gives other rows for the same events. */
  revision: number;
  tables: URL;
  /** Which streams it reads, by the beginnings of their names; all where not given. */
  streams?: readonly string[];
  /** By table, its own columns with their types; see `FACT_COLUMNS` for the others. */
  columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What an event, as last corrected, gives. */
  rowsOf(event: RecordedEvent): FactRow[];
}

/** Every table of facts begins with these; `known` are the positions at which the row is what was known. */
const FACT_COLUMNS = {
  event: 'uuid',
  position: 'bigint',
  stream: 'text',
  authority: 'text',
  known: 'int8range',
} as const;

const close = (table: string) => `
  update ${table} set known = int8range(lower(known), $2) where event = any($1) and upper_inf(known)`;

/**
 * A read model whose rows are single events as last corrected, on the known axis: an event opens its rows; a correction
 * or retraction closes those of the events that it changes, and opens what they give now.
 */
export function factsModel({ name, revision, tables, streams, columns, rowsOf }: FactTables): Registration {
  const all = (table: string) => ({ ...FACT_COLUMNS, ...columns[table]! });
  const open = Object.fromEntries(
    Object.keys(columns).map((table) => {
      const names = Object.keys(all(table)).map((column) => `"${column}"`);
      const typed = Object.entries(all(table)).map(([column, type]) => `"${column}" ${type}`);
      const sql = `
        insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from jsonb_to_recordset($1) as r(${typed.join(', ')})`;
      return [table, sql];
    }),
  );
  const concerns = ({ stream }: RecordedEvent) => streams?.some((prefix) => stream.startsWith(prefix)) ?? true;

  const insert = async (tx: PoolClient, rows: Opened[]) => {
    for (const [table, own] of Map.groupBy(rows, (each) => each.table))
      await tx.query(open[table]!, [JSON.stringify(own.map(({ row }) => row))]);
  };

  /** What the correction changes: rows of the events that read otherwise now. */
  const revise = async (log: EventLog, tx: PoolClient, { stream, position }: RecordedEvent) => {
    const events = await log.readStreams([stream], position);
    const given = (known: readonly RecordedEvent[]) =>
      new Map(withCorrections(known).map((event) => [event.id, { event, rows: rowsOf(event) }]));
    const before = given(events.filter((event) => event.position < position));
    const after = given(events);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (id) => canonicalize(before.get(id)?.rows ?? null) !== canonicalize(after.get(id)?.rows ?? null),
    );
    for (const table of Object.keys(columns)) await tx.query(close(table), [changed, position]);
    await insert(
      tx,
      changed.flatMap((id) => {
        const now = after.get(id);
        return now ? openedAt(position, now.event, now.rows) : [];
      }),
    );
  };

  return readModel(name, (log) => ({
    revision,
    tables,
    streams,
    digested: Object.fromEntries(Object.keys(columns).map((table) => [table, Object.keys(all(table))])),
    async apply(tx, batch) {
      let rows: Opened[] = [];
      for (const event of batch.filter(concerns))
        if (isCorrection(event)) {
          await insert(tx, rows);
          rows = [];
          await revise(log, tx, event);
        } else rows.push(...openedAt(event.position, event, rowsOf(event)));
      await insert(tx, rows);
    },
  }));
}

interface Opened {
  table: string;
  row: Record<string, unknown>;
}

const openedAt = (
  from: number,
  { id, position, stream, authority }: RecordedEvent,
  rows: readonly FactRow[],
): Opened[] =>
  rows.map(({ table, row }) => ({
    table,
    row: { ...row, event: id, position, stream, authority, known: `[${from},)` },
  }));
