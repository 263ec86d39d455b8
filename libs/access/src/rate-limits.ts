import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { createUsages } from './usages.ts';

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
const SHARE_MS = 250;

/**
 * How much one caller may ask, whichever processes he asks. A request is answered from memory: what was counted goes to the
 * database four times a second, and comes back as the sum over all processes. So somebody may go beyond by what he asks
 * within that time. Without the database each process counts for itself.
 */
export function createRateLimits(pool: Pool, options: RateLimitOptions, onError: (error: unknown) => void) {
  const { perKey, perAddress, windowMs = MINUTE_MS, now = Date.now } = options;
  const usages = createUsages(pool, windowMs, now);
  let sharing: Promise<void> | undefined;
  const timer = setInterval(() => {
    sharing ??= usages
      .share()
      .catch(onError)
      .finally(() => (sharing = undefined));
  }, SHARE_MS);
  timer.unref();

  const allowanceOf = (policy: Allowance['policy'], caller: string, limit: number) => {
    const usage = usages.of(`${policy} ${caller}`);
    const used = usage.heard + usage.own;
    const resetSeconds = Math.ceil(usages.left() / 1000);
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
      await sharing;
      await usages.share().catch(onError);
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
