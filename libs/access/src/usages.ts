import type { Pool } from 'pg';

/** Callers that are told apart in a window; the others share what one may ask. */
const MOST_CALLERS = 50_000;
/** At a time, so that a flood of addresses is no flood of rows. */
const SHARED_AT_ONCE = 2_000;

const SHARE = `
  insert into access.usage (caller, time_window, requests)
  select caller, $1, requests from unnest($2::text[], $3::int[]) as asked (caller, requests)
  on conflict (caller, time_window) do update set requests = usage.requests + excluded.requests
  returning caller, requests`;
const FORGET = `delete from access.usage where time_window < $1`;

/** A caller within a window: what all processes had counted when they were last heard, and what this one has since. */
export interface Usage {
  heard: number;
  own: number;
}

/** What callers asked in the present window: `windowMs` long, and the same in all processes. */
export function createUsages(pool: Pool, windowMs: number, now: () => number) {
  let present = Math.floor(now() / windowMs);
  let usages = new Map<string, Usage>();
  const unshared = new Set<string>();
  let forgottenUpTo = 0;

  return {
    of(caller: string): Usage {
      const window = Math.floor(now() / windowMs);
      if (window !== present) {
        present = window;
        usages = new Map();
        unshared.clear();
      }
      const name = usages.has(caller) || usages.size < MOST_CALLERS ? caller : 'others';
      const usage = usages.get(name) ?? { heard: 0, own: 0 };
      usages.set(name, usage);
      unshared.add(name);
      return usage;
    },

    /** Milliseconds until the window ends that `of` last answered for. */
    left: () => (present + 1) * windowMs - now(),

    /** Tells the other processes what was counted here, and hears what all have counted. */
    async share(): Promise<void> {
      const [window, shared] = [present, usages];
      const callers = [...unshared].slice(0, SHARED_AT_ONCE).sort();
      if (callers.length === 0) return;
      for (const caller of callers) unshared.delete(caller);
      const counts = callers.map((caller) => shared.get(caller)!.own);
      const answered = pool.query<{ caller: string; requests: number }>(SHARE, [window, callers, counts]);
      const { rows } = await answered.catch((error: unknown) => {
        if (window === present) for (const caller of callers) unshared.add(caller);
        throw error;
      });
      for (const [i, caller] of callers.entries()) shared.get(caller)!.own -= counts[i]!;
      for (const { caller, requests } of rows) shared.get(caller)!.heard = requests;
      if (window !== forgottenUpTo) await pool.query(FORGET, [window - 1]);
      forgottenUpTo = window;
    },
  };
}
