import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { createGuard, parseAllowances } from '#egress';
import { createMemoryEventLog, type EventLog } from '#event-log';
import {
  createAuthority,
  createTemporaryDatabase,
  startHttps,
  withoutProxies,
  type HttpsAnswer,
  type HttpsServer,
} from '#testing';
import { sourceOf } from '../catalogue.ts';
import { sourcesMigrations } from '../index.ts';
import { manyEntries, publicationXml } from '../spec-kit/un-sc.ts';
import { sdnCsv, manyEntries as sdnEntries } from '../spec-kit/us-ofac.ts';
import type { Download } from '../list-source.ts';
import type { FetchFailed } from './failure.ts';
import { fetchList, type FetchOptions } from './fetch-list.ts';
import { findState } from './state.ts';

const guard = createGuard({ allow: parseAllowances('127.0.0.1/32') });
const HOUR = 3_600_000;
const LIMITS = { bytes: 1_000_000, connectMs: 400, headersMs: 400, idleMs: 400, totalMs: 1_500 };

const publicationOf = (day: string, count = 30) => publicationXml(`${day}T19:00:00.1-05:00`, manyEntries(count));
const FIRST = publicationOf('2026-01-10');
const SECOND = publicationOf('2026-01-12', 31);
const BOMB = gzipSync(`${FIRST.slice(0, -25)}${' '.repeat(20_000_000)}`);
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let pool: Pool;
let authority: Awaited<ReturnType<typeof createAuthority>>;
let server: HttpsServer;
let log: EventLog;
let clock: Date;

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
  server.requests.length = 0;
  await pool.query('delete from sources.fetching');
});

const later = (ms: number) => (clock = new Date(clock.getTime() + ms));
const state = () => findState(pool, 'un-sc');
const listTypes = async () => (await log.readStream('list-un-sc')).map(({ type }) => type);

/** `/list` of the test's server, unless said otherwise. */
const fetchIt = (download: Partial<Download> = {}, options: Partial<FetchOptions> = {}, list = 'un-sc') =>
  fetchList(
    {
      ledger: { log, artefacts: null },
      pool,
      limits: LIMITS,
      ca: authority.ca,
      guard,
      now: () => clock,
      random: () => 0.5,
    },
    sourceOf(list)!,
    {
      url: server.url('/list'),
      redirects: [server.url('/published/')],
      everyMinutes: 60,
      staleAfterDays: 2,
      ...download,
    },
    { actor: 'test', ...options },
  );

/** A server that knows the headers of good manners. */
const file =
  (content: string | Buffer, headers: Record<string, string> = {}): HttpsAnswer =>
  (request, response) => {
    if (headers.etag && request.headers['if-none-match'] === headers.etag) return void response.writeHead(304).end();
    response.writeHead(200, { 'content-length': Buffer.byteLength(content), ...headers }).end(content);
  };
const status =
  (code: number, headers: Record<string, string> = {}): HttpsAnswer =>
  (_request, response) =>
    void response.writeHead(code, headers).end('no');
const redirect = (location: string): HttpsAnswer => status(302, { location });

