import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool, onServer } from '#database';
import { createGuard, parseAllowances } from '#egress';
import { createMemoryEventLog, type EventLog } from '#event-log';
import { createAuthority, createTemporaryDatabase, startHttps, withoutProxies, type HttpsServer } from '#testing';
import { sourcesMigrations } from '../index.ts';
import { manyEntries, publicationXml } from '../spec-kit/un-sc.ts';
import { freshnessOf } from './freshness.ts';
import { keepFetching } from './schedule.ts';

const HOUR = 3_600_000;
const LIST = publicationXml('2026-01-10T19:00:00.1-05:00', manyEntries(3));

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
const guard = createGuard({ allow: parseAllowances('127.0.0.1/32') });
let pool: Pool;
let authority: Awaited<ReturnType<typeof createAuthority>>;
let server: HttpsServer;
let log: EventLog;
let clock: Date;
let lines: [string, Record<string, unknown>][];
let running: { stop: AbortController; ended: Promise<void> }[];

beforeAll(async () => {
  withoutProxies();
  database = await createTemporaryDatabase([sourcesMigrations]);
  pool = createPool({ url: database.url, role: 'demarche_writer', name: 'test' });
  authority = await createAuthority();
  server = await startHttps(await authority.certify('localhost'));
});
afterAll(async () => {
  await server.close();
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  log = createMemoryEventLog();
  clock = new Date('2026-02-01T00:00:00Z');
  [lines, running] = [[], []];
  server.requests.length = 0;
  await pool.query('delete from sources.fetching');
});
afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.map(({ ended }) => ended));
});

const line = (fields: unknown, message: unknown) =>
  void lines.push([String(message), fields as Record<string, unknown>]);
const told = (message: string) => lines.filter(([each]) => each === message).map(([, fields]) => fields);

