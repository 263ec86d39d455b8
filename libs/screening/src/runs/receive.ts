import { createHash, type Hash } from 'node:crypto';
import type { AsOf, MatchQuery } from '#contract';
import type { Runs } from '#runs';
import { customerOf } from '../customers/customer.ts';
import { readCustomerRows, type CustomerFormat } from '../customers/read.ts';
import type { Row } from '../customers/read-csv.ts';
import { listsLookedAt, scorerOf, type MatchSide } from '../match.ts';
import { BATCH, queryOf } from './screen.ts';

/** How a file of customers is screened; its times are resolved. */
export interface Asked {
  asOf: AsOf;
  compareWith: AsOf | undefined;
  query: Pick<MatchQuery, 'threshold' | 'limit' | 'scorer' | 'include_dataset'>;
  /** Whether no day was named. */
  isToday: boolean;
  keepHours: number;
  watch: boolean;
}

/**
 * Keeps a file of customers, sealed, to be screened; gives the id of its run. Throws InputError, with the line, for what cannot be
 * read, and for a scorer or a dataset that there is not: nothing of it is kept then.
 */
export async function receiveCustomers(
  { runs, side }: { runs: Runs; side: MatchSide },
  owner: string,
  { asOf, compareWith, query, isToday, keepHours, watch }: Asked,
  chunks: AsyncIterable<Uint8Array>,
  format: CustomerFormat,
): Promise<string> {
  const { version: scorer } = scorerOf(query, side.names.scorer);
  const { threshold, limit, include_dataset = null } = query;
  for (const each of compareWith ? [asOf, compareWith] : [asOf])
    await listsLookedAt(side.editions, each, queryOf(query));
  const times = { on: asOf.on, isToday, knownAt: asOf.knownAt, compareKnownAt: compareWith?.knownAt ?? null };
  const id = await runs.begin(owner, { ...times, scorer, threshold, limit, include_dataset }, watch);
  try {
    const hash = createHash('sha256');
    const rows = await addRows(runs, id, readCustomerRows(hashed(chunks, hash), format), asOf.on);
    return await runs.ready(id, owner, { inputSha256: hash.digest('hex'), rows, keepHours });
  } catch (error) {
    await runs.remove(id);
    throw error;
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Adds the rows to a run as they are read; gives how many there are. A file without any is one batch of none. */
async function addRows(runs: Runs, id: string, rows: AsyncIterable<Row>, on: string): Promise<number> {
  let [count, number, batch] = [0, 0, [] as Row[]];
  for await (const row of rows) {
    customerOf(row, on);
    batch.push(row);
    count++;
    if (batch.length < BATCH) continue;
    await runs.add(id, number++, batch);
    batch = [];
  }
  if (batch.length > 0 || number === 0) await runs.add(id, number, batch);
  return count;
}
