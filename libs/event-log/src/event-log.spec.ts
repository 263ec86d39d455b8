import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createNotifications, createPool, type Notifications } from '#database';
import { contentHash } from '#domain';
import { createTemporaryDatabase, sample } from '#testing';
import { describeEventLog } from './event-log.contract.ts';
import { createMemoryEventLog, createPostgresEventLog, eventLogMigrations, type EventLog } from './index.ts';

describe('the event log in memory', () => {
  describeEventLog(async () => createMemoryEventLog());
});

describe('the event log in PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  let owner: Pool;
  let pool: Pool;
  let notifications: Notifications;
  const open = async (from: Pool = pool): Promise<EventLog> => createPostgresEventLog({ pool: from, notifications });

  beforeAll(async () => {
    database = await createTemporaryDatabase([eventLogMigrations]);
    owner = createPool({ url: database.url, role: 'login', name: 'test owner' });
    pool = createPool({ url: database.url, role: 'demarche_writer', name: 'test' });
    notifications = createNotifications(database.url, 'event_log');
  });
  // The triggers that refuse it are what makes a log; only a test may look away.
  afterEach(async () => {
    await owner.query('alter table event_log.event disable trigger all; truncate event_log.event');
    await owner.query(`alter table event_log.event enable always trigger no_change;
      alter table event_log.event enable always trigger no_truncate`);
  });
  afterAll(async () => {
    await notifications.close();
    await Promise.all([pool.end(), owner.end()]);
    await database.drop();
  });

  describeEventLog(() => open());

  const append = async (log: EventLog, stream = 's') =>
    log.append({
      id: randomUUID(),
      streams: [{ stream, expected: 'any', events: [sample.designated('A', '2020')] }],
      private: { actor: 'key-1' },
    });

  it.each([`update event_log.event set type = 'X'`, 'delete from event_log.event', 'truncate event_log.event'])(
    'lets nobody run: %s',
    async (sql) => {
      await append(await open());
      await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
      await expect(owner.query(sql)).rejects.toThrow(/never changed or deleted/);
      await expect(owner.query(`set session_replication_role = replica; ${sql}`)).rejects.toThrow(
        /never changed or deleted/,
      );
      await owner.query('set session_replication_role = origin');
    },
  );

  it('shows what is private to the writer alone', async () => {
    await append(await open());
    const reader = createPool({ url: database.url, role: 'demarche_reader', name: 'test reader' });
    try {
      await expect(reader.query('select private from event_log.event')).rejects.toThrow(/permission denied/);
      await expect(reader.query(`select event_log.append(${Array(19).fill('null').join()})`)).rejects.toThrow(
        /permission denied/,
      );
      await expect(pool.query(`insert into event_log.event (position) values (9)`)).rejects.toThrow(
        /permission denied/,
      );
      const { rows } = await pool.query<{ private: object; hash: string }>(
        `select private, encode(private_sha256, 'hex') as hash from event_log.event`,
      );
      expect(rows).toEqual([
        {
          private: { actor: 'key-1', schemaVersion: 2, salt: expect.stringMatching(/^[0-9a-f]{32}$/) },
          hash: contentHash(rows[0]!.private),
        },
      ]);
      expect(await (await open(reader)).head()).toBe(1);
    } finally {
      await reader.end();
    }
  });

  it('keeps recordedAt from running back when the clock does', async () => {
    const log = await open();
    await append(log);
    await owner.query(`alter table event_log.event disable trigger all;
      update event_log.event set recorded_at = now() + interval '1 hour'`);
    await append(log);
    const [first, second] = await log.read({ after: 0, limit: 2 });
    expect(second!.recordedAt).toBe(first!.recordedAt);
  });

  it('orders several processes that append at once', async () => {
    const pools = Array.from({ length: 4 }, (_, i) =>
      createPool({ url: database.url, role: 'demarche_writer', name: `writer ${i}` }),
    );
    const logs = await Promise.all(pools.map(open));
    try {
      const results = await Promise.all(
        Array.from({ length: 400 }, (_, i) =>
          logs[i % 4]!.append({
            id: randomUUID(),
            streams: [
              {
                stream: `contended-${i % 3}`,
                expected: i % 5 === 0 ? 0 : 'any',
                events: [sample.designated(String(i), '2020')],
              },
            ],
          }),
        ),
      );
      const appended = results.filter(({ status }) => status === 'appended').length;
      const events = await logs[0]!.read({ after: 0, limit: 1_000 });
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: appended }, (_, i) => i + 1));
      for (const n of [0, 1, 2]) {
        const versions = (await logs[0]!.readStream(`contended-${n}`)).map(({ version }) => version);
        expect(versions).toEqual(versions.map((_, i) => i + 1));
      }
    } finally {
      await Promise.all(pools.map((each) => each.end()));
    }
  });

  it('answers an instant of just now only when what is being recorded has come in', async () => {
    const log = await open();
    await log.append({ id: randomUUID(), streams: [{ stream: 's', expected: 'any', events: [sample.registered()] }] });
    const [before] = await log.read({ after: 0, limit: 1 });
    await new Promise((done) => setTimeout(done, 5));
    const appending = await pool.connect();
    await appending.query('begin');
    await appending.query(`select pg_advisory_xact_lock(hashtext('demarche.event_log'))`);
    let isAnswered = false;
    const asked = log.positionAt(new Date().toISOString()).then((position) => {
      isAnswered = true;
      return position;
    });
    // What a later event makes final does not wait.
    expect(await log.positionAt(new Date(Date.parse(before!.recordedAt) - 1).toISOString())).toBe(0);
    await new Promise((done) => setTimeout(done, 300));
    expect(isAnswered).toBe(false);
    await appending.query('commit');
    appending.release();
    expect(await asked).toBe(1);
  });

  it('waits for the lock only so long, and says that nothing was recorded', async () => {
    const blocker = await owner.connect();
    await owner.query(`alter function event_log.append set lock_timeout = '50ms'`);
    try {
      await blocker.query(`begin; select pg_advisory_xact_lock(hashtext('demarche.event_log'))`);
      await expect(append(await open())).rejects.toMatchObject({ name: 'LogUnavailableError' });
      await blocker.query('rollback');
      expect(await append(await open())).toMatchObject({ status: 'appended', from: 1 });
    } finally {
      await owner.query(`alter function event_log.append set lock_timeout = '10s'`);
      blocker.release();
    }
  });

  it('says what to do when the disk is full, and has written nothing by halves', async () => {
    await owner.query(`
      create function event_log.no_space() returns trigger language plpgsql as
        $$ begin if new.batch_index = 1 then raise exception 'No space left on device' using errcode = '53100'; end if; return new; end $$;
      create trigger no_space before insert on event_log.event for each row execute function event_log.no_space()`);
    const log = await open();
    const events = [sample.designated('A', '2020'), sample.designated('B', '2020')];
    const submission = { id: randomUUID(), streams: [{ stream: 's', expected: 'none' as const, events }] };
    try {
      await expect(log.append(submission)).rejects.toThrow(/No space left.*send the same again/);
      expect(await log.head()).toBe(0);
    } finally {
      await owner.query('drop function event_log.no_space cascade');
    }
    expect(await log.append(submission)).toMatchObject({ status: 'appended', from: 1, to: 2 });
  });

  it('refuses the one submission that the database cannot take, and takes those that came with it', async () => {
    await owner.query(`
      create function event_log.poison() returns trigger language plpgsql as
        $$ begin if new.stream = 'poisoned' then raise exception 'Cannot take it'; end if; return new; end $$;
      create trigger poison before insert on event_log.event for each row execute function event_log.poison()`);
    const log = await open();
    try {
      // The first goes alone; the others arrive while it is on its way and share one call.
      const results = await Promise.allSettled(['first', 'a', 'poisoned', 'b'].map((stream) => append(log, stream)));
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
      expect((await log.read({ after: 0, limit: 9 })).map(({ stream }) => stream)).toEqual(['first', 'a', 'b']);
    } finally {
      await owner.query('drop function event_log.poison cascade');
    }
  });

  it('survives the loss of its connections', async () => {
    const log = await open();
    await append(log);
    await owner
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
      )
      .catch(() => undefined);
    expect(await append(log)).toMatchObject({ status: 'appended', from: 2 });
    expect(await log.head()).toBe(2);
  });
});
