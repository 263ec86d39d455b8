import type { Pool } from 'pg';

const UNTIL = `
  select key from subscriptions.due where subscription = $1 and on_day <= $2::date order by on_day, key limit $3`;

const SET = `
  insert into subscriptions.due (subscription, key, on_day)
  select $1, key, on_day from unnest($2::text[], $3::date[]) as due(key, on_day) where on_day is not null
  on conflict (subscription, key) do update set on_day = excluded.on_day`;

const FORGET = `
  delete from subscriptions.due d using unnest($2::text[], $3::date[]) as due(key, on_day)
  where d.subscription = $1 and d.key = due.key and due.on_day is null`;

/** The days on which something falls due for a subscription, key by key: what was recorded before comes to hold then. */
export function createDueDays(pool: Pool, subscription: string) {
  return {
    async until(day: string, limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ key: string }>(UNTIL, [subscription, day, limit]);
      return rows.map(({ key }) => key);
    },
    async set(days: ReadonlyMap<string, string | null>): Promise<void> {
      if (days.size === 0) return;
      const values = [subscription, [...days.keys()], [...days.values()]];
      await pool.query(SET, values);
      await pool.query(FORGET, values);
    },
  };
}
