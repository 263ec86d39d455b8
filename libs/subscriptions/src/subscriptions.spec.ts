import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createNotifications, createPool, type Notifications } from '#database';
import { createPostgresEventLog, eventLogMigrations, type EventLog } from '#event-log';
import { createLogTransport, together, type Log } from '#messaging';
import { createTemporaryDatabase, sample } from '#testing';
import {
  createLease,
  createOutletSubscription,
  createProgress,
  createRelayLease,
  createSubscription,
  ensureReadModels,
  projecting,
  rebuild,
  runReadModels,
  subscriptionsMigrations,
  unpark,
  type Outlet,
  type Progress,
  type ReadModel,
  type Subscriber,
} from './index.ts';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const WAIT_MS = 60_000;

describe('subscriptions', () => {
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  let [writer, projector, owner]: Pool[] = [];
  let notifications: Notifications[] = [];
  let log: EventLog;
  let progress: Progress;
  const folders: string[] = [];

  beforeAll(async () => {
    database = await createTemporaryDatabase([eventLogMigrations, subscriptionsMigrations]);
    const { url } = database;
    writer = createPool({ url, role: 'demarche_writer', name: 'test writer' });
    projector = createPool({ url, role: 'demarche_projector', name: 'test projector' });
    owner = createPool({ url, role: 'login', name: 'test owner' });
    notifications = [createNotifications(url, 'event_log'), createNotifications(url, 'subscriptions')];
    log = createPostgresEventLog({ pool: writer, notifications: notifications[0]! });
    progress = createProgress(projector, notifications[1]!);
  });
  afterEach(() => running.splice(0).reduce((last, stop) => last.then(stop), Promise.resolve()), WAIT_MS);
  afterAll(async () => {
    await Promise.all(notifications.map((each) => each.close()));
    await Promise.all([writer!.end(), projector!.end(), owner!.end()]);
    await database.drop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  });

  const append = async (reference: string, authority = 'XX') => {
    const event = sample.designated(reference, '2001', { authority });
    const stream = `designation-xx-test:${reference}`;
    await log.append({ id: randomUUID(), streams: [{ stream, expected: 'any', events: [event] }] });
  };
  const running: (() => Promise<void>)[] = [];
  const run = (follower: Subscriber | Outlet, lookMs?: number): void => {
    const stop = new AbortController();
    const options = { pool: projector!, claim: 'wait' as const, signal: stop.signal };
    const subscription =
      'send' in follower
        ? createOutletSubscription({ ...options, subscriber: follower, lookMs })
        : createSubscription({ ...options, subscriber: follower });
    const done = createLogTransport(log, quiet).run(subscription, stop.signal);
    done.catch(() => undefined);
    running.push(() => {
      stop.abort();
      return done;
    });
  };
  const standing = async (name: string) => (await progress.standings()).find((each) => each.name === name);
  const until = async (what: string, holds: () => Promise<boolean>) => {
    for (const deadline = Date.now() + WAIT_MS; !(await holds());) {
      if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const caughtUp = (name: string) =>
    until(`${name} has all`, async () => (await standing(name))?.position === (await log.head()));

  describe('with an effect outside the database', () => {
    /** A post office that can be closed. */
    const office = (name: string) => {
      const state = { isOpen: true, isAnew: false, sent: [] as string[], poison: new Set<string>(), checks: 0 };
      const outlet: Outlet = {
        name,
        async check() {
          state.checks++;
          if (!state.isOpen) throw new Error('The office is closed');
          const isThere = !state.isAnew;
          state.isAnew = false;
          return isThere;
        },
        async send(events) {
          if (!state.isOpen) throw new Error('The office is closed');
          for (const { stream } of events) if (state.poison.has(stream)) throw new RangeError('Cannot be written');
          state.sent.push(...events.map(({ stream }) => stream.slice('designation-xx-test:'.length)));
          return new Map([[0, String(state.sent.length)]]);
        },
        isPoison: (error) => error instanceof RangeError,
        isGone: () => false,
      };
      return { state, outlet };
    };

    it('parks nothing while the outside is away, tells of it, and sends everything afterwards', async () => {
      const { state, outlet } = office('away');
      run(outlet);
      await append('away-1');
      await caughtUp('away');
      state.isOpen = false;
      await append('away-2');
      await append('away-3');
      await until('it is told', async () => ((await standing('away'))?.attempts ?? 0) >= 3);
      expect(await standing('away')).toMatchObject({ parked: 0, failingSince: expect.any(Date) });
      state.isOpen = true;
      await caughtUp('away');
      await until('it is told no more', async () => (await standing('away'))?.failingSince === null);
      expect(await standing('away')).toMatchObject({ parked: 0, attempts: 0 });
      expect(state.sent.filter((each) => each.startsWith('away'))).toEqual(['away-1', 'away-2', 'away-3']);
    });

    it('holds no lock of the database while it sends', async () => {
      const { outlet } = office('waiting');
      const sending = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<void>();
      run({
        ...outlet,
        async send(events) {
          sending.resolve();
          await answer.promise;
          return outlet.send(events);
        },
      });
      await append('waiting-1');
      await sending.promise;
      const { rowCount } = await projector!.query(
        `select 1 from subscriptions.checkpoint where subscription = 'waiting' for update nowait`,
      );
      expect(rowCount).toBe(12);
      const { rows } = await owner!.query(
        `select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
      );
      expect(rows).toEqual([]);
      answer.resolve();
      await caughtUp('waiting');
    });

    it('parks what is poison alone, and sends it again when it is told to', async () => {
      const { state, outlet } = office('poisoned');
      run(outlet);
      await caughtUp('poisoned');
      state.poison.add('designation-xx-test:bad');
      await append('bad');
      await append('good');
      await append('bad');
      await caughtUp('poisoned');
      expect(await standing('poisoned')).toMatchObject({ parked: 2 });
      expect(await unpark(projector!, log, outlet)).toEqual({ applied: 0, stillParked: 2 });
      state.poison.clear();
      expect(await unpark(projector!, log, outlet)).toEqual({ applied: 2, stillParked: 0 });
      expect(state.sent.slice(-3)).toEqual(['good', 'bad', 'bad']);
    });

    it('sends everything anew where what was sent is gone, though nothing is recorded', async () => {
      const { state, outlet } = office('anew');
      run(outlet, 50);
      await caughtUp('anew');
      const all = await log.head();
      expect(state.sent).toHaveLength(all);
      state.isAnew = true;
      await until('all is sent again', async () => state.sent.length === 2 * all);
      await caughtUp('anew');
    });
  });

  it('tries again what is not the event’s fault, however long, and parks none of it', async () => {
    let fault = `select * from a_table_that_is_not_there`;
    const applied: number[] = [];
    run({
      name: 'trouble',
      isPoison: projecting(await modelOf(1)).isPoison,
      async apply(tx, events) {
        await tx.query(fault);
        applied.push(...events.map(({ position }) => position));
      },
    });
    await append('trouble');
    await until('it is told', async () => ((await standing('trouble'))?.attempts ?? 0) >= 2);
    fault = 'select 1';
    await caughtUp('trouble');
    expect(await standing('trouble')).toMatchObject({ parked: 0 });
    expect(applied).toEqual(Array.from({ length: await log.head() }, (_, i) => i + 1));
  });

  it('stops every part where one cannot go on, and says which failure was the first', async () => {
    const ended: string[] = [];
    const part = (name: string, fails: boolean) => async (signal: AbortSignal) => {
      if (fails) throw new Error(`${name} cannot go on`);
      await new Promise((done) => signal.addEventListener('abort', done));
      ended.push(name);
    };
    const { signal } = new AbortController();
    const parts = [part('one', false), part('two', true), part('three', false)];
    await expect(together(signal, parts)).rejects.toThrow('two cannot go on');
    expect(ended).toEqual(['one', 'three']);
    const quitting = [part('one', false), async () => undefined];
    await expect(together(signal, quitting)).rejects.toThrow(/ended before it was told to/);
  });

  /** A read model that counts, in one version or another. */
  async function modelOf(revision: number, { columns = '', slow = async () => {}, name = 'counted' } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'demarche-model-'));
    folders.push(folder);
    const tables = pathToFileURL(join(folder, 'table.sql'));
    await writeFile(tables, `create table tally (authority text primary key, events integer not null${columns});`);
    const model: ReadModel & { batches: number } = {
      name,
      schema: name,
      tables,
      revision,
      batches: 0,
      digested: { tally: ['authority', 'events'] },
      async apply(tx, events) {
        model.batches++;
        await slow();
        for (const { authority } of events)
          await tx.query(
            `insert into tally (authority, events) values ($1, 1) on conflict (authority) do update set events = tally.events + 1`,
            [authority],
          );
      },
    };
    return model;
  }
  const follow = (model: ReadModel, signal: AbortSignal) =>
    runReadModels([model], { pool: projector!, transport: createLogTransport(log, quiet), claim: 'wait', signal });
  const tally = async (table = 'counted.tally') =>
    (await owner!.query<{ events: number }>(`select sum(events)::integer as events from ${table}`)).rows[0]!.events;

  it('gives leases back in the order in which they are fenced, so that two never wait for each other', async () => {
    const lease = createLease(projector!, 'in-order');
    await lease.claim([0, 1, 2, 3], { steal: false });
    // So that the plan is that of a table that is known.
    await owner!.query('analyze subscriptions.checkpoint');
    const fencing = await owner!.connect();
    const lock = (partitions: string) =>
      fencing.query(
        `select from subscriptions.checkpoint where subscription = 'in-order' and partition in (${partitions}) for update`,
      );
    const WAITING = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    try {
      await fencing.query('begin');
      await lock('0');
      const released = lease.release([3, 2, 1, 0]);
      while ((await owner!.query(WAITING)).rowCount === 0) await new Promise((later) => setTimeout(later, 10));
      await lock('1, 2, 3');
      await fencing.query('rollback');
      await released;
      const left = await owner!.query(
        `select from subscriptions.checkpoint where subscription = 'in-order' and expires_at > '-infinity'`,
      );
      expect(left.rowCount).toBe(0);
    } finally {
      fencing.release();
    }
  });

  it('lets nobody write under an old lease, and lets a dead owner be succeeded', async () => {
    const subscriber = { name: 'fenced-test', apply: async () => undefined, isPoison: () => false };
    const subscription = (claim: 'steal' | 'wait', signal: AbortSignal) =>
      createSubscription({ pool: projector!, subscriber, claim, signal });
    const signal = new AbortController().signal;
    const reached = (partitions: number[], through: number) => partitions.map((partition) => ({ partition, through }));
    const first = subscription('wait', signal);
    await first.assigned([0, 1]);
    await first.deliver({ events: [], reached: reached([0, 1], 5) });

    const impatient = new AbortController();
    const waiting = subscription('wait', impatient.signal).assigned([0, 1]);
    setTimeout(() => impatient.abort(), 100);
    await expect(waiting).rejects.toThrow();

    const thief = subscription('steal', signal);
    expect((await thief.assigned([1])).get(1)?.position).toBe(5);
    await expect(first.deliver({ events: [], reached: reached([0, 1], 9) })).rejects.toMatchObject({
      name: 'FencedError',
    });
    await thief.deliver({ events: [], reached: reached([1], 7) });

    // As a lease is once its owner is dead; and as it is where the clock was set back since: that takes nobody out for hours.
    for (const ends of ['now()', `now() + interval '2 hours'`]) {
      await projector!.query(
        `update subscriptions.checkpoint set expires_at = ${ends} where subscription = 'fenced-test'`,
      );
      const heir = await subscription('wait', signal).assigned([0, 1]);
      expect([heir.get(0)?.position, heir.get(1)?.position]).toEqual([5, 7]);
    }
  });

  it('lets the relay be led on where the clock was set back', async () => {
    const [dead, heir] = [createRelayLease(projector!, 'clock-test'), createRelayLease(projector!, 'clock-test')];
    expect(await dead.acquire()).toMatchObject({ position: 0 });
    expect(await heir.acquire()).toBeNull();
    await projector!.query(
      `update subscriptions.checkpoint set expires_at = now() + interval '2 hours' where subscription = 'clock-test'`,
    );
    expect(await heir.acquire()).toMatchObject({ position: 0 });
  });

  describe('of two versions', () => {
    it('writes only into tables of its own version, and ends where they are another’s', async () => {
      const [old, next] = [await modelOf(1), await modelOf(2)];
      await ensureReadModels(projector!, log, [old]);
      const stop = new AbortController();
      const older = follow(old, stop.signal);
      older.catch(() => undefined);
      await caughtUp('counted');
      await ensureReadModels(projector!, log, [next]);
      await append('after-the-swap');
      await expect(older).rejects.toThrow(/another version of Demarche/);
      await expect(ensureReadModels(projector!, log, [old])).rejects.toThrow(/another version of Demarche/);
      const newer = follow(next, stop.signal);
      await caughtUp('counted');
      stop.abort();
      await newer;
      expect(await tally()).toBe(await log.head());
      expect(await standing('counted')).toMatchObject({ parked: 0 });
      expect(await rebuild(projector!, log, next)).toMatchObject({ equal: true });
    });

    it('fills a read model once, however many processes start together', async () => {
      const started = await modelOf(3);
      await ensureReadModels(projector!, log, [started]);
      const models = await Promise.all(Array.from({ length: 4 }, () => modelOf(4)));
      const pools = models.map(() =>
        createPool({ url: database.url, role: 'demarche_projector', name: 'test starting' }),
      );
      await Promise.all(models.map((model, i) => ensureReadModels(pools[i]!, log, [model])));
      expect(models.filter(({ batches }) => batches > 0)).toHaveLength(1);
      await Promise.all(pools.map((pool) => pool.end()));
    });

    it('keeps the views that people built, on the views that stay', async () => {
      await ensureReadModels(projector!, log, [await modelOf(5)]);
      await owner!.query('create view mine as select authority, events from read_models.counted_tally');
      const next = await modelOf(6, { columns: ', more text' });
      await ensureReadModels(projector!, log, [next]);
      expect(await tally('mine')).toBe(await tally());
      expect(await rebuild(projector!, log, next)).toMatchObject({ swapped: true });
      expect(await tally('mine')).toBe(await tally());
      const { rows } = await owner!.query(`select more from read_models.counted_tally limit 1`);
      expect(rows).toEqual([{ more: null }]);
    });

    it('says which view is in the way, and leaves everything as it is', async () => {
      const current = await modelOf(7);
      // The view of before is built on a column that both have; it has one that goes.
      await expect(ensureReadModels(projector!, log, [current])).rejects.toThrow(/public\.mine is built on it/);
      await owner!.query('drop view mine');
      await ensureReadModels(projector!, log, [current]);
      await owner!.query('create view straight as select * from counted.tally');
      await expect(rebuild(projector!, log, current)).rejects.toThrow(
        /public\.straight reads tables of counted.*read_models\.counted_/,
      );
      expect(await tally('straight')).toBe(await tally());
      await owner!.query('drop view straight');
      expect(await rebuild(projector!, log, current)).toMatchObject({ swapped: true });
    });
  });
});