describe('fetching a list', () => {
  it('ingests what the address gives, and asks next time whether that has changed', async () => {
    server.will(file(FIRST, { etag: '"a"', 'last-modified': 'Sat, 10 Jan 2026 12:00:00 GMT' }));
    expect(await fetchIt()).toMatchObject({
      list: 'un-sc',
      publishedOn: '2026-01-10',
      sha256: sha256Of(FIRST),
      designated: 30,
      rejected: null,
      fetch: { status: 200, notModified: false },
    });
    later(HOUR);
    expect(await fetchIt()).toMatchObject({
      publishedOn: '2026-01-10',
      sha256: sha256Of(FIRST),
      events: 0,
      toPosition: null,
      fetch: { status: 304, notModified: true },
    });
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"a"']);
    expect(server.requests[1]!.headers).toMatchObject({
      'if-modified-since': 'Sat, 10 Jan 2026 12:00:00 GMT',
      'user-agent': expect.stringContaining('Demarche'),
    });
    expect(server.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true);
    expect(await state()).toMatchObject({ failures: 0, verifiedAt: clock, nextAt: new Date(clock.getTime() + HOUR) });
    expect(await listTypes()).toEqual(['ListRegistered', 'ListPublicationIngested']);
  });

  it('takes gzip in its stride, as a file and as the way it is sent', async () => {
    server.will(file(gzipSync(FIRST)));
    expect(await fetchIt()).toMatchObject({ sha256: sha256Of(FIRST), rejected: null });
    server.will(file(gzipSync(SECOND), { 'content-encoding': 'gzip' }));
    expect(await fetchIt()).toMatchObject({ sha256: sha256Of(SECOND), rejected: null });
  });

  it('follows redirects inside the folders that are named', async () => {
    const to: Record<string, HttpsAnswer> = {
      '/list': redirect('/published/2026/list.xml?signature=secret'),
      '/published/2026/list.xml?signature=secret': redirect(
        'https://LOCALHOST:' + server.port + '/published/../published/b',
      ),
      '/published/b': file(FIRST),
    };
    server.will((request, ...rest) => to[request.url!]!(request, ...rest));
    expect(await fetchIt()).toMatchObject({ designated: 30 });
  });

  it('dates an undated file by Last-Modified, else by the day', async () => {
    const sema =
      '<data-set><record><Country>Belarus / Bélarus</Country><EntityOrShip>Made Up Works</EntityOrShip><Schedule>1</Schedule><Item>1</Item></record></data-set>';
    server.will(file(sema, { 'last-modified': 'Fri, 09 Jan 2026 23:59:59 GMT' }));
    expect(await fetchIt({ undated: true }, {}, 'ca-sema')).toMatchObject({
      publishedOn: '2026-01-09',
      rejected: null,
    });
    server.will(file(sema));
    expect(await fetchIt({ undated: true }, {}, 'ca-sema')).toMatchObject({
      publishedOn: '2026-02-01',
      rejected: null,
    });
  });

  it('tells with dryRun what would change, and keeps nothing of it', async () => {
    server.will(file(FIRST, { etag: '"a"' }));
    expect(await fetchIt({}, { dryRun: true })).toMatchObject({ designated: 30, fromPosition: null });
    expect([await log.head(), await state()]).toEqual([0, null]);
  });

  it('goes through the proxy that the environment names, and not where it says so', async () => {
    const asked: string[] = [];
    const proxy: Server = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', (request, socket) => {
      asked.push(request.url!);
      const onwards = connect(server.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onwards.pipe(socket).pipe(onwards);
      onwards.on('error', () => undefined);
      socket.on('error', () => undefined);
    });
    await once(proxy, 'listening');
    server.will(file(FIRST));
    process.env.https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      await fetchIt();
      expect(asked).toEqual([`localhost:${server.port}`]);
      process.env.no_proxy = 'localhost';
      await fetchIt();
      expect(asked).toHaveLength(1);
      delete process.env.no_proxy;
      proxy.removeAllListeners('connect');
      proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
      await expect(fetchIt()).rejects.toThrow(
        'network: https://localhost:' + server.port + '/list was not reached (the proxy answered 403)',
      );
    } finally {
      delete process.env.https_proxy;
      delete process.env.no_proxy;
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});

describe('a server that fails', () => {
  const half = FIRST.slice(0, FIRST.length / 2);
  const location = (to: string) => `${to}, which is not among its addresses`;
  const CASES: [string, HttpsAnswer, RegExp][] = [
    ['never answers', () => undefined, /^timeout: No answer in time/],
    ['stops in the middle', (_, response) => void response.writeHead(200).write(half), /^timeout: It stopped sending/],
    [
      'sends a byte at a time',
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('<'), 50);
        response.on('close', () => clearInterval(drip));
      },
      /^timeout: It took too long/,
    ],
    [
      'goes away in the middle of what it announced',
      (_, response, socket) =>
        void response.writeHead(200, { 'content-length': FIRST.length }).write(half, () => socket.destroy()),
      /^cut-off: /,
    ],
    [
      'goes away in the middle of a chunked body',
      (_, response, socket) => void response.writeHead(200).write(half, () => socket.destroy()),
      /^cut-off: /,
    ],
    [
      'closes politely before all that it announced',
      (_, _response, socket) =>
        void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${FIRST.length + 1}\r\n\r\n${FIRST}`),
      /^cut-off: /,
    ],
    [
      'announces more than any list has',
      (_, _response, socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n'),
      /^too-large: /,
    ],
    [
      'never ends',
      (_, response) => {
        response.writeHead(200);
        const more = () => {
          while (response.writable && response.write(Buffer.alloc(64 * 1024)));
        };
        response.on('drain', more);
        more();
      },
      /^too-large: .* sends more than 1000000 bytes/,
    ],
    ['speaks something else', (_, _response, socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'), /^not-http: /],
    [
      'breaks the chunks of its body',
      (_, _response, socket) => void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n'),
      /^not-http: /,
    ],
    [
      'has headers without end',
      (_, _response, socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(32 * 1024)}`),
      /^not-http: /,
    ],
    ['hangs up', (_, _response, socket) => void socket.destroy(), /^network: .* was not reached \(/],
    ['sends in another encoding', file('x', { 'content-encoding': 'br' }), /^encoding: .* is sent as br/],
    ['says that nothing changed without having been asked', status(304), /^not-modified: /],
    ['says 404', status(404), /^status: https:\/\/localhost:\d+\/list answered 404$/],
    ['says 500', status(500), /^status: .* answered 500$/],
    ['has an empty answer', status(204), /^status: .* answered 204$/],
    ['sends a part', status(206), /^status: .* answered 206$/],
    ['redirects to nothing', status(302), /^redirect: .* to no address/],
    ['redirects in a circle', redirect('/published/a'), /^redirect: .* in a circle/],
    [
      'redirects without end',
      (request, response) =>
        void response.writeHead(307, { location: `/published/${request.url!.length}${request.url}` }).end(),
      /^redirect: It redirects more than 5 times/,
    ],
    [
      'redirects to another host',
      redirect('https://example.org/published/a?signature=secret'),
      new RegExp(location('https://example.org/published/a')),
    ],
    [
      'redirects to http',
      redirect('http://localhost/published/a'),
      new RegExp(location('http://localhost/published/a')),
    ],
    ['redirects to a file', redirect('file:///etc/passwd'), new RegExp(location('file:///etc/passwd'))],
    [
      'redirects to a port of this machine',
      redirect('https://127.0.0.1:1/published/a'),
      new RegExp(location('https://127.0.0.1:1/published/a')),
    ],
    ['redirects to the network inside', redirect('https://169.254.169.254/latest/'), /not among its addresses/],
    ['redirects to a folder that is not named', redirect('/publishedness/a'), /not among its addresses/],
    [
      'redirects out of the folder in disguise',
      redirect('/published/..%2Fprivate'),
      /\/published\/\.\.%2Fprivate, which is not among its addresses/,
    ],
    [
      'redirects out of the folder',
      redirect('/published/%2e%2e/private'),
      /\/private, which is not among its addresses/,
    ],
    [
      'redirects with a name and password',
      (request, response) =>
        redirect(`https://me:secret@localhost:${server.port}/published/a`)(request, response, request.socket),
      /not among/,
    ],
  ];

  it.each(CASES)('%s: nothing is recorded, and the reason is kept', async (_, answer, reason) => {
    server.will(file(FIRST, { etag: '"a"' }));
    await fetchIt();
    const before = await state();
    const head = await log.head();
    server.will(answer);
    // So that the server is not asked whether anything changed.
    later(25 * HOUR);
    const error = (await fetchIt().catch((thrown: unknown) => thrown)) as FetchFailed;
    expect(error.message).toMatch(reason);
    expect(error.message).not.toContain('secret');
    expect(await state()).toEqual({
      ...before,
      failures: 1,
      failingSince: clock,
      lastError: error.message,
      nextAt: new Date(clock.getTime() + 75_000),
    });
    expect(await log.head()).toBe(head);
    server.will(file(FIRST));
    await fetchIt();
    expect(await state()).toMatchObject({ failures: 0, failingSince: null, lastError: null, verifiedAt: clock });
    expect(await log.head()).toBe(head);
  });

  it('is left alone for as long as it asks, within a day', async () => {
    for (const [asked, ms] of [
      ['3600', HOUR],
      [new Date(Date.now() + 2 * HOUR).toUTCString(), 2 * HOUR],
      ['99999999', 24 * HOUR],
      ['tomorrow', 0],
    ] as const) {
      await pool.query('delete from sources.fetching');
      server.will(status(asked === '3600' ? 429 : 503, { 'retry-after': asked }));
      await expect(fetchIt()).rejects.toThrow(/^status: /);
      const waits = (await state())!.nextAt.getTime() - clock.getTime();
      // A date has whole seconds.
      expect(Math.abs(waits - Math.max(ms, 75_000))).toBeLessThan(5_000);
    }
  });
});

