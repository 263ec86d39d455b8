import type { FastifyRequest } from 'fastify';
import type { Allowance, RateLimits } from '#access';
import type { Found } from '#contract';

/** The header fields of draft-ietf-httpapi-ratelimit-headers, with structured values (RFC 9651). */
function rateHeaders({ policy, limit, remaining, resetSeconds }: Allowance, windowSeconds: number) {
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
  };
}

/** Why a request is not answered: too many came before it. */
const tooMany = ({ policy, limit, resetSeconds }: Allowance, windowSeconds: number): Found => ({
  status: 429,
  code: 'too-many-requests',
  retryAfter: resetSeconds,
  detail: `${policy === 'key' ? 'A key' : 'An address'} may ask ${limit} times in ${windowSeconds} seconds; ask again in ${resetSeconds}`,
});

/**
 * Counts a request without a key by its address, and tells what is left to it. One with a key is counted once it is known whose
 * that is; but an address that has nothing left tries no keys. Gives the problem where nothing is left.
 */
export function countAddress(
  limits: RateLimits,
  { ip, headers: { authorization } }: FastifyRequest,
  headers: Record<string, string>,
): Found | undefined {
  const allowance = authorization === undefined ? limits.takeAddress(ip) : limits.lookAtAddress(ip);
  Object.assign(headers, rateHeaders(allowance, limits.windowSeconds));
  return allowance.isAllowed ? undefined : tooMany(allowance, limits.windowSeconds);
}

/** Counts a request of a key, and tells what is left to it; gives the problem where nothing is. */
export function countKey(limits: RateLimits, id: string, headers: Record<string, string>): Found | undefined {
  const allowance = limits.takeKey(id);
  Object.assign(headers, rateHeaders(allowance, limits.windowSeconds));
  return allowance.isAllowed ? undefined : tooMany(allowance, limits.windowSeconds);
}
