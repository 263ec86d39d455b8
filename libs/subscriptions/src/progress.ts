import type { Pool } from 'pg';
import type { Notifications } from '#database';

const POSITION = `
  select coalesce(min(position), 0) as position from subscriptions.checkpoint where subscription = any($1)
  having count(*) >= 12 * cardinality($1::text[])`;

const STANDINGS = `
  select c.subscription as name, min(c.position) as position,
    (select count(*) from subscriptions.parked p where p.subscription = c.subscription) as parked,
    f.since as failing_since, coalesce(f.attempts, 0) as attempts
  from subscriptions.checkpoint c left join subscriptions.failure f using (subscription)
  group by c.subscription, f.since, f.attempts order by c.subscription`;

/** How a subscription stands. */
export interface SubscriptionStanding {
  name: string;
  position: number;
  /** Events that it could not digest, and those that wait for them. */
  parked: number;
  /** Since when its work fails and is tried again; null where it goes on. */
  failingSince: Date | null;
  /** Attempts that failed since then. */
  attempts: number;
}

/** A position is believed for so long, unless a notification says that it moved. */
const BELIEVED_MS = 250;

/** How far subscriptions have come. `notifications` listens on the channel `subscriptions`. */
export function createProgress(pool: Pool, notifications: Notifications) {
  const believed = new Map<string, { position: number; until: number }>();
  notifications.onWake(() => believed.clear());

  const read = async (names: readonly string[]): Promise<number> =>
    (await pool.query<{ position: number }>(POSITION, [names])).rows[0]?.position ?? 0;

  return {
    /** Everything up to this log position is in all of `names`; at most a quarter of a second old. */
    async position(names: readonly string[]): Promise<number> {
      const key = names.join();
      const known = believed.get(key);
      if (known && known.until > performance.now()) return known.position;
      const position = await read(names);
      believed.set(key, { position, until: performance.now() + BELIEVED_MS });
      return position;
    },
    /** Waits until everything up to `target` is in; false where that took longer than `timeoutMs`. */
    async waitFor(names: readonly string[], target: number, timeoutMs: number): Promise<boolean> {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const woken = notifications.next(Math.min(100, timeoutMs));
        if ((await read(names)) >= target) {
          believed.clear();
          return true;
        }
        if (Date.now() >= deadline) return false;
        await woken;
      }
    },
    /** Every subscription: its position, what it has parked, whether it fails. */
    async standings(): Promise<SubscriptionStanding[]> {
      const { rows } = await pool.query<Omit<SubscriptionStanding, 'failingSince'> & { failing_since: Date | null }>(
        STANDINGS,
      );
      return rows.map(({ failing_since: failingSince, ...standing }) => ({ ...standing, failingSince }));
    },
  };
}
export type Progress = ReturnType<typeof createProgress>;
