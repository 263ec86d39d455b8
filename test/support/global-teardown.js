import { rm } from 'node:fs/promises';

export default async function teardown() {
  const { server, home } = globalThis.testServer;
  await server.release({ waitMs: 2_000 });
  await rm(home, { recursive: true, force: true });
}
