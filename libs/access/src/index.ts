export { createAudit, recordAct, type Act, type Actor, type Audit } from './audit.ts';
export { isWithin, widthOf, type Caller, type Reach, type Width } from './grants.ts';
export { createIdempotency, KEY_PATTERN, type Once } from './idempotency.ts';
export { createIdentify, type Identify, type OpenIdProvider } from './identify.ts';
export { createKeys, type Keys } from './keys.ts';
export { createRateLimits, type Allowance, type RateLimitOptions, type RateLimits } from './rate-limits.ts';

/** The tables of this lib, for `migrate`, under the name by which databases know them. */
export const accessMigrations = { lib: 'nest-kit', folder: new URL('./sql/', import.meta.url) };
