import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTemporaryDatabase } from '#testing';

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let folder: string;
beforeAll(async () => {
  database = await createTemporaryDatabase([]);
  folder = await mkdtemp(join(tmpdir(), 'demarche-service-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

it('ends a service with a line and exit 1 when one of its parts fails, and stops the others', async () => {
  const inbox = join(folder, 'inbox');
  await writeFile(inbox, 'a file where a folder is needed');
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    KAFKA_BROKERS: 'localhost:1',
    INGEST_INBOX: inbox,
    FETCH: 'on',
    LOG_LEVEL: 'info',
  };
  const child = spawn(process.execPath, ['dist/apps/ingest/src/main.js'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(1);
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; err?: { message: string } });
  expect(lines.find(({ msg }) => msg === 'service.failed')?.err?.message).toMatch(/ENOTDIR|EEXIST/);
  expect(lines.at(-1)?.msg).toBe('service.stopped');
});
