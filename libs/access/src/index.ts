export { createIdempotency, KEY_PATTERN, type Once } from './idempotency.ts';
export { createKeys, SCOPES, type ApiKey, type Keys, type Scope } from './keys.ts';

/** The tables of this lib, for `migrate`, under the name by which databases know them. */
export const accessMigrations = { lib: 'nest-kit', folder: new URL('./sql/', import.meta.url) };
