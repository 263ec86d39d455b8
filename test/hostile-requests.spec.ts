import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '#process';
import { createApi, serve } from '../apps/api/src/create-api.ts';
import { source, startRest, type Rest } from './support/rest.ts';

const about = (effective = '2020-01-01') => ({ effective, source: source('press') });
const designation = (reference: string, more: object = {}) => ({
  ...about(),
  list: 'zz',
  record: { reference, programs: ['P'], subject: { type: 'person', name: 'N' } },
  ...more,
});
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('hostile and careless callers', () => {
  let rest: Rest;
  let event: string;

  beforeAll(async () => {
    rest = await startRest();
    await rest.post('/v1/lists', { ...about(), list: 'zz', authority: 'LI', name: 'x' });
    event = (await rest.post('/v1/designations', designation('a'))).body.event.id as string;
    await caughtUp();
  });
  afterAll(() => rest.stop());

  const caughtUp = async () => rest.get(`/v1/lists?minPosition=${await rest.log.head()}`);
  const statuses = async (paths: readonly string[], headers: Record<string, string> = {}) =>
    Promise.all(paths.map(async (path) => [path, (await rest.get(path, headers)).status]));
  const all = (paths: readonly string[], status: number) => paths.map((path) => [path, status]);

  /** What was sent as it stands, and what came back before the connection was closed. */
  const raw = async (text: string | Buffer): Promise<string> => {
    const { hostname, port } = new URL(rest.base);
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    socket.write(text);
    await once(socket, 'close');
    return Buffer.concat(chunks).toString();
  };

  it('are told what is too much before any work is done for them', async () => {
    const why = { why: 'w', source: source('press') };
    const steps = (count: number) => Array.from({ length: count }, (_, i) => `/sourceIds/k${i}`);
    const cases: [string, unknown, string][] = [
      [`/v1/events/${event}/correction`, { ...why, changes: { ['/a'.repeat(60_000)]: 1 } }, '/changes/~1a'],
      [
        `/v1/events/${event}/correction`,
        { ...why, changes: Object.fromEntries(steps(6_000).map((path) => [path, 'v'])) },
        '/changes',
      ],
      [
        '/v1/designations/zz:a/amendments',
        { ...about(), patch: steps(6_000).map((path) => ({ op: 'add', path, value: 'v' })) },
        '/patch',
      ],
      [
        '/v1/designations/zz:a/amendments',
        { ...about(), patch: [{ op: 'add', path: '/a'.repeat(500), value: 1 }] },
        '/patch/0/path',
      ],
      [
        '/v1/resolutions',
        { ...about(`[${'.'.repeat(240_000)}`), symbol: 'S', body: 'b', summary: 's', about: {} },
        '/effective',
      ],
      ['/v1/resolutions', { ...about('9999'), symbol: 'S', body: 'b', summary: 's', about: {} }, '/effective'],
      ['/v1/designations', JSON.stringify(designation('deep')).replace('{', `{"row":${nested(4_250)},`), '/row'],
      ['/v1/designations', JSON.stringify(designation('deep')).replace('{', `{"row":${nested(64)},`), '/row'],
      ['/v1/designations', designation('a\nb'), '/record/reference'],
      ['/v1/designations', designation('a\u2029b'), '/record/reference'],
      ['/v1/designations', designation('x'.repeat(401)), '/record/reference'],
      [
        '/v1/lists',
        { ...about(), list: 'zz-r', authority: 'LI', name: 'x', reviewEveryMonths: 601 },
        '/reviewEveryMonths',
      ],
      ['/v1/lists', { ...about(), list: 'zz-r', authority: 'LI', name: 'x', url: 'javascript:alert(1)' }, '/url'],
      ['/v1/lists', '{"list":"a","list":"b"}', '/list'],
      ['/v1/designations', '{"record":{"sourceIds":{"__proto__":{}}}}', '/record/sourceIds/__proto__'],
      [`/v1/events/${event}/correction`, { ...why, changes: { '/row/a~b/c': 2 ** 60 } }, '/changes/~1row~1a~0b~1c'],
      ['/v1/lists/A/reviews', { ...about(), by: 'b', outcome: 'o' }, '/id'],
      ['/v1/designations/nope/delisting', about(), '/id'],
      ['/v1/subjects/%0a/links', about(), '/id'],
    ];
    const head = await rest.log.head();
    for (const [path, body, pointer] of cases) {
      const begun = performance.now();
      const { status, body: problem } = await rest.post(path, body, { 'if-match': '*' });
      expect([path, status, problem.errors?.[0].pointer.slice(0, pointer.length)]).toEqual([path, 400, pointer]);
      // A busy machine is no failure; what has no bound takes far longer.
      expect(performance.now() - begun).toBeLessThan(10_000);
    }
    expect(await rest.log.head()).toBe(head);
    expect(
      (await rest.post('/v1/designations', JSON.stringify(designation('deep')).replace('{', `{"row":${nested(20)},`)))
        .status,
    ).toBe(201);
  });

  it('reach every id that is taken, in any script, on every route', async () => {
    for (const reference of ['r'.repeat(400), '名'.repeat(400), 'ā'.repeat(399) + '/', 'a b?c#d%e']) {
      expect((await rest.post('/v1/designations', designation(reference))).status).toBe(201);
      await caughtUp();
      const id = `zz:${encodeURIComponent(reference)}`;
      const paths = [
        `/v1/designations/${id}`,
        `/v1/designations/${id}/history`,
        `/v1/subjects/${id}`,
        `/v1/events?subject=${id}`,
      ];
      expect(await statuses(paths)).toEqual(all(paths, 200));
      const link = { ...about(), entries: [`zz:${reference}`], evidence: [{ kind: 'analysis', text: 't' }] };
      const linked = await rest.post(`/v1/subjects/${id}/links`, { ...link, entries: ['zz:a'] });
      expect([reference.slice(0, 9), linked.status, linked.body.event?.data.schemaVersion]).toEqual([
        reference.slice(0, 9),
        201,
        2,
      ]);
      expect((await rest.post(`/v1/subjects/${id}/unlinks`, { ...link, entries: ['zz:a'] })).status).toBe(201);
      expect((await rest.post(`/v1/subjects/s-${id.slice(3)}/links`, link)).status).toBe(201);
      expect((await rest.post(`/v1/designations/${id}/delisting`, about('2021-01-01'))).status).toBe(201);
    }
    const { status, body } = await rest.get(`/v1/designations/zz:${'r'.repeat(9_000)}`);
    expect([status, body.code]).toEqual([414, 'too-large']);
  });

  it('are refused what is not known, and what is written oddly', async () => {
    const refused = [
      '/v1/events/1?foo=1',
      '/v1/countries?__proto__=1',
      '/v1/countries?constructor=1',
      '/v1/countries?minPosition=',
      '/v1/lists/zz/designations?limit=0x10',
      '/v1/lists/zz/designations?limit=1e1',
      '/v1/lists?on=2020-01-01&on=2020-01-02',
      '/v1/countries/LI/timeline?type=Nope',
      '/v1/countries/LI/timeline?from=2024-01-01&to=2020-01-01',
      '/v1/events?type=Nope',
      '/v1/lists/zz/activity?from=2024-01-01&to=2020-01-01',
      '/v1/lists/zz/diff?from=2024-01-01&to=2020-01-01',
      '/v1/alignment?list=LI&with=LI&from=1000-01-01&to=2999-12-31',
      '/v1/alignment?list=LI&with=LI&from=2024-01-01&to=2020-01-01',
      '/v1/lists?knownAt=2024-01-01T00:00:00%2B24:00',
      '/v1/lists?knownAt=2024-13-01T00:00:00Z',
      '/v1/lists?on=0000-01-01',
    ];
    expect(await statuses(refused)).toEqual(all(refused, 400));
    for (const [path, pointer] of [
      ['/v1/designations/zz:%00', '/id'],
      ['/v1/entities/%00', '/entity'],
      ['/v1/search?q=a%00', '/q'],
      ['/v1/countries/LI/designations?q=%00', '/q'],
    ] as const) {
      const { status, body } = await rest.get(path);
      expect([path, status, body.errors]).toEqual([
        path,
        400,
        [{ pointer, detail: 'Text with U+0000 can be found nowhere' }],
      ]);
    }
    expect((await rest.get('/v1/lists?on=2020-01-01&on=2020-01-02')).body.errors).toEqual([
      { pointer: '/on', detail: 'It is given more than once; give it once' },
    ]);
    const unknown = [
      '/v1/events?list=nope',
      '/v1/events?subject=nope',
      '/v1/countries/LI/designations?list=nope',
      '/v1/lists/nope/diff?from=2020-01-01&format=csv',
      '/v1/search?q=x&list=nope',
      '/v1/designations/zz:%0D',
    ];
    expect(await statuses(unknown)).toEqual(all(unknown, 404));
    const taken = [
      '/v1/lists?knownAt=2024-01-01T00:00:00%2B16:00',
      `/v1/lists?knownAt=2024-01-01T00:00:00.${'1'.repeat(900)}Z`,
      '/v1/alignment?list=LI&with=LI&from=9990-01-01&to=9999-12-31',
      '/v1/lists?on=9999-12-31',
      '/v1/lists?on=0001-01-01',
    ];
    expect(await statuses(taken)).toEqual(all(taken, 200));
    for (const path of ['/v1/lists?dryRun=true', `/v1/events/${event}/retraction?x=1`])
      expect((await rest.post(path, { ...about(), list: 'zz-dry', authority: 'LI', name: 'x' })).status).toBe(400);
  });

  it('cannot write a cursor', async () => {
    for (let i = 0; i < 3; i++) await rest.post('/v1/designations', designation(`page-${i}`));
    await caughtUp();
    for (const path of [
      '/v1/events?limit=1',
      '/v1/lists/zz/designations?limit=1',
      '/v1/countries/LI/timeline?limit=1',
      '/v1/lists/zz/diff?from=2019-01-01&limit=1',
      '/v1/alignment?list=LI&with=LI&limit=1',
    ]) {
      const { body } = await rest.get(path);
      expect((await rest.get(`${path}&cursor=${body.next}`)).status).toBe(200);
      const [hash, place] = JSON.parse(Buffer.from(body.next as string, 'base64url').toString()) as [string, object];
      const members = typeof place === 'object' ? Object.keys(place) : [];
      const odd = ['abc', 1.5, -3, {}, [], true, 1e300, null];
      const forged = [...odd, ...members.flatMap((name) => odd.map((value) => ({ ...place, [name]: value })))];
      const cursors = forged.map((each) => Buffer.from(JSON.stringify([hash, each])).toString('base64url'));
      const paths = [...cursors, 'abc', '%20', 'e30'].map((cursor) => `${path}&cursor=${cursor}`);
      expect(await statuses(paths)).toEqual(all(paths, 400));
    }
  });

  it('get no 304 for what does not exist', async () => {
    const missing = [
      '/v1/designations/zz:NOPE',
      '/v1/lists/nope',
      '/v1/countries/ZW',
      '/v1/subjects/nope',
      '/v1/events/99999999',
    ];
    expect(await statuses(missing, { 'if-none-match': '*' })).toEqual(all(missing, 404));
    const there = ['/v1/designations/zz:a', '/v1/lists/zz', `/v1/events/${event}`, '/openapi.json'];
    expect(await statuses(there, { 'if-none-match': '*' })).toEqual(all(there, 304));
    expect(await statuses(['/v1/lists/zz'], { 'if-none-match': '"a, *, b"' })).toEqual([['/v1/lists/zz', 200]]);
    const { headers } = await rest.get(`/v1/events/${event}`);
    expect(await statuses([`/v1/events/${event}`], { 'if-none-match': `"x", W/${headers.get('etag')}` })).toEqual([
      [`/v1/events/${event}`, 304],
    ]);
  });

  it('are let through by the ETag that they were given, until somebody changes what they read', async () => {
    await rest.post('/v1/designations', designation('match'));
    await caughtUp();
    const path = '/v1/designations/zz:match';
    const etag = (await rest.get(path)).headers.get('etag')!;
    let n = 0;
    const amend = async (match: string) =>
      (
        await rest.post(
          `${path}/amendments`,
          { ...about('2021-01-01'), patch: [{ op: 'add', path: '/remarks', value: `r${n++}` }] },
          { 'if-match': match },
        )
      ).status;
    expect([await amend(`W/${etag}`), await amend('"other"'), await amend('unquoted')]).toEqual([412, 412, 400]);
    // A comma may stand in an ETag, and between ETags more than once.
    expect([await amend('"a,*,b"'), await amend(', "a" ,, "b",'), await amend('"a" "b"')]).toEqual([412, 412, 400]);
    expect(await amend(`"other", ${etag}`)).toBe(201);
    expect([await amend(etag), await amend('"1"'), await amend('"2"')]).toEqual([412, 412, 201]);
    const list = (await rest.get('/v1/lists/zz')).headers.get('etag')!;
    const review = (match: string) =>
      rest.post(
        '/v1/lists/zz/reviews',
        { ...about(`2021-01-1${++n % 9}`), by: 'b', outcome: `o${n}` },
        { 'if-match': match },
      );
    expect([(await review(list)).status, (await review(list)).status]).toEqual([201, 412]);
  });

  it('are told by a problem, whoever finds the fault', async () => {
    for (const [path, status] of [
      ['/v1/designations/%ff', 400],
      ['/nope', 404],
      ['/v1/nope/x', 404],
    ] as const) {
      const { status: answered, headers, body } = await rest.get(path, { 'x-request-id': 'mine-1' });
      expect([path, answered, headers.get('content-type')]).toEqual([
        path,
        status,
        expect.stringMatching(/^application\/problem\+json/),
      ]);
      expect(body).toMatchObject({ status, code: expect.any(String), requestId: 'mine-1' });
      expect(headers.get('x-request-id')).toBe('mine-1');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const [method, path, allow] of [
      ['DELETE', '/v1/lists', 'GET, HEAD, OPTIONS, POST'],
      ['PATCH', '/v1/designations/zz:a', 'GET, HEAD, OPTIONS'],
      ['GET', '/v1/envoys', 'OPTIONS, POST'],
      // A path of its own name is no id of another route.
      ['GET', '/v1/webhooks/preview', 'OPTIONS, POST'],
    ] as const) {
      const { status, headers, body } = await rest.call(method, path, {});
      expect([path, status, headers.get('allow'), body.code]).toEqual([path, 405, allow, 'method-not-allowed']);
    }
    const options = await rest.call('OPTIONS', '/v1/lists', {});
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    for (const [text, status] of [
      ['GET /v1/lists HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      ['GET /v1/lists HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n', 400],
      ['GET /v1/lists HTTP/1.1\r\nHost: x\r\nExpect: a-miracle\r\nConnection: close\r\n\r\n', 417],
      ['CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ] as const) {
      const answer = await raw(text);
      expect(answer).toMatch(/content-type: application\/problem\+json/);
      expect(answer).toContain(`"status":${status},`);
    }
    expect(await raw('GARBAGE\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"bad-request"/,
    );
    expect(await raw(`GET /v1/lists HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*"status":431/,
    );
    for (const type of [
      'text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      'nonsense',
    ])
      expect((await rest.post('/v1/lists', '{}', { 'content-type': type })).body).toMatchObject({
        status: 415,
        detail: expect.stringContaining('application/json'),
      });
    const coded = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await rest.post('/v1/lists', '{}', coded)).body).toMatchObject({ status: 415 });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const utf16 = { 'content-type': `${form['content-type']}; charset=utf-16` };
    for (const headers of [{ ...form, 'content-encoding': 'gzip' }, utf16])
      expect((await rest.call('POST', '/v1/reconcile', headers as Record<string, string>, 'queries={}')).status).toBe(
        415,
      );
  });

  it('that send too much see that it is too much, and the connection is closed', async () => {
    const head = [
      'POST /v1/lists HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${rest.key}`,
      `Idempotency-Key: ${randomUUID()}`,
      'Content-Type: application/json',
    ];
    const body = Buffer.alloc(12_000_000, 'x');
    const begun = performance.now();
    const answer = await raw(
      Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`), body]),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*connection: close[^]*"code":"too-large"/i);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('with a bad key are refused, whatever was answered before', async () => {
    const path = '/v1/countries/LI?on=2020-05-05';
    const strange = { authorization: `Bearer dmr_000000000000_${'a'.repeat(43)}` };
    for (const headers of [{ authorization: 'Bearer bad' }, strange, { ...strange, 'if-none-match': '*' }]) {
      expect((await rest.get(path, headers)).status).toBe(401);
      expect((await rest.get(path)).status).toBe(200);
      expect((await rest.get(path, headers)).status).toBe(401);
    }
  });

  it('repeat a request with its members in another order, and it is the same', async () => {
    const key = randomUUID();
    const body = { ...about(), list: 'zz-order', authority: 'LI', name: 'x' };
    const first = await rest.post('/v1/lists', body, { 'idempotency-key': key });
    const again = await rest.post('/v1/lists', Object.fromEntries(Object.entries(body).reverse()), {
      'idempotency-key': key,
    });
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect((await rest.post('/v1/lists', { ...body, name: 'y' }, { 'idempotency-key': key })).status).toBe(422);
  });

  it('get no formula into a table', async () => {
    for (const [i, name] of ['=HYPERLINK("http://evil","x")', '+1', '-1', '@SUM(A1)', '\tx'].entries())
      await rest.post('/v1/designations', {
        ...designation(`csv-${i}`),
        record: { reference: `csv-${i}`, programs: ['P'], subject: { type: 'person', name } },
      });
    await caughtUp();
    const response = await fetch(`${rest.base}/v1/lists/zz/diff?from=2019-01-01&format=csv`);
    const text = await response.text();
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    for (const start of ['+1', '-1', '@SUM', '\tx']) expect(text).toContain(`,'${start}`);
    expect(text).not.toMatch(/(^|,)"?[=+@\t-]/m);
    const tag = response.headers.get('etag')!;
    expect(
      (await fetch(`${rest.base}/v1/lists/zz/diff?from=2019-01-01&format=csv`, { headers: { 'if-none-match': tag } }))
        .status,
    ).toBe(304);
  });

  it('may keep what cannot change, and what needed a key stays with whoever had it', async () => {
    const pinned = '/v1/countries/LI?on=2020-05-05&knownAt=2';
    const cache = async (at: Rest, path: string, headers: Record<string, string> = {}) =>
      (await at.get(path, headers)).headers.get('cache-control');
    expect(await cache(rest, pinned)).toBe('public, max-age=31536000, immutable');
    expect(await cache(rest, '/v1/countries/LI?on=2020-05-05')).toBe('no-cache');
    const closed = await startRest({ readsOpen: false });
    try {
      await closed.post('/v1/lists', { ...about(), list: 'zz', authority: 'LI', name: 'x' });
      await closed.get('/v1/lists?minPosition=1', { authorization: `Bearer ${closed.key}` });
      const key = { authorization: `Bearer ${closed.key}` };
      for (const path of ['/v1/events/1', '/v1/countries/LI?on=2020-05-05&knownAt=1', '/v1/lists'])
        expect([path, await cache(closed, path, key)]).toEqual([path, expect.stringMatching(/^private/)]);
      expect((await closed.get('/v1/events/1')).status).toBe(401);
      expect((await closed.get('/readyz')).body).toEqual({ status: 'ready' });
      expect((await closed.get('/readyz', key)).body).toMatchObject({ status: 'ready', head: 1 });
    } finally {
      await closed.stop();
    }
  });

  it('are not answered before there is something to answer from', async () => {
    let isStarted = false;
    const api = await createApi(
      rest.store,
      { readsOpen: true, isStarted: () => isStarted },
      createLogger('silent', 'test'),
    );
    const base = await serve(api, 0, '127.0.0.1');
    try {
      const ask = async (path: string) => {
        const response = await fetch(`${base}${path}`);
        return [response.status, response.headers.get('retry-after')];
      };
      expect([await ask('/readyz'), await ask('/v1/lists'), await ask('/livez')]).toEqual([
        [503, null],
        [503, '1'],
        [200, null],
      ]);
      isStarted = true;
      expect([await ask('/readyz'), await ask('/v1/lists')]).toEqual([
        [200, null],
        [200, null],
      ]);
    } finally {
      await api.close();
    }
  });

  it('leave nothing behind that a read model cannot digest', async () => {
    await caughtUp();
    expect((await rest.progress.standings()).filter(({ parked }) => parked > 0)).toEqual([]);
  });
});
