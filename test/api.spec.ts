import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#domain';
import { publicBytes } from '#event-log';
import { createKeys } from '#access';
import { createLogger } from '#process';
import { ANSWERING } from '#read-models';
import { sample } from '#testing';
import { createApi, serve } from '../apps/api/src/create-api.ts';
import { asSent } from './support/as-sent.ts';
import { checked } from './support/shapes.ts';
import { generatedPublications, type Publication } from './support/un-publications.ts';
import { startStandalone, type Standalone } from './support/standalone.ts';

describe('the REST API', () => {
  let run: Standalone;
  let api: Awaited<ReturnType<typeof createApi>>;
  let base: string;
  let key: string;

  const kz = { list: 'kz-test', authority: 'KZ' };
  const append = async (...events: [string, DomainEvent][]) => {
    const streams = [...Map.groupBy(events, ([stream]) => stream)].map(([stream, own]) => ({
      stream,
      expected: 'any' as const,
      events: own.map(([, event]) => event),
    }));
    const result = await run.log.append({ id: randomUUID(), streams });
    return result.status === 'conflict' ? 0 : result.to;
  };
  const party = (n: number) => `P${String(n).padStart(3, '0')}`;
  const streamOf = (reference: string) => `designation-kz-test:${reference}`;

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}${path}`, { headers });
    const text = await response.text();
    const body = checked('GET', path, response.status, text ? JSON.parse(text) : undefined);
    return { status: response.status, headers: response.headers, text, body };
  };

  let head = 0;
  beforeAll(async () => {
    run = await startStandalone();
    api = await createApi(run.store, { readsOpen: true }, createLogger('silent', 'test'));
    ({ key } = (await createKeys(run.store.writer).createFirst())!);
    base = await serve(api, 0, '127.0.0.1');
    await append(['list-kz-test', sample.registered(kz)]);
    for (let n = 1; n <= 25; n++) await append([streamOf(party(n)), sample.designated(party(n), '2010-01-01', kz)]);
    await append([streamOf('P001'), sample.delisted('P001', '2020-01-01', kz)]);
    await append([streamOf('P002'), sample.suspended('P002', '2020-01-01', kz)]);
    head = await append([streamOf('P003'), sample.delisted('P003', '[2020-01-01..2020-06-30]', kz)]);
  });
  afterAll(async () => {
    await api.close();
    await run.end();
  });

  it('answers what stood on a country’s lists on a day, as known at a position or an instant', async () => {
    const { status, body, headers } = await get(`/v1/countries/KZ/designations?on=2020-03-01&minPosition=${head}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ on: '2020-03-01', knownAt: head, position: head });
    expect(headers.get('demarche-position')).toBe(String(head));
    const status0f = Object.fromEntries(
      body.items.map((item: { reference: string; status: string }) => [item.reference, item.status]),
    );
    expect(status0f).toMatchObject({ P002: 'suspended', P003: 'uncertain', P004: 'listed' });
    expect(status0f).not.toHaveProperty('P001');

    const event = await run.log.find(head - 3);
    const earlier = await get(`/v1/countries/KZ/designations?on=2020-03-01&knownAt=${head - 3}`);
    expect(earlier.body.items).toHaveLength(25);
    expect(earlier.body.items[0]).toMatchObject({
      id: 'kz-test:P001',
      status: 'listed',
      since: '2010-01-01',
      until: null,
    });
    const byInstant = await get(`/v1/countries/KZ/designations?on=2020-03-01&knownAt=${event!.recordedAt}`);
    expect(byInstant.body.knownAt).toBe(await run.log.positionAt(event!.recordedAt));
    const before = await get('/v1/countries/KZ/designations?on=2020-03-01&knownAt=2001-01-01T00:00:00Z');
    expect(before.status).toBe(404);
  });

  it('filters by status, type, list and name', async () => {
    const references = async (query: string) =>
      (await get(`/v1/countries/KZ/designations?on=2020-07-01&${query}`)).body.items.map(
        ({ reference }: { reference: string }) => reference,
      );
    expect(await references('status=delisted')).toEqual(['P001', 'P003']);
    expect(await references('status=suspended,delisted')).toEqual(['P001', 'P002', 'P003']);
    expect(await references('status=all')).toHaveLength(25);
    expect(await references('q=organization%20p00')).toHaveLength(7);
    expect(await references('type=person')).toEqual([]);
    expect(await references('list=kz-test')).toHaveLength(23);
    expect((await get('/v1/lists/kz-test/designations?on=2020-07-01')).body.items).toHaveLength(23);
  });

  it('finds parties by their names, aliases, references and numbers, in whatever way they are typed', async () => {
    const ly = { list: 'ly-test', authority: 'LY' };
    const subject = {
      type: 'person' as const,
      name: '‘OSRIC  D’ELMET',
      aliases: [
        { name: 'José de Elmet', kind: 'aka' as const, strength: 'strong' as const },
        { name: 'Осрик Эльметский', kind: 'aka' as const, script: 'Cyrl' },
        { name: '\u200fأوزريك\u200e', kind: 'original-script' as const, script: 'Arab' },
      ],
      identifiers: [{ type: 'passport' as const, number: 'P 0012-345' }],
    };
    await append(['list-ly-test', sample.registered(ly)]);
    await append(['designation-ly-test:L2', sample.designated('L2', '2010-01-01', ly)]);
    const at = await append([
      'designation-ly-test:L1',
      sample.designated('L1', '2010-01-01', { ...ly, record: { subject } }),
    ]);
    const found = async (q: string) => {
      const query = new URLSearchParams({ on: '2020-01-01', minPosition: String(at), q });
      const { body } = await get(`/v1/lists/ly-test/designations?${query.toString()}`);
      return body.items.map(({ reference }: { reference: string }) => reference);
    };
    for (const q of [
      '‘OSRIC',
      "'osric",
      'D’ELMET',
      'José de  Elmet',
      'jose de elmet',
      '‘OSRIC  D’ELMET',
      'Jose\u0301',
      'ОСРИК эльметский',
      'أوزريك',
      'P 0012-345',
      'p0012345',
      '0012-345',
      'l1',
    ])
      expect([q, await found(q)]).toEqual([q, ['L1']]);
    for (const q of ['aka', 'strong', 'kind', 'Cyrl', 'elmet osric', '\u200f'])
      expect([q, await found(q)]).toEqual([q, []]);
    expect(await found('l2')).toEqual(['L2']);
  });

  it('finds a name in whatever script and letters it is typed', async () => {
    const ly = { list: 'ly-script', authority: 'LY' };
    const party = (name: string) => ({ ...ly, record: { subject: { type: 'person' as const, name, aliases: [] } } });
    await append(['list-ly-script', sample.registered(ly)]);
    await append(['designation-ly-script:1', sample.designated('1', '2010-01-01', party('Rakhmat AKYLBEKOV'))]);
    await append(['designation-ly-script:2', sample.designated('2', '2010-01-01', party('Рахмат Акылбеков'))]);
    // The letters a of this one are Cyrillic.
    await append(['designation-ly-script:3', sample.designated('3', '2010-01-01', party('R\u0430khm\u0430t Another'))]);
    const at = await append(['designation-ly-script:4', sample.designated('4', '2010-01-01', party('Nobody else'))]);
    const found = async (q: string) => {
      const query = new URLSearchParams({ on: '2020-01-01', minPosition: String(at), q });
      const { body } = await get(`/v1/lists/ly-script/designations?${query.toString()}`);
      return body.items.map(({ reference }: { reference: string }) => reference);
    };
    for (const q of [
      'Рахмат',
      'Rakhmat',
      'rákhmat',
      '\u200fRakhmat\u200e',
      'Р\u0430хм\u0430т',
      'R\u0430khmat',
      'akhma',
    ])
      expect([q, await found(q)]).toEqual([q, ['1', '3', '2']]);
    for (const q of ['Рахмат Акылбеков', 'rakhmat akyl']) expect([q, await found(q)]).toEqual([q, ['1', '2']]);
    for (const q of ['\u{1F642}', '—', 'Рахмет']) expect([q, await found(q)]).toEqual([q, []]);
  });

  it('turns pages that stay one answer while the log grows', async () => {
    const seen: string[] = [];
    let query = '/v1/countries/KZ/designations?on=2015-01-01&limit=10';
    for (let page = 1; page <= 3; page++) {
      const { body } = await get(query);
      seen.push(...body.items.map(({ reference }: { reference: string }) => reference));
      expect(body.next === null).toBe(page === 3);
      query = `/v1/countries/KZ/designations?on=2015-01-01&limit=10&cursor=${body.next}`;
      // A party that sorts among those already seen.
      await append([streamOf(`P00${page}a`), sample.designated(`P00${page}a`, '2010-01-01', kz)]);
      await run.progress.waitFor(ANSWERING, await run.log.head(), 120_000);
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => party(i + 1)));
  });

  it('answers 304 to who has the answer already, with a strong ETag', async () => {
    const path = '/v1/countries/KZ/designations?on=2015-01-01';
    // The ETag is the position of the slowest read model, and all of them still follow the test before.
    const first = await get(`${path}&minPosition=${await run.log.head()}`);
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^"[0-9a-f]{24}(-gzip|-zstd)?"$/);
    const again = await get(path, { 'if-none-match': etag });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await get(path, { 'if-none-match': '"1", W/"2"' })).status).toBe(200);
    const position = await append([streamOf('P900'), sample.designated('P900', '2010-01-01', kz)]);
    const fresh = await get(`${path}&minPosition=${position}`, { 'if-none-match': etag });
    expect(fresh.status).toBe(200);
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200);
    expect(fresh.body.items.map(({ reference }: { reference: string }) => reference)).toContain('P900');
  });

  it('compresses an answer as it is taken, each coding under an ETag of its own', async () => {
    const path = `/v1/countries/KZ/designations?on=2015-01-01&knownAt=${await run.log.head()}`;
    const sent = (headers: Record<string, string>) => asSent(`${base}${path}`, headers);
    const plain = await sent({});
    expect(plain.headers['content-encoding']).toBeUndefined();
    const tags = new Set([plain.headers.etag!]);
    for (const [accepted, coding, decode] of [
      ['gzip, deflate', 'gzip', gunzipSync],
      ['gzip, deflate, br, zstd', 'zstd', zstdDecompressSync],
      ['zstd;q=0.5, gzip', 'gzip', gunzipSync],
      ['zstd', 'zstd', zstdDecompressSync],
    ] as const) {
      const coded = await sent({ 'accept-encoding': accepted });
      expect(coded.headers).toMatchObject({
        'content-encoding': coding,
        etag: `${plain.headers.etag!.slice(0, -1)}-${coding}"`,
        vary: 'accept-encoding',
      });
      expect(decode(coded.bytes).equals(plain.bytes)).toBe(true);
      tags.add(coded.headers.etag!);
    }
    expect(tags.size).toBe(3);
    for (const etag of tags) expect((await sent({ 'if-none-match': etag })).status).toBe(304);
    expect((await sent({ 'accept-encoding': 'zstd;q=0, br' })).headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['/v1/countries/KZ/designations?on=2015-02-30', '/on'],
    ['/v1/countries/KZ/designations?on=2015', '/on'],
    ['/v1/countries/KZ/designations?knownAt=999999', '/knownAt'],
    ['/v1/countries/KZ/designations?knownAt=yesterday', '/knownAt'],
    ['/v1/countries/KZ/designations?minPosition=999999', '/minPosition'],
    ['/v1/countries/KZ/designations?limit=0', '/limit'],
    ['/v1/countries/KZ/designations?limit=501', '/limit'],
    ['/v1/countries/KZ/designations?status=gone', '/status/0'],
    ['/v1/countries/KZ/designations?statsu=listed', '/statsu'],
    ['/v1/countries/KZ/designations?cursor=bm9uc2Vuc2U', '/cursor'],
    ['/v1/countries/kz/designations', '/code'],
    ['/v1/countries/KZ/designations?on=2015-01-01&on=2016-01-01', '/on'],
    ['/v1/lists/UN_SC', '/id'],
    ['/v1/lists?page=2', '/page'],
    ['/v1/events?type=Nonsense', '/type'],
    ['/v1/events?after=-1', '/after'],
    ['/v1/designations/no-colon', '/id'],
  ])('refuses %s with the pointer %s', async (path, pointer) => {
    const { status, body, headers } = await get(path);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it.each(['/v1/designations/kz-test:%00', '/v1/countries/KZ/designations?q=%00', '/v1/events?subject=%00'])(
    'refuses the U+0000 of %s as the caller’s mistake',
    async (path) => {
      expect((await get(path)).status).toBe(400);
    },
  );

  it('binds a cursor to its filters', async () => {
    const { body } = await get('/v1/countries/KZ/designations?on=2015-01-01&limit=2');
    const other = await get(`/v1/countries/KZ/designations?on=2015-01-02&limit=2&cursor=${body.next}`);
    expect(other.status).toBe(400);
    expect(other.body.detail).toMatch(/other filters/);
  });

  it.each([
    '/v1/countries/ZZ/designations',
    '/v1/countries/ZZ',
    '/v1/lists/none',
    '/v1/lists/none/publications',
    '/v1/designations/kz-test:none',
    '/v1/designations/kz-test:none/history',
    '/v1/events/999999',
    `/v1/events/${randomUUID()}`,
    '/v1/nothing',
  ])('has nothing at %s', async (path) => {
    const { status, headers } = await get(path);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it('gives countries, lists and one designation in the documented shapes', async () => {
    const countries = await get(`/v1/countries?minPosition=${head}`);
    expect(countries.body.items.find(({ code }: { code: string }) => code === 'KZ')).toMatchObject({
      name: 'Kazakhstan',
    });
    for (const path of ['/v1/countries/KZ?on=2020-03-01', '/v1/lists', '/v1/lists/kz-test'])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    const one = await get('/v1/designations/kz-test:P001?on=2019-12-31');
    expect(one.body).toMatchObject({ id: 'kz-test:P001', status: 'listed', until: '2020-01-01', references: ['P001'] });
    expect((await get('/v1/designations/kz-test:P001?on=2020-01-01')).body.status).toBe('delisted');
    expect((await get('/v1/designations/kz-test:P001?on=2009-12-31')).body.status).toBe('not-listed');
    const history = await get('/v1/designations/kz-test:P001/history');
    expect(history.body.periods.map(({ status }: { status: string }) => status)).toEqual(['listed', 'delisted']);
    expect(history.body.events).toHaveLength(2);
  });

  it('gives an event as its canonical bytes, by position and by id', async () => {
    const event = (await run.log.find(2))!;
    for (const key of ['2', event.id]) {
      const { text, headers } = await get(`/v1/events/${key}`);
      expect(text).toBe(publicBytes(event).toString());
      expect(headers.get('content-type')).toContain('application/cloudevents+json');
    }
    for (const subject of ['kz-test:P001', streamOf('P001')])
      expect((await get(`/v1/events?subject=${subject}`)).body.items).toHaveLength(2);
    const { body } = await get('/v1/events?country=KZ&type=OrganizationDelisted&limit=1');
    expect(body.items.map(({ subject }: { subject: string }) => subject)).toEqual([streamOf('P001')]);
    const next = await get(`/v1/events?country=KZ&type=OrganizationDelisted&limit=1&cursor=${body.next}`);
    expect(next.body.items.map(({ subject }: { subject: string }) => subject)).toEqual([streamOf('P003')]);
    expect(next.body.next).toBeNull();
    expect((await get(`/v1/events?after=${head - 1}&limit=1`)).body.items[0].position).toBe(head);
  });

  it('ingests publications, plain and gzip, and refuses what the reader refuses', async () => {
    const [first, second] = generatedPublications(2) as [Publication, Publication];
    const post = async (body: Buffer, query = '', type = 'application/xml') => {
      const response = await fetch(`${base}/v1/lists/un-sc/publications${query}`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': type, authorization: `Bearer ${key}` },
      });
      return {
        status: response.status,
        headers: response.headers,
        body: checked(
          'POST',
          '/v1/lists/un-sc/publications',
          response.status,
          (await response.json()) as Record<string, unknown>,
        ),
      };
    };
    expect((await post(first.bytes, '?dryRun=true')).body).toMatchObject({ designated: 80, fromPosition: null });
    const taken = await post(first.bytes);
    expect(taken).toMatchObject({
      status: 201,
      body: { list: 'un-sc', publishedOn: '2015-01-10', designated: 80, events: 80, rejected: null },
    });
    const minPosition = taken.headers.get('demarche-position')!;
    const answer = await get(`/v1/countries/UN/designations?on=2015-01-10&limit=500&minPosition=${minPosition}`);
    expect(answer.body.items).toHaveLength(80);
    expect(answer.body.coverage).toMatchObject({ from: '2015-01-10', to: '2015-01-10', complete: true });

    expect(await post(first.bytes)).toMatchObject({ status: 200, body: { events: 0, toPosition: null } });
    expect(await post(gzipSync(second.bytes), '', 'application/gzip')).toMatchObject({
      status: 201,
      body: { designated: 2, delisted: 2 },
    });
    const older = await post(
      gzipSync(Buffer.from(first.bytes.toString().replace('Company 1<', 'Company One<'))),
      '',
      'application/octet-stream',
    );
    expect(older).toMatchObject({
      status: 422,
      body: { code: 'older-publication', rejected: { code: 'older-publication' }, events: 0 },
    });
    expect(await post(Buffer.from('<html><body>Down for maintenance</body></html>'), '', 'text/html')).toMatchObject({
      status: 422,
      body: { code: 'html' },
    });
    expect(await post(Buffer.alloc(0))).toMatchObject({ status: 422, body: { code: 'empty' } });
    expect(await post(first.bytes, '?forec=x')).toMatchObject({ status: 400 });
    const { body } = await get(`/v1/lists/un-sc/publications?minPosition=${await run.log.head()}`);
    expect(body.items.map(({ rejected }: { rejected: { code: string } | null }) => rejected?.code ?? 'in')).toEqual([
      'in',
      'in',
      'older-publication',
      'html',
      'empty',
    ]);
    const unknown = await fetch(`${base}/v1/lists/xx-none/publications`, {
      method: 'POST',
      body: 'x',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(unknown.status).toBe(404);
  });

  it('survives an upload that breaks off, with nothing recorded', async () => {
    const before = await run.log.head();
    const { port } = new URL(base);
    await new Promise<void>((broken) => {
      const upload = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/lists/un-sc/publications',
        headers: { 'content-length': '100000', authorization: `Bearer ${key}` },
      });
      upload.on('error', () => broken());
      upload.on('close', () => broken());
      upload.write('<?xml version="1.0"?><CONSOLIDATED_LIST>');
      setTimeout(() => upload.destroy(), 100);
    });
    await new Promise((done) => setTimeout(done, 200));
    const after = await run.log.read({ after: before, limit: 10 });
    expect(after.map(({ type }) => type)).toEqual([]);
    expect((await get('/livez')).status).toBe(200);
  });

  it('tells its health, its metrics and its description', async () => {
    expect((await get('/livez')).body).toEqual({ status: 'alive' });
    await run.progress.waitFor(ANSWERING, await run.log.head(), 120_000);
    expect((await get('/readyz')).body).toMatchObject({ status: 'ready', lag: 0, head: await run.log.head() });
    const metrics = await (await fetch(`${base}/metrics`)).text();
    expect(metrics).toMatch(/demarche_subscription_lag\{subscription="designation-timeline"\} 0/);
    const { body } = await get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/countries/{code}/designations', '/v1/lists/{id}/publications', '/v1/events/{id}']),
    );
    const parameters = body.paths['/v1/countries/{code}/designations'].get.parameters.map(
      ({ name }: { name: string }) => name,
    );
    expect(parameters).toEqual(
      expect.arrayContaining(['code', 'on', 'knownAt', 'status', 'cursor', 'limit', 'minPosition']),
    );
  });
});
