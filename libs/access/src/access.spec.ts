import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { eventLogMigrations } from '#event-log';
import { createTemporaryDatabase } from '#testing';
import { accessMigrations, createIdempotency, createKeys } from './index.ts';

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let pool: Pool;
let owner: Pool;

beforeAll(async () => {
  database = await createTemporaryDatabase([eventLogMigrations, accessMigrations]);
  pool = createPool({ url: database.url, role: 'demarche_writer', name: 'access' });
  owner = createPool({ url: database.url, role: 'login', name: 'owner' });
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

describe('keys', () => {
  it('are found by what was given once, and by nothing else', async () => {
    const keys = createKeys(pool);
    const { id, key } = await keys.create(['read', 'write'], 'a test');
    expect(await keys.find(key)).toEqual({ id, scopes: ['read', 'write'] });
    expect(await keys.find(key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBeNull();
    expect(await keys.find(`${key}x`)).toBeNull();
    const { rows } = await owner.query('select api_key::text as all from access.api_key');
    expect(JSON.stringify(rows)).not.toContain(key.slice('dmr_'.length + id.length + 1));
  });

  it('are nobody’s once they are taken away', async () => {
    const keys = createKeys(pool);
    const { id, key } = await keys.create(['admin'], null);
    expect([await keys.revoke(id), await keys.revoke(id), await keys.find(key)]).toEqual([true, false, null]);
    expect((await keys.list()).find((each) => each.id === id)?.revokedAt).toEqual(expect.any(String));
  });
});

describe('a repeated request', () => {
  const once = () => createIdempotency(pool);
  const said = (n: number) => ({ status: 201, answer: { n } });
  const answer = said(1);

  it('is answered as it was, and worked on once', async () => {
    const [key, actor] = [randomUUID(), 'k'];
    let worked = 0;
    const ask = (request = 'POST /a') => once()({ actor, key, request }, async () => (worked++, answer));
    expect([await ask(), await ask()]).toEqual([answer, answer].map((each) => expect.objectContaining(each)));
    expect(worked).toBe(1);
    await expect(ask('POST /b')).rejects.toMatchObject({ found: { status: 422, code: 'idempotency-key-reused' } });
  });

  it('is told to wait while the first one is running, and takes its place once that is lost', async () => {
    const [key, actor, request] = [randomUUID(), 'k', 'POST /a'];
    const started = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const first = once()({ actor, key, request }, async () => {
      started.resolve();
      await goOn.promise;
      return answer;
    });
    await started.promise;
    const again = () => once()({ actor, key, request }, async () => said(2));
    await expect(again()).rejects.toMatchObject({ found: { status: 409, code: 'still-running' } });
    // As after a minute; and as it looks where the clock was set back by an hour since.
    for (const at of [`now() - interval '1 minute'`, `now() + interval '1 hour'`]) {
      await owner.query(`update access.idempotency set started_at = ${at}, status = null where key = $1`, [key]);
      expect(await again()).toMatchObject({ ...said(2), text: '{"n":2}' });
    }
    goOn.resolve();
    await first;
  });

  it('may use its key again where it was refused', async () => {
    const [key, actor, request] = [randomUUID(), 'k', 'POST /a'];
    await expect(once()({ actor, key, request }, () => Promise.reject(new Error('No')))).rejects.toThrow('No');
    expect(await once()({ actor, key, request }, async () => answer)).toMatchObject(answer);
  });
});
