import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthority, createTemporaryDatabase, startHttps, type HttpsServer } from '#testing';
import { catalogue } from '#sources';
import * as command from './support/command-line.ts';
import { Service, until } from './support/services.ts';
import { checked } from './support/shapes.ts';
import { generatedPublications, type Publication } from './support/un-publications.ts';

const [{ bytes: LIST }] = generatedPublications(1) as [Publication];

const ALL_OFF = Object.fromEntries(catalogue.flatMap(({ list, download }) => (download ? [[list, 'off']] : [])));

describe('fetching, as a process', () => {
  let folder: string;
  let server: HttpsServer;
  let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-fetch-spec-'));
    const authority = await createAuthority();
    server = await startHttps(await authority.certify('localhost'));
    await writeFile(join(folder, 'ca.pem'), authority.ca);
  });
  beforeEach(async () => {
    await database?.drop();
    database = await createTemporaryDatabase([]);
    server.requests.length = 0;
    await setLists({ 'un-sc': { url: server.url('/un.xml') } });
  });
  afterAll(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await server.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const setLists = (lists: object) => writeFile(join(folder, 'lists.yaml'), JSON.stringify(lists));
  const often = () => ({ url: server.url('/un.xml'), everyMinutes: 0.01, staleAfterDays: 2 / 86_400 });
  const env = () => ({
    DATABASE_URL: database.url,
    FETCH: 'on',
    DEMARCHE_EGRESS_ALLOW: '127.0.0.1/32',
    FETCH_LISTS: join(folder, 'lists.yaml'),
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
  });
  const begin = (...args: string[]) => {
    const begun = command.begin(args, env());
    children.push(begun.child);
    return begun;
  };
  const run = async (...args: string[]) => {
    const ran = await command.run(args, env());
    return { ...ran, json: () => JSON.parse(ran.stdout) };
  };

  it('by hand: one line of JSON, the second time that nothing changed, and a failure with its reason', async () => {
    server.will((request, response) =>
      request.headers['if-none-match'] === '"1"'
        ? void response.writeHead(304).end()
        : void response.writeHead(200, { etag: '"1"' }).end(LIST),
    );
    const dry = await run('fetch', 'un-sc', '--dry-run');
    expect(dry.json()).toMatchObject({ designated: 80, toPosition: null, fetch: { status: 200, notModified: false } });
    expect((await run('fetch', 'un-sc')).json()).toMatchObject({
      list: 'un-sc',
      publishedOn: '2015-01-10',
      designated: 80,
      fromPosition: 1,
      rejected: null,
      fetch: { status: 200, notModified: false },
    });
    expect((await run('fetch', 'un-sc')).json()).toMatchObject({
      events: 0,
      fetch: { status: 304, notModified: true },
    });

    server.will((_, response) => void response.end('<html></html>'));
    const refused = await run('fetch', 'un-sc', '--force', 'because');
    expect([refused.code, refused.json().rejected.code]).toEqual([1, 'html']);
    expect(refused.stderr).toMatch(/un-sc: rejected \(html\): /);
    server.will((_, response) => void response.writeHead(500).end());
    expect(await run('fetch', 'un-sc')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^status: https:\/\/localhost:\d+\/un.xml answered 500\n$/),
    });
    expect((await run('lists', '--json')).json().items[0]).toMatchObject({
      id: 'un-sc',
      rejections: 1,
      freshness: { published: '2015-01-10', failures: 2, alarm: false, lastError: expect.stringMatching(/500$/) },
    });
    expect((await run('lists')).stdout).toMatch(/FRESH[^]*un-sc .* \d{4}-\d\d-\d\dT\d\d:\d\dZ \(failing: 2\)/);
    for (const args of [['kz-afm'], ['no-such-list'], []]) expect((await run('fetch', ...args)).code).toBe(2);
  });

  it('killed before or after the last byte, it is fetched again and recorded once', async () => {
    const started = () => until('a request', 240_000, async () => (server.requests.length > 0 ? true : null));
    server.will((_, response) => void response.writeHead(200, { etag: '"1"' }).write(LIST.subarray(0, -1)));
    const before = begin('fetch', 'un-sc');
    await started();
    before.child.kill('SIGKILL');
    await before.gone;

    server.requests.length = 0;
    server.will((_, response) => {
      response.writeHead(200, { etag: '"1"' }).end(LIST, () => children.at(-1)!.kill('SIGKILL'));
    });
    await begin('fetch', 'un-sc').gone;
    expect(server.requests[0]!.headers).not.toHaveProperty('if-none-match');

    server.will((_, response) => void response.writeHead(200, { etag: '"1"' }).end(LIST));
    expect((await run('fetch', 'un-sc')).json()).toMatchObject({ rejected: null, fetch: { status: 200 } });
    const { items } = (await run('events', '--json')).json();
    const count = (pattern: RegExp) => items.filter(({ type }: { type: string }) => pattern.test(type)).length;
    expect([count(/^ListPublicationIngested$/), count(/Designated$/), count(/Rejected$/)]).toEqual([1, 80, 0]);
  });

  it('by itself: shows how fresh the list is, with other ETags, and alarms when it fails for its time', async () => {
    await setLists({ ...ALL_OFF, 'un-sc': often() });
    server.will((_, response) => void response.end(LIST));
    const { child, output, gone } = begin('start', '--port', '0', '--no-sample');
    const base = await until('a server', 240_000, async () => /serves (http:\S+)/.exec(output.stdout)?.[1] ?? null);
    expect(output.stdout).toContain('fetching     un-sc\n');
    const ask = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${base}/v1/lists`, { headers });
      return { status: response.status, etag: response.headers.get('etag')!, body: await response.text() };
    };
    const freshness = async () => checked('GET', '/v1/lists', 200, JSON.parse((await ask()).body)).items[0]?.freshness;
    await until('a fetched list', 240_000, async () => ((await freshness())?.verified ? true : null));
    const fresh = await ask();
    expect(await freshness()).toMatchObject({ published: '2015-01-10', alarm: false, failures: 0, lastError: null });

    server.will((_, response) => void response.writeHead(503).end());
    const alarmed = await until('an alarm', 240_000, async () => ((await freshness())?.alarm ? freshness() : null));
    expect(alarmed).toMatchObject({ staleSince: expect.any(String), lastError: expect.stringMatching(/503$/) });
    const stale = await ask({ 'if-none-match': fresh.etag });
    expect([stale.status, stale.etag === fresh.etag]).toEqual([200, false]);
    expect((await ask({ 'if-none-match': stale.etag })).status).toBe(304);
    const one = (await (await fetch(`${base}/v1/lists/un-sc`)).json()) as { freshness: object };
    expect(checked('GET', '/v1/lists/un-sc', 200, one).freshness).toEqual(alarmed);

    const metrics = await (await fetch(`${base}/metrics`)).text();
    for (const line of [
      /^demarche_list_published_timestamp_seconds\{list="un-sc"\} 1420848000$/m,
      /^demarche_list_fetched_timestamp_seconds\{list="un-sc"\} \d+/m,
      /^demarche_list_verified_timestamp_seconds\{list="un-sc"\} \d+/m,
      /^demarche_list_stale\{list="un-sc"\} 1$/m,
      /^demarche_list_alarm\{list="un-sc"\} 1$/m,
      /^demarche_list_fetch_failures\{list="un-sc"\} [1-9]/m,
    ])
      expect(metrics).toMatch(line);
    await until('the alarm in the log', 240_000, async () => (output.stderr.includes('list.stale') ? true : null));
    child.kill('SIGTERM');
    expect((await gone)[0]).toBe(0);
  });

  it('in two ingest processes: one fetches, and the other when that one is killed', async () => {
    await setLists({ ...ALL_OFF, 'un-sc': often() });
    server.will((_, response) => void response.end(LIST));
    const settings = { ...env(), KAFKA_BROKERS: 'localhost:1', INGEST_INBOX: join(folder, 'inbox') };
    const [leader, other] = [new Service('ingest-1', settings), new Service('ingest-2', settings)];
    try {
      const fetched = (count: number) =>
        until(`${count} fetches`, 240_000, async () => server.requests.length >= count || null);
      leader.start();
      await fetched(1);
      other.start();
      await leader.end('SIGKILL');
      const before = server.requests.length;
      await fetched(before + 1);
    } finally {
      await Promise.all([leader.end('SIGKILL'), other.end('SIGTERM')]);
    }
  });
});
