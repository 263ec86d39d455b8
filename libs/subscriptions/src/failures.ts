import type { Pool } from 'pg';

const FAILED = `
  insert into subscriptions.failure (subscription, error) values ($1, $2)
  on conflict (subscription) do update
  set attempts = failure.attempts + 1, error = excluded.error, last_at = now()`;

const ENDED = `delete from subscriptions.failure where subscription = $1`;

const LONGEST = 1_000;

/** Makes seen, for /readyz and metrics of any process, that a subscription fails and is tried again. */
export function createFailures(pool: Pool, name: string) {
  // A process that was killed while it failed leaves its row to whoever goes on.
  let mayBeThere = true;
  return {
    /** Does not throw: where the database is what fails, the database says so itself. */
    async failed(error: Error): Promise<void> {
      mayBeThere = true;
      await pool.query(FAILED, [name, error.message.slice(0, LONGEST)]).catch(() => undefined);
    },
    async ended(): Promise<void> {
      if (!mayBeThere) return;
      mayBeThere = false;
      await pool.query(ENDED, [name]).catch(() => (mayBeThere = true));
    },
  };
}
