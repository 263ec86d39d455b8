import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';

export interface RateLimitOptions {
  /** Requests of one key in a window. */
  perKey: number;
  /** Requests of one address without a key in a window. */
  perAddress: number;
  /** In milliseconds; the same in all processes. */
  windowMs?: number;
  now?: () => number;
}

/** What is left to a caller: the numbers of the RateLimit header fields. */
export interface Allowance {
  isAllowed: boolean;
  policy: 'key' | 'address';
  limit: number;
  remaining: number;
  /** Seconds until it is as at first. */
  resetSeconds: number;
}

const MINUTE_MS = 60_000;
/** Processes tell each other so often what was asked of them. */
const TELL_MS = 250;
/** Callers that are told apart in a window; the others share what one may ask. */
const MOST_CALLERS = 50_000;
/** At a time, so that a flood of addresses is no flood of rows. */
const TOLD_AT_ONCE = 2_000;

const TELL = `
  insert into access.usage (caller, time_window, requests)
  select caller, $1, requests from unnest($2::text[], $3::int[]) as told (caller, requests)
  on conflict (caller, time_window) do update set requests = usage.requests + excluded.requests
  returning caller, requests`;
const FORGET = `delete from access.usage where time_window < $1`;

/** A caller within a window: what all processes had counted when they were last heard, and what this one has since. */
interface Usage {
  heard: number;
  own: number;
}

/**
 * How much one caller may ask, whichever processes he asks. A request is answered from memory: what was counted goes to the
 * database four times a second, and comes back as the sum over all processes. So somebody may go beyond by what he asks
 * within that time. Without the database each process counts for itself.
 */
export function createRateLimits(pool: Pool, options: RateLimitOptions, onError: (error: unknown) => void) {
  const { perKey, perAddress, windowMs = MINUTE_MS, now = Date.now } = options;
  let current = Math.floor(now() / windowMs);
  let usages = new Map<string, Usage>();
  const untold = new Set<string>();

  const usageOf = (caller: string): Usage => {
    const window = Math.floor(now() / windowMs);
    if (window !== current) {
      current = window;
      usages = new Map();
      untold.clear();
    }
    const name = usages.has(caller) || usages.size < MOST_CALLERS ? caller : 'others';
    const usage = usages.get(name) ?? { heard: 0, own: 0 };
    usages.set(name, usage);
    untold.add(name);
    return usage;
  };

  const tell = async () => {
    const window = current;
    const told = usages;
    const callers = [...untold].slice(0, TOLD_AT_ONCE).sort();
    if (callers.length === 0) return;
    for (const caller of callers) untold.delete(caller);
    const counts = callers.map((caller) => told.get(caller)!.own);
    const answered = pool.query<{ caller: string; requests: number }>(TELL, [window, callers, counts]);
    const { rows } = await answered.catch((error: unknown) => {
      if (window === current) for (const caller of callers) untold.add(caller);
      throw error;
    });
    for (const [i, caller] of callers.entries()) told.get(caller)!.own -= counts[i]!;
    for (const { caller, requests } of rows) told.get(caller)!.heard = requests;
    if (window !== forgottenUpTo) await pool.query(FORGET, [window - 1]);
    forgottenUpTo = window;
  };
  let forgottenUpTo = 0;
  let telling: Promise<void> | undefined;
  const timer = setInterval(() => {
    telling ??= tell()
      .catch(onError)
      .finally(() => (telling = undefined));
  }, TELL_MS);
  timer.unref();

  const allowanceOf = (policy: Allowance['policy'], caller: string, limit: number) => {
    const usage = usageOf(`${policy} ${caller}`);
    const used = usage.heard + usage.own;
    const resetSeconds = Math.ceil(((current + 1) * windowMs - now()) / 1000);
    const remaining = Math.max(0, limit - used - 1);
    const allowance: Allowance = { isAllowed: used < limit, policy, limit, remaining, resetSeconds };
    return { usage, allowance };
  };
  const take = (policy: Allowance['policy'], caller: string, limit: number): Allowance => {
    const { usage, allowance } = allowanceOf(policy, caller, limit);
    if (allowance.isAllowed) usage.own++;
    return allowance;
  };

  return {
    windowSeconds: windowMs / 1000,
    /** Counts one request of a key or a token. */
    takeKey: (id: string) => take('key', id, perKey),
    /** Counts one request of an address. */
    takeAddress: (address: string) => take('address', networkOf(address), perAddress),
    /** What an address may ask still, without counting. */
    lookAtAddress: (address: string) => allowanceOf('address', networkOf(address), perAddress).allowance,
    async close(): Promise<void> {
      clearInterval(timer);
      await telling;
      await tell().catch(onError);
    },
  };
}
export type RateLimits = ReturnType<typeof createRateLimits>;

/** An IPv6 caller has a network of 2^64 addresses: it is counted as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const all =
    tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - after.length).fill('0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
