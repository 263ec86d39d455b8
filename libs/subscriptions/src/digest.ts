import type { PoolClient } from 'pg';
import type { ReadModel } from './read-model.ts';

export interface Digest {
  rows: number;
  digest: string;
}
const EMPTY: Digest = { rows: 0, digest: '0' };

/** Per country: how many rows, and the sum of the first 64 bits of each row's SHA-256, which no order can change. */
export async function digests(tx: PoolClient, { digested }: ReadModel, schema: string): Promise<Map<string, Digest>> {
  const tables = Object.entries(digested).map(
    ([table, columns]) => `
      select authority, ('x' || encode(substr(sha256(convert_to('${table}' || row(${columns.join(', ')})::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint as half
      from ${schema}.${table}`,
  );
  const { rows } = await tx.query<Digest & { authority: string }>(
    `select authority, count(*) as rows, sum(half::numeric)::text as digest from (${tables.join(' union all ')}) as rows group by authority`,
  );
  return new Map(rows.map(({ authority, rows: count, digest }) => [authority, { rows: count, digest }]));
}

/** A line per country that either has: what the live tables hold, what the rebuilt ones, and whether they are equal. */
export function compare(live: Map<string, Digest>, rebuilt: Map<string, Digest>) {
  return [...new Set([...live.keys(), ...rebuilt.keys()])].sort().map((authority) => {
    const is = live.get(authority) ?? EMPTY;
    const was = rebuilt.get(authority) ?? EMPTY;
    return { authority, live: is, rebuilt: was, equal: is.rows === was.rows && is.digest === was.digest };
  });
}