describe('a way that fails', () => {
  const fails = async (url: string) => {
    await expect(fetchIt({ url })).rejects.toThrow();
    expect(await log.head()).toBe(0);
    return (await state())!.lastError;
  };
  let others: HttpsServer[] = [];
  afterEach(async () => {
    await Promise.all(others.map((other) => other.close()));
    others = [];
  });

  it.each([
    ['has expired', 'localhost', { expired: true }, /^tls: .* \(CERT_HAS_EXPIRED\)/],
    ['signed itself', 'localhost', { alone: true }, /^tls: .* \((DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO\w+)\)/],
    ['is another host’s', 'example.org', {}, /^tls: .* \(ERR_TLS_CERT_ALTNAME_INVALID\)/],
  ])('a certificate that %s is not trusted, whatever the environment says', async (_, name, how, reason) => {
    const other = await startHttps(await authority.certify(name, how));
    others.push(other);
    other.will(file(FIRST));
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await fails(other.url('/list'))).toMatch(reason);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    expect(other.requests).toEqual([]);
  });

  it('a server without TLS, none at all, and a name that nobody has', async () => {
    const plain = createServer((_, response) => void response.end(FIRST)).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    expect(await fails(`https://localhost:${port}/list`)).toMatch(/^tls: No trusted connection/);
    plain.close();
    await once(plain, 'close');
    expect(await fails(`https://localhost:${port}/list`)).toMatch(/^network: .* \(ECONNREFUSED\)/);
    expect(await fails('https://list.invalid/')).toMatch(/^(network: .* \((ENOTFOUND|EAI_AGAIN)\)|timeout: )/);
  });
});

