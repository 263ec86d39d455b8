import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useEmbeddedServer } from '../../libs/database/src/embedded.ts';

/** One real PostgreSQL for the whole test run; each spec makes databases of its own in it. */
export default async function setup() {
  const home = await mkdtemp(join(tmpdir(), 'demarche-test-'));
  await chmod(home, 0o755);
  const server = await useEmbeddedServer(home, { max_connections: '200', fsync: 'off' });
  process.env.TEST_DATABASE_URL = server.url;
  globalThis.testServer = { server, home };
}