/** A process that fetches; the clock is the test's. */
function begin({ lists = ['un-sc'], random = (): number => 0.5 } = {}) {
  const stop = new AbortController();
  const ended = keepFetching({
    url: database.url,
    pool,
    ledger: { log, artefacts: null },
    ca: authority.ca,
    guard,
    lookMs: 10,
    random,
    downloads: new Map(
      lists.map((list) => [list, { url: server.url(`/${list}`), everyMinutes: 60, staleAfterDays: 2 }]),
    ),
    logger: { info: line, warn: line, error: line } as never,
    now: () => clock,
    signal: stop.signal,
  });
  running.push({ stop, ended });
  return { end: () => (stop.abort(), ended) };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await what());) {
    if (Date.now() > deadline) throw new Error(`Not in time: ${what.toString()}. ${JSON.stringify(lines.slice(-3))}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}
/** Long enough for many looks. */
const aWhile = () => new Promise((next) => setTimeout(next, 150));
const asked = () => server.requests.map(({ path }) => path);

describe('the schedule', () => {
  it('fetches each list when it is due, and one that fails later and later', async () => {
    server.will((request, response) =>
      request.url === '/un-sc' ? void response.end(LIST) : void response.writeHead(500).end(),
    );
    begin({ lists: ['un-sc', 'gb-uksl'] });
    await until(() => told('list.not-fetched').length === 1);
    await aWhile();
    expect(asked()).toEqual(['GET /un-sc', 'GET /gb-uksl']);
    clock = new Date(clock.getTime() + 75_000);
    await until(() => asked().length === 3);
    expect(asked()[2]).toBe('GET /gb-uksl');
    // What comes of it is dated when it is stored: the clock stands still until then.
    await until(() => told('list.not-fetched').length === 2);
    clock = new Date(clock.getTime() + HOUR);
    await until(() => asked().length === 5);
    await until(() => told('list.not-fetched').length === 3);
    expect(told('list.fetched')).toHaveLength(2);
    expect(told('list.not-fetched')[0]).toEqual({
      list: 'gb-uksl',
      ms: expect.any(Number),
      reason: expect.stringMatching(/^status: .* answered 500$/),
    });
  });

  describe('of several processes', () => {
    let requests: { open: number; most: number };
    let time: NodeJS.Timeout;
    beforeEach(() => {
      const mine = { open: 0, most: 0 };
      requests = mine;
      // Always due: two leaders would ask at the same time.
      time = setInterval(() => (clock = new Date(clock.getTime() + HOUR)), 5);
      server.will((_, response) => {
        mine.most = Math.max(mine.most, ++mine.open);
        setTimeout(() => void (mine.open--, response.end(LIST)), 20);
      });
    });
    afterEach(() => clearInterval(time));
    const more = (count: number, before = asked().length) => until(() => asked().length >= before + count);

    it('has one leader, and another when that one ends', async () => {
      const first = begin();
      const second = begin();
      await more(10);
      expect(requests.most).toBe(1);
      await first.end();
      await more(2);
      await second.end();
      expect(told('fetching.failed')).toEqual([]);
    });

    it('has one leader again after the leader lost its connection, and with it the lead', async () => {
      begin();
      await more(1);
      begin();
      await onServer(
        database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'demarche fetching' and datname = current_database()`,
      );
      await until(async () => {
        requests.most = 0;
        await more(6);
        return requests.most === 1;
      });
    });
  });

  it('stops in the middle of a download without a word about the list', async () => {
    server.will((_, response) => void response.writeHead(200).write(LIST.slice(0, 100)));
    const { end } = begin();
    await until(() => asked().length === 1);
    await end();
    expect(lines).toEqual([]);
    expect(await freshnessOf(pool, clock)).toEqual([]);
  });

  it('raises an alarm once when a list has failed for its time, and ends it with the next success', async () => {
    server.will((_, response) => void response.end(LIST));
    const { end } = begin({ random: () => 0 });
    await until(() => told('list.fetched').length === 1);
    const verified = clock;
    server.will((_, response) => void response.writeHead(503).end());
    clock = new Date(clock.getTime() + 47 * HOUR);
    await until(() => told('list.not-fetched').length === 1);
    expect(await freshnessOf(pool, clock)).toMatchObject([{ alarm: false, staleSince: null, failures: 1, verified }]);
    clock = new Date(clock.getTime() + 2 * HOUR);
    await until(() => told('list.stale').length === 1);
    expect(told('list.stale')).toEqual([
      { list: 'un-sc', failures: 2, verified, lastError: expect.stringMatching(/answered 503/) },
    ]);
    expect(await freshnessOf(pool, clock)).toEqual([
      {
        list: 'un-sc',
        published: '2026-01-10',
        fetched: verified,
        verified,
        staleSince: new Date(verified.getTime() + 48 * HOUR),
        alarm: true,
        failures: 2,
        lastError: expect.stringMatching(/answered 503/),
      },
    ]);
    await end();
    clock = new Date(clock.getTime() + HOUR);
    begin({ random: () => 0 });
    await until(() => told('list.not-fetched').length === 3);
    await aWhile();
    expect(told('list.stale')).toHaveLength(1);
    // Nothing is said about the list itself: that is for a person to say.
    expect((await log.readStream('list-un-sc')).map(({ type }) => type)).toEqual([
      'ListRegistered',
      'ListPublicationIngested',
    ]);
    server.will((_, response) => void response.end(LIST));
    clock = new Date(clock.getTime() + HOUR);
    await until(() => told('list.fetched').length === 2);
    await until(async () => !(await freshnessOf(pool, clock))[0]!.alarm);
    expect(await freshnessOf(pool, clock)).toMatchObject([{ staleSince: null, failures: 0, lastError: null }]);
  });

  it('raises it for a list that never came, and forgets lists that are fetched no longer', async () => {
    server.will((_, response) => void response.writeHead(404).end());
    const { end } = begin();
    await until(() => told('list.not-fetched').length === 1);
    clock = new Date(clock.getTime() + 49 * HOUR);
    await until(() => told('list.stale').length === 1);
    expect(told('list.stale')).toMatchObject([{ list: 'un-sc', verified: null }]);
    await end();
    begin({ lists: [] });
    await until(async () => (await freshnessOf(pool, clock)).length === 0);
  });
});