describe('a file that cannot be believed', () => {
  const html = (n: number) => `<!doctype html><html><body>Try later. Request ${n}</body></html>`;
  const CASES: [string, HttpsAnswer, string][] = [
    ['a web page', file(html(1)), 'html'],
    ['another list', file(sdnCsv(sdnEntries(3))), 'wrong-list'],
    ['nothing', file(''), 'empty'],
    ['a bomb, in a .gz', file(BOMB), 'too-large'],
    ['a bomb, in how it is sent', file(BOMB, { 'content-encoding': 'gzip' }), 'too-large'],
    ['gzip that is cut off', file(gzipSync(FIRST).subarray(0, 500)), 'malformed-gzip'],
    ['a list that lost nearly all', file(publicationOf('2026-01-12', 3), { etag: '"b"' }), 'shrinks'],
    [
      'more than it announced, which HTTP cuts',
      (_, _response, socket) => void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n${SECOND}`),
      'malformed-xml',
    ],
  ];

  it.each(CASES)('%s is refused, told once, and asked for anew', async (_, answer, code) => {
    server.will(file(FIRST, { etag: '"a"' }));
    await fetchIt();
    server.will(answer);
    later(25 * HOUR);
    const first = await fetchIt();
    expect(first).toMatchObject({ rejected: { code }, events: 0 });
    const head = await log.head();
    later(HOUR);
    expect(await fetchIt()).toMatchObject({ rejected: { code }, toPosition: null });
    expect(await log.head()).toBe(head);
    expect((await listTypes()).filter((type) => type === 'ListPublicationRejected')).toHaveLength(1);
    expect(server.requests.at(-1)!.headers).not.toHaveProperty('if-none-match');
    expect(await state()).toMatchObject({
      failures: 2,
      fetchedAt: clock,
      lastError: expect.stringContaining(`rejected: ${code}: `),
      verifiedAt: new Date('2026-02-01T00:00:00Z'),
    });
    server.will(file(SECOND));
    expect(await fetchIt()).toMatchObject({ rejected: null, designated: 1 });
    expect(await state()).toMatchObject({ failures: 0, rejectedAs: null });
  });

  it('pages that never have the same bytes are told once, until a publication is ingested again', async () => {
    for (let n = 0; n < 3; n++) {
      server.will(file(html(n)));
      expect(await fetchIt()).toMatchObject({ rejected: { code: 'html' } });
    }
    expect(await listTypes()).toEqual(['ListPublicationRejected']);
    server.will(file(FIRST));
    await fetchIt();
    server.will(file(html(4)));
    await fetchIt();
    expect((await listTypes()).filter((type) => type === 'ListPublicationRejected')).toHaveLength(2);
  });

  it('is ingested by a person’s word, with the reason', async () => {
    server.will(file(FIRST));
    await fetchIt();
    server.will(file(publicationOf('2026-01-12', 3)));
    await fetchIt();
    expect(await fetchIt({}, { force: 'The committee was dissolved' })).toMatchObject({ rejected: null, delisted: 27 });
  });
});

describe('what the authority says of its own file', () => {
  let listing: unknown;
  let content: HttpsAnswer;
  const download = () => ({ listing: { url: server.url('/files'), file: 'LIST.XML' } });
  const hashOf = (text: string) => [
    { fileName: 'OTHER.XML', size: 1, lastUpdated: '2026-01-10T10:00:00', hashCodes: '{}' },
    { fileName: 'LIST.XML', size: 1, hashCodes: JSON.stringify({ 'SHA-256': sha256Of(text).toUpperCase() }) },
  ];
  const answering: HttpsAnswer = (request, response, socket) =>
    request.url === '/files' && request.method === 'POST'
      ? typeof listing === 'number'
        ? status(listing)(request, response, socket)
        : void response.end(typeof listing === 'string' ? listing : JSON.stringify(listing))
      : content(request, response, socket);
  beforeEach(() => void server.will(answering));

  it('has to fit the bytes', async () => {
    [listing, content] = [hashOf(FIRST), file(FIRST, { etag: '"a"' })];
    expect(await fetchIt(download())).toMatchObject({ designated: 30 });
    listing = hashOf(SECOND);
    content = file(FIRST);
    await expect(fetchIt(download())).rejects.toThrow(/^hash: The file has SHA-256 /);
    expect(await listTypes()).toEqual(['ListRegistered', 'ListPublicationIngested']);
  });

  it('may ask for patience too', async () => {
    server.will(status(429, { 'retry-after': '3600' }));
    await expect(fetchIt(download())).rejects.toThrow(/^listing: .* answered 429/);
    expect((await state())!.nextAt).toEqual(new Date(clock.getTime() + HOUR));
  });

  it('unmasks a server that goes on saying that nothing changed', async () => {
    [listing, content] = [hashOf(FIRST), file(FIRST, { etag: '"a"' })];
    await fetchIt(download());
    [listing, content] = [hashOf(SECOND), file(SECOND, { etag: '"a"' })];
    expect(await fetchIt(download())).toMatchObject({ designated: 1, fetch: { status: 200 } });
  });

  it.each([
    ['is a page', '<html></html>', /^listing: .* does not tell the SHA-256 of LIST.XML/],
    ['does not have it', [], /^listing: /],
    ['has no hash', [{ fileName: 'LIST.XML', hashCodes: '{}' }], /^listing: /],
    ['has half a hash', [{ fileName: 'LIST.XML', hashCodes: '{"SHA-256":"abc"}' }], /^listing: /],
    ['is not there', 500, /^listing: .* answered 500/],
    ['redirects', 302, /^listing: .* answered 302/],
    ['does not end', 'x'.repeat(2_000_000), /^too-large: /],
  ])('is no ground to take a file where it %s', async (_, said, reason) => {
    [listing, content] = [said, file(FIRST)];
    await expect(fetchIt(download())).rejects.toThrow(reason);
    expect(await log.head()).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a server’s word that nothing changed', () => {
  it('is believed for a day; then the file is asked for', async () => {
    server.will(file(FIRST, { etag: '"a"' }));
    await fetchIt();
    server.will(file(SECOND, { etag: '"a"' }));
    later(23 * HOUR);
    expect(await fetchIt()).toMatchObject({ fetch: { notModified: true } });
    later(2 * HOUR);
    expect(await fetchIt()).toMatchObject({ fetch: { notModified: false }, designated: 1 });
  });

  it('is not asked for at another address', async () => {
    server.will(file(FIRST, { etag: '"a"' }));
    await fetchIt();
    await fetchIt({ url: server.url('/elsewhere') });
    expect(server.requests[1]!.headers).not.toHaveProperty('if-none-match');
  });
});

describe('stopped between the file and its recording', () => {
  it('keeps nothing, and the file is fetched again and recorded once', async () => {
    server.will(file(FIRST, { etag: '"a"' }));
    const stop = new AbortController();
    const { append } = log;
    log.append = () => {
      stop.abort();
      throw new Error('gone');
    };
    await expect(fetchIt({}, { signal: stop.signal })).rejects.toThrow('gone');
    expect(await state()).toBeNull();
    log.append = append;
    expect(await fetchIt()).toMatchObject({ designated: 30 });
    expect(server.requests[1]!.headers).not.toHaveProperty('if-none-match');
  });

  it('finds recorded what was recorded just before', async () => {
    server.will(file(FIRST, { etag: '"a"' }));
    await fetchIt();
    const head = await log.head();
    await pool.query('delete from sources.fetching');
    expect(await fetchIt()).toMatchObject({ events: 0, toPosition: null, rejected: null });
    expect([await log.head(), (await state())!.verifiedAt]).toEqual([head, clock]);
  });

  it('counts a failure of ours, so that the list is not asked again at once', async () => {
    server.will(file(FIRST));
    const { append } = log;
    log.append = () => {
      throw new TypeError('a mistake of ours');
    };
    await expect(fetchIt()).rejects.toThrow('a mistake of ours');
    log.append = append;
    expect(await state()).toMatchObject({ failures: 1, lastError: 'internal: TypeError', verifiedAt: null });
  });
});
