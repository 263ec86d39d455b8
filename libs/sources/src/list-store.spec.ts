import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onServer } from '#database';
import { createTemporaryDatabase, sample } from '#testing';
import { openFollower } from '#process';
import { openListStore } from './list-store.ts';

const submission = () => ({
  id: randomUUID(),
  streams: [{ stream: `s-${randomUUID()}`, expected: 'none' as const, events: [sample.designated('A', '2020')] }],
});

describe('the database of a process', () => {
  const login = `app_${randomBytes(6).toString('hex')}`;
  let owner: string;
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  const as = (user: string) => {
    const url = new URL(owner);
    [url.username, url.password] = [user, 'secret'];
    return url.href;
  };

  beforeAll(async () => {
    // Empty, as an operator makes it. The roles belong to the server and are there already.
    database = await createTemporaryDatabase([]);
    owner = database.url;
    await onServer(owner, 'drop schema demarche cascade');
    await onServer(
      owner,
      `create role ${login} login password 'secret'; grant demarche_writer, demarche_projector, demarche_reader to ${login}`,
    );
  });
  afterAll(async () => {
    await database.drop();
    await onServer(process.env.TEST_DATABASE_URL!, `drop role ${login}`);
  });

  it('is brought to this version by one login and run with another, which can change no table of the log', async () => {
    await expect(openListStore(as(login), 'test')).rejects.toThrow(
      /this login may not make them.*MIGRATE_DATABASE_URL/,
    );
    await (await openListStore(as(login), 'test', { migrateUrl: owner })).close();
    // From then on there is nothing to do, and the login needs no help.
    const store = await openListStore(as(login), 'test');
    try {
      expect(await store.log.append(submission())).toMatchObject({ status: 'appended' });
      for (const sql of [
        'alter table event_log.event disable trigger all',
        'set session_replication_role = replica',
        'set role demarche_owner',
        'drop table event_log.event',
        'delete from event_log.event',
      ])
        await expect(onServer(as(login), sql)).rejects.toThrow(/permission denied|must be owner/);
    } finally {
      await store.close();
    }
  });

  it('gives a follower no way to record anything', async () => {
    const follower = await openFollower(as(login), 'test follower', { poolMax: 4 });
    try {
      await expect(follower.log.append(submission())).rejects.toThrow(/permission denied/);
      for (const pool of [follower.projector, follower.reader]) {
        await expect(pool.query('select private from event_log.event')).rejects.toThrow(/permission denied/);
        await expect(pool.query('select * from access.api_key')).rejects.toThrow(/permission denied/);
        expect(pool.options.max).toBe(4);
      }
      const { log } = follower;
      expect(await log.read({ after: 0, limit: 9 })).toHaveLength(await log.head());
    } finally {
      await follower.close();
    }
  });

  it('reads with the reader’s rights, where it records too', async () => {
    const store = await openListStore(owner, 'test reading');
    try {
      await store.log.append(submission());
      await store.log.readStream('none');
      const { rows } = await store.reader.query<{ query: string }>(
        `select query from pg_stat_activity where application_name = 'test reading writer' and query ~ 'from event_log.event'`,
      );
      expect(rows).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
