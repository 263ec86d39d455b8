import type { Pool } from 'pg';
import type { Keyring } from '#webhooks';
import { openJson, sealJson, type SealedColumns } from './sealing.ts';

/** Some customers of a run, in the order of the file. */
export interface Batch {
  run: string;
  number: number;
  /** As the file has them. Throws where the key that sealed them is gone. */
  rows(): unknown[];
}

/** What came of a batch: lines of the result, and how many rows have hits, how many hits, and how many were noted. */
export interface BatchResult {
  lines: string;
  rowsWithHits: number;
  hits: number;
  noted: number;
}

/** A dead process's batches are screened by others after this time. */
const LEASE_MS = 60_000;

const ADD = `insert into runs.batch (run, number, master_key, sealed, rows) values ($1, $2, $3, $4, $5)`;

// Of the account that was served longest ago, and its oldest run. A lease that ends later than one claimed now is from before
// the clock was set back.
const CLAIM = `
  with turns as materialized (
    select owner, max(served_at) as at from runs.run where status = 'running' group by owner
  ), open as materialized (
    select b.run, b.number from turns t join runs.run r on r.owner = t.owner and r.status = 'running'
    cross join lateral (
      select run, number from runs.batch
      where run = r.id and result is null
        and (leased_until <= clock_timestamp() or leased_until > clock_timestamp() + ${LEASE_MS} * interval '1 ms')
      order by number limit 1 for update skip locked) as b
    order by t.at, r.created_at, r.id limit 1
  ), served as (update runs.run r set served_at = clock_timestamp() from open where r.id = open.run)
  update runs.batch b set leased_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
  from open where b.run = open.run and b.number = open.number
  returning b.run, b.number, b.master_key, b.sealed`;

// Screened twice, it comes out the same.
const WRITE = `
  update runs.batch set result_key = $3, result = $4, rows_with_hits = $5, hits = $6, noted = $7
  where run = $1 and number = $2 and result is null`;
const BYTES = `
  select coalesce(sum(octet_length(result)), 0) as bytes from runs.batch where run = $1`;
const GIVE_BACK = `update runs.batch set leased_until = '-infinity' where run = $1 and number = $2`;
const READ = `
  select number, result_key as master_key, result as sealed from runs.batch
  where run = $1 and number > $2 order by number limit 20`;
const CUSTOMERS = `
  select number, master_key, sealed, rows from runs.batch where run = $1 and number > $2 order by number limit 20`;

export interface Batches {
  add(run: string, number: number, rows: readonly unknown[]): Promise<void>;
  /** A batch that nobody else screens now; undefined where there is none. */
  claim(): Promise<Batch | undefined>;
  /** Keeps what came of a batch. Gives how many bytes the results so far have. */
  write(batch: Pick<Batch, 'run' | 'number'>, result: BatchResult): Promise<number>;
  /** Another may have it at once. */
  giveBack(batch: Pick<Batch, 'run' | 'number'>): Promise<void>;
  /** The lines of a result, batch by batch; little of it is held. */
  lines(run: string): AsyncGenerator<string>;
  /** The customers of a run, batch by batch. */
  customers(run: string): AsyncGenerator<{ number: number; rows: unknown[] }>;
}

const inputAt = (run: string, number: number) => `runs.batch ${run} ${number}`;
const resultAt = (run: string, number: number) => `runs.result ${run} ${number}`;

export function batchesOf(pool: Pool, keyring: Keyring): Batches {
  async function* pages<Row extends { number: number }>(text: string, run: string): AsyncGenerator<Row> {
    for (let after = -1; ;) {
      const { rows } = await pool.query<Row>(text, [run, after]);
      yield* rows;
      if (rows.length === 0) return;
      after = rows.at(-1)!.number;
    }
  }

  return {
    async add(run, number, rows) {
      const { master_key, sealed } = sealJson(keyring, rows, inputAt(run, number));
      await pool.query(ADD, [run, number, master_key, sealed, rows.length]);
    },
    async claim() {
      const { rows } = await pool.query<SealedColumns & { run: string; number: number }>(CLAIM);
      const [found] = rows;
      if (!found) return undefined;
      const { run, number } = found;
      return { run, number, rows: () => openJson(keyring, found, inputAt(run, number)) as unknown[] };
    },
    async write({ run, number }, { lines, rowsWithHits, hits, noted }) {
      const { master_key, sealed } = sealJson(keyring, lines, resultAt(run, number));
      await pool.query(WRITE, [run, number, master_key, sealed, rowsWithHits, hits, noted]);
      return (await pool.query<{ bytes: number }>(BYTES, [run])).rows[0]!.bytes;
    },
    async giveBack({ run, number }) {
      await pool.query(GIVE_BACK, [run, number]);
    },
    async *lines(run) {
      for await (const each of pages<SealedColumns & { number: number }>(READ, run))
        yield openJson(keyring, each, resultAt(run, each.number)) as string;
    },
    async *customers(run) {
      for await (const each of pages<SealedColumns & { number: number }>(CUSTOMERS, run))
        yield { number: each.number, rows: openJson(keyring, each, inputAt(run, each.number)) as unknown[] };
    },
  };
}
