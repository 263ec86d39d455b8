import type { Pool, QueryResult } from 'pg';
import { isDatabaseUnavailable } from '#database';
import { LogUnavailableError } from './event-log.ts';
import { requiredInstant, untilPast } from './instant.ts';

const POSITION_AT = `
  select position, exists (select 1 from event_log.event e where e.position = p.position + 1) as "isFinal"
  from event_log.position_at($1::timestamptz) as p(position)`;

// The lock that every append holds to its end. Held together with none of them, all that was begun before is to be seen.
// Sent as one text, the three statements are one transaction and one way to the database and back.
const WAIT_FOR_APPENDS = `
  set local lock_timeout = '10s';
  select pg_advisory_xact_lock_shared(hashtext('demarche.event_log'));
  select date_trunc('milliseconds', clock_timestamp()) as now`;
/** Nothing was recorded before Demarche was written. */
const BEFORE_ALL = Date.UTC(2000, 0);
const DAY_MS = 86_400_000;

/** `EventLog.positionAt` of a log in PostgreSQL. */
export function createPositionAt(pool: Pool) {
  let quieting: Promise<number> | undefined;
  /** A moment of the database's clock before which everything is recorded that ever will be; all who wait share one connection. */
  const quiet = (): Promise<number> => (quieting ??= waitForAppends(pool).finally(() => (quieting = undefined)));

  return async (instant: string): Promise<number> => {
    const at = requiredInstant(instant);
    if (at < BEFORE_ALL) return 0;
    const ask = async () => {
      const values = [new Date(Math.min(at, Date.now() + DAY_MS)).toISOString()];
      return (await pool.query<{ position: number; isFinal: boolean }>(POSITION_AT, values)).rows[0]!;
    };
    // Where something later is recorded already, nothing earlier can come: recorded_at never runs back.
    const found = await ask();
    if (found.isFinal) return found.position;
    await untilPast(at, quiet);
    return (await ask()).position;
  };
}

async function waitForAppends(pool: Pool): Promise<number> {
  try {
    const results = (await pool.query(WAIT_FOR_APPENDS)) as unknown as QueryResult<{ now: Date }>[];
    return results.at(-1)!.rows[0]!.now.getTime();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new LogUnavailableError('Something is being recorded at that moment; ask again, or by position', {
      cause: error,
    });
  }
}
