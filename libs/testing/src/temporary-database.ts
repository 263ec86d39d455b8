import { randomBytes } from 'node:crypto';
import { migrate, onServer, type Migrations } from '#database';

/**
 * A migrated database of its own in the test run's PostgreSQL. `drop` it when the spec is done; connections that a test
 * left open do not keep it.
 */
export async function createTemporaryDatabase(
  libs: readonly Migrations[],
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is missing: run the specs with `npm test`, which starts a PostgreSQL');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href, libs);
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}
