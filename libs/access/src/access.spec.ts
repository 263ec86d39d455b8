import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { eventLogMigrations } from '#event-log';
import { createTemporaryDatabase } from '#testing';
import {
  accessMigrations,
  createAudit,
  createIdempotency,
  createKeys,
  createRateLimits,
  isWithin,
  widthOf,
} from './index.ts';
import { inBatches } from './in-batches.ts';
import { networkOf } from './rate-limits.ts';

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

const BY = { actor: 'test', address: '192.0.2.1' };

describe('keys', () => {
  it('are found by what was given once, and by nothing else', async () => {
    const keys = createKeys(pool);
    const { id, key } = await keys.create({ owner: 'acme', scopes: ['read', 'write:KZ', 'read'] }, BY);
    expect(await keys.find(key)).toEqual({ id, owner: 'acme', scopes: ['read', 'write:KZ'] });
    expect(await keys.find(key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBeNull();
    expect(await keys.find(`${key}x`)).toBeNull();
    const { rows } = await owner.query('select api_key::text as all from access.api_key');
    expect(JSON.stringify(rows)).not.toContain(key.slice('dmr_'.length + id.length + 1));
    expect((await keys.list(id))[0]!.lastUsedAt).toEqual(expect.any(String));
  });

  it('are nobody’s once they are taken away, or have ended', async () => {
    const keys = createKeys(pool);
    const { id, key } = await keys.create({ owner: 'acme', scopes: ['admin'] }, BY);
    expect([await keys.revoke(id, BY), await keys.revoke(id, BY), await keys.find(key)]).toEqual([true, false, null]);
    expect((await keys.list(id))[0]!.revokedAt).toEqual(expect.any(String));
    const end = Date.now() + 2_000;
    const ending = await keys.create({ owner: 'acme', scopes: ['read'], expiresAt: new Date(end).toISOString() }, BY);
    expect(await keys.find(ending.key)).not.toBeNull();
    // Found just before its end, it is not believed past it.
    await setTimeout(end - Date.now() - 40);
    await keys.find(ending.key);
    await setTimeout(end - Date.now() + 5);
    expect(await keys.find(ending.key)).toBeNull();
    // As everybody can read it, whatever offset it was told with.
    const far = { owner: 'acme', scopes: ['read'], expiresAt: '9998-11-09T00:25:50+22:57' };
    expect((await keys.create(far, BY)).expiresAt).toBe('9998-11-08T01:28:50.000Z');
    const beyond = { ...far, expiresAt: '9999-12-31T23:59:59-23:59' };
    await expect(keys.create(beyond, BY)).rejects.toMatchObject({ pointer: '/expiresAt' });
    const past = { owner: 'acme', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' };
    await expect(keys.create(past, BY)).rejects.toMatchObject({ pointer: '/expiresAt' });
  });

  it('are both valid while one takes the place of another', async () => {
    const keys = createKeys(pool);
    const old = await keys.create({ owner: 'acme', scopes: ['webhooks:un-sc'], note: 'screening' }, BY);
    const next = (await keys.rotate(old.id, { graceHours: 1 }, BY))!;
    expect([await keys.find(old.key), await keys.find(next.key)]).toEqual([
      { ...(await keys.find(old.key)) },
      { id: next.id, owner: 'acme', scopes: ['webhooks:un-sc'] },
    ]);
    const [told] = await keys.list(old.id);
    expect(told).toMatchObject({ replacedBy: next.id, note: 'screening' });
    expect(Date.parse(told!.expiresAt!) - Date.now()).toBeLessThanOrEqual(3_600_000);
    const last = (await keys.rotate(next.id, { graceHours: 0 }, BY))!;
    expect([await keys.find(next.key), (await keys.find(last.key))?.id]).toEqual([null, last.id]);
    expect(await keys.rotate(next.id, { graceHours: 0 }, BY)).toBeNull();
  });

  it('are nobody’s in another process either when it is said that they are taken away, or replaced at once', async () => {
    const [keys, others] = [createKeys(pool), createKeys(pool)];
    const first = await keys.create({ owner: 'acme', scopes: ['read'] }, BY);
    expect(await others.find(first.key)).not.toBeNull();
    const next = (await keys.rotate(first.id, { graceHours: 0 }, BY))!;
    expect([await others.find(first.key), (await others.find(next.key))?.id]).toEqual([null, next.id]);
    await keys.revoke(next.id, BY);
    expect(await others.find(next.key)).toBeNull();
  });

  it('stand in the audit trail with who made, rotated and revoked them, and never with the key', async () => {
    const keys = createKeys(pool);
    const audit = createAudit(pool);
    const made = await keys.create({ owner: 'acme', scopes: ['read'] }, BY);
    const next = (await keys.rotate(made.id, { graceHours: 0 }, BY))!;
    await keys.revoke(next.id, BY);
    const { items } = await audit.page({ after: 0, limit: 500, actor: 'test' });
    const own = items.filter(({ target }) => target === made.id || target === next.id);
    expect(own.map(({ action, target, address }) => [action, target, address])).toEqual([
      ['key.created', made.id, '192.0.2.1'],
      ['key.rotated', made.id, '192.0.2.1'],
      ['key.revoked', next.id, '192.0.2.1'],
    ]);
    for (const { key, id } of [made, next]) expect(JSON.stringify(items)).not.toContain(key.slice(5 + id.length));
    await audit.close();
  });
});

describe('what is looked up together', () => {
  it('is never answered from before it was asked, and each asker hears of his own', async () => {
    let turn = Promise.withResolvers<void>();
    let begun = 0;
    const asked: string[][] = [];
    const find = inBatches(async (keys) => {
      const state = ++begun;
      asked.push(keys);
      await turn.promise;
      return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key} as of ${state}`]));
    });
    const first = find('a');
    await setTimeout(5);
    const later = [find('a'), find('b'), find('none'), find('b')];
    turn.resolve();
    turn = Promise.withResolvers();
    turn.resolve();
    expect([await first, ...(await Promise.all(later))]).toEqual([
      'a as of 1',
      'a as of 2',
      'b as of 2',
      null,
      'b as of 2',
    ]);
    expect(asked).toEqual([['a'], ['a', 'b', 'none']]);
  });

  it('fails for those who asked, and for nobody after them', async () => {
    let isBroken = true;
    const find = inBatches(async (keys) => {
      if (isBroken) throw new Error('Gone');
      return new Map(keys.map((key) => [key, key]));
    });
    await expect(find('a')).rejects.toThrow('Gone');
    isBroken = false;
    expect(await find('a')).toBe('a');
  });
});

describe('the audit trail', () => {
  it('counts refusals that are alike, in pages, and cannot be changed by who writes it', async () => {
    const audit = createAudit(pool);
    const refusal = { actor: 'flood', address: '192.0.2.9', status: 403, target: 'GET /v1/lists' };
    for (let n = 0; n < 5; n++) audit.refused(refusal);
    audit.refused({ ...refusal, status: 401 });
    const first = await audit.page({ after: 0, limit: 1, actor: 'flood' });
    expect(first.items).toMatchObject([{ action: 'refused.403', target: 'GET /v1/lists', count: 5 }]);
    const rest = await audit.page({ after: first.next!, limit: 5, actor: 'flood' });
    expect(rest).toMatchObject({ items: [{ action: 'refused.401', count: 1 }], next: null });
    await audit.close();
    await expect(pool.query(`update access.audit set actor = 'nobody'`)).rejects.toThrow('permission denied');
    await expect(pool.query(`delete from access.audit where action = 'key.created'`)).rejects.toThrow('stays in');
  });

  it('tells a flood of different callers apart up to a bound', async () => {
    const audit = createAudit(pool);
    for (let n = 0; n < 2_000; n++)
      audit.refused({ actor: 'anonymous', address: `198.51.100.${n}`, status: 429, target: 'GET /v1/events' });
    const { items } = await audit.page({ after: 0, limit: 1_000, action: 'refused.429' });
    expect(items.length).toBeLessThanOrEqual(501);
    expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(2_000);
    await audit.close();
  });
});

describe('a scope', () => {
  it('reaches as far as it says, and implies reading', () => {
    expect(widthOf(['admin'], 'audit')).toBe('all');
    expect(widthOf(['write'], 'read')).toBe('all');
    expect(widthOf(['webhooks:KZ', 'read:un-sc'], 'read')).toEqual(['KZ', 'un-sc']);
    expect([widthOf(['read'], 'write'), widthOf(['audit'], 'read'), widthOf([], 'read')]).toEqual([[], [], []]);
    expect(isWithin(['KZ'], [{ list: 'kz-afm', authority: 'KZ' }])).toBe(true);
    expect(
      isWithin(
        ['KZ'],
        [
          { list: 'kz-afm', authority: 'KZ' },
          { list: 'un-sc', authority: 'UN' },
        ],
      ),
    ).toBe(false);
    // A list of that name elsewhere is another list; and who asks about nothing in particular asks about everything.
    expect([isWithin(['un-sc'], [{ list: 'un-sc-sample' }]), isWithin(['KZ'], [])]).toEqual([false, false]);
  });
});

describe('how much may be asked', () => {
  const options = { perKey: 10, perAddress: 5, windowMs: 60_000 };
  const failed = (error: unknown) => {
    throw error;
  };
  const until = async (holds: () => boolean) => {
    for (let n = 0; !holds(); n++) {
      if (n > 1_000) throw new Error('It did not come to hold');
      await setTimeout(20);
    }
  };

  it('is counted over all processes, by key and by address', async () => {
    const [one, other] = [createRateLimits(pool, options, failed), createRateLimits(pool, options, failed)];
    for (let n = 0; n < 4; n++) expect(one.takeAddress('192.0.2.1').isAllowed).toBe(true);
    await until(() => other.lookAtAddress('192.0.2.1').remaining === 0);
    expect(other.takeAddress('192.0.2.1')).toMatchObject({ isAllowed: true, limit: 5, remaining: 0 });
    await until(() => !one.lookAtAddress('192.0.2.1').isAllowed);
    expect([one.takeAddress('192.0.2.1'), other.takeAddress('192.0.2.1')].map((each) => each.isAllowed)).toEqual([
      false,
      false,
    ]);
    // Others are not held up by it.
    expect([one.takeAddress('192.0.2.2').remaining, one.takeKey('192.0.2.1').remaining]).toEqual([4, 9]);
    await Promise.all([one.close(), other.close()]);
  });

  it('begins anew with each window', async () => {
    let now = 60_000 * 1_000;
    const limits = createRateLimits(pool, { ...options, now: () => now }, failed);
    for (let n = 0; n < 10; n++) limits.takeKey('k');
    expect(limits.takeKey('k')).toMatchObject({ isAllowed: false, remaining: 0, resetSeconds: 60 });
    now += 59_500;
    expect(limits.takeKey('k')).toMatchObject({ isAllowed: false, resetSeconds: 1 });
    now += 500;
    expect(limits.takeKey('k')).toMatchObject({ isAllowed: true, remaining: 9 });
    await limits.close();
  });

  it('counts a network of IPv6 as one caller', () => {
    const networks = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:0db8:0001:0002:1:2:3:4'].map(networkOf);
    expect(new Set(networks)).toEqual(new Set(['2001:db8:1:2::/64']));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect([networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1')]).toEqual(['192.0.2.1', '192.0.2.1']);
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
