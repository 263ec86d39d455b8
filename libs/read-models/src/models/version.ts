import type { Pool } from 'pg';

const VERSION = `
  select coalesce(max(version), 0) as version from event_log.event where stream = $1 and position <= $2`;

/** How many events a stream had at a position: what If-Match takes. */
export const versionOf = async (pool: Pool, stream: string, knownAt: number): Promise<number> =>
  (await pool.query<{ version: number }>(VERSION, [stream, knownAt])).rows[0]!.version;
