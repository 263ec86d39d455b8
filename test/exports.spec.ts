import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPORT_FILES, type ExportCatalog } from '#contract';
import { parquetReadObjects } from 'hyparquet';
import { rebuildAll } from '#subscriptions';
import { readModels } from '#read-models';
import { asSent } from './support/as-sent.ts';
import { run } from './support/command-line.ts';
import { change, LIST, recordExamples } from './support/export-data.ts';
import { source, startRest, type Rest } from './support/rest.ts';
import { generatedPublications } from './support/un-publications.ts';

describe('exports', () => {
  let rest: Rest;
  let folder: string;
  let k = 0;
  const DAY = '2020-01-01';
  const at = (file: string, { on = DAY, knownAt = String(k), dataset = 'demarche_li_exp' } = {}) =>
    `/v1/export/${on}/${knownAt}/${dataset}/${file}`;

  const raw = (path: string, headers?: Record<string, string>, method?: string) =>
    asSent(`${rest.base}${path}`, headers, method);
  const text = async (path: string) => {
    const { status, bytes } = await raw(path);
    expect([path, status]).toEqual([path, 200]);
    return bytes.toString();
  };
  const lines = async (path: string) =>
    (await text(path))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-exports-spec-'));
    rest = await startRest({ exports: { folder } });
    k = await recordExamples(rest);
  });
  afterAll(async () => {
    await rest.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives each party as an entity with its Sanction, documents and addresses, under an id that stays', async () => {
    const entities = await lines(at('entities.ftm.json'));
    const byId = new Map(entities.map((entity) => [entity.id, entity]));
    expect(byId.size).toBe(entities.length);
    const person = byId.get('li-exp.A.1');
    expect(person).toMatchObject({
      schema: 'Person',
      caption: '=Jane Roe',
      target: true,
      datasets: ['demarche_li_exp'],
      referents: [],
      properties: {
        name: ['=Jane Roe'],
        weakAlias: ['J. Roe'],
        alias: ['Джейн Роу'],
        previousName: ['Jane Doe'],
        nationality: ['af'],
        birthDate: ['1970-05-01', '1971'],
        passportNumber: ['P123'],
        topics: ['sanction'],
        birthPlace: ['Kabul'],
        birthCountry: ['af'],
        phone: ['+93701234567'],
        gender: ['female'],
      },
    });
    expect(person.properties.notes).toEqual(expect.arrayContaining(['Country: Nowhere', 'phone: none', 'Born: circa']));
    expect(byId.get('li-exp.A.1..sanction')).toMatchObject({
      schema: 'Sanction',
      target: false,
      properties: {
        entity: ['li-exp.A.1'],
        authorityId: ['A.1'],
        unscId: ['TAi.001'],
        listingDate: ['2010-01-01'],
        startDate: ['2010-01-01'],
        status: ['Active'],
        country: ['li'],
        sourceUrl: ['https://example.org/gazette'],
      },
    });
    const schemas = entities.map(({ schema }) => schema);
    expect(new Set(schemas)).toEqual(
      new Set([
        'Person',
        'Sanction',
        'Passport',
        'Identification',
        'CryptoWallet',
        'Address',
        'Company',
        'Vessel',
        'Airplane',
      ]),
    );
    const company = entities.find(({ schema }) => schema === 'Company');
    expect(company.id).toMatch(/^li-exp\.\.[0-9a-f]{40}$/);
    const nested = await lines(at('targets.nested.json'));
    expect(nested.find(({ id }) => id === 'li-exp.A.1').properties).toMatchObject({
      sanctions: [{ schema: 'Sanction' }],
      cryptoWallets: [{ schema: 'CryptoWallet' }],
    });
  });

  it('gives the same bytes when asked again, after a rebuild, later, and by another server', async () => {
    const before = new Map<string, string>();
    for (const file of EXPORT_FILES) before.set(file, sha256((await raw(at(file))).bytes));
    await change(rest, 'V.1', 'delisting', '2015-01-01');
    await rebuildAll(rest.store.projector, rest.log, readModels(rest.log));
    const elsewhere = await mkdtemp(join(tmpdir(), 'demarche-exports-spec-'));
    const others = new Map<string, string>();
    for (const file of EXPORT_FILES)
      expect([file, sha256((await raw(at(file))).bytes)]).toEqual([file, before.get(file)]);
    await rm(folder, { recursive: true, force: true });
    for (const file of EXPORT_FILES) others.set(file, sha256((await raw(at(file))).bytes));
    expect(others).toEqual(before);
    expect(await lines(at('entities.ftm.json', { knownAt: 'now' }))).not.toContainEqual(
      expect.objectContaining({ id: 'li-exp.V.1' }),
    );
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('has digests, positions, codings and names that are true', async () => {
    const { headers, bytes, status } = await raw(at('entities.ftm.json'));
    expect(status).toBe(200);
    const position = headers['demarche-position']!;
    expect(headers).toMatchObject({
      'repr-digest': `sha-256=:${sha256(bytes)}:`,
      'accept-ranges': 'bytes',
      vary: expect.stringMatching(/accept-encoding/),
      'content-length': String(bytes.length),
      'last-modified': expect.stringMatching(/GMT$/),
      'content-disposition': `attachment; filename="demarche_li_exp_${DAY}_${position}_entities.ftm.json"`,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(headers.etag).toMatch(new RegExp(`^"${position}-[0-9a-f]{16}"$`));
    for (const [coding, decode] of [
      ['gzip', gunzipSync],
      ['zstd', zstdDecompressSync],
    ] as const) {
      const coded = await raw(at('entities.ftm.json'), { 'accept-encoding': `br, ${coding}` });
      expect(coded.headers).toMatchObject({
        'content-encoding': coding,
        'repr-digest': `sha-256=:${sha256(coded.bytes)}:`,
      });
      expect(coded.headers.etag).toBe(`${headers.etag!.slice(0, -1)}-${coding}"`);
      expect(decode(coded.bytes).equals(bytes)).toBe(true);
    }
    expect((await raw(at('names.txt'), { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
    const live = await raw(at('names.txt', { on: 'today', knownAt: 'now' }));
    expect(live.headers['cache-control']).toBe('no-cache');
    const head = await raw(at('entities.ftm.json'), {}, 'HEAD');
    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, String(bytes.length)]);
  });

  it('is had in parts, and not at all where it is known', async () => {
    const { headers, bytes } = await raw(at('statements.csv'));
    const size = bytes.length;
    const part = (range: string, more: Record<string, string> = {}) => raw(at('statements.csv'), { range, ...more });
    for (const [range, from, to] of [
      ['bytes=0-9', 0, 9],
      ['bytes=10-', 10, size - 1],
      ['bytes=-7', size - 7, size - 1],
      [`bytes=5-${size + 99}`, 5, size - 1],
    ] as const) {
      const found = await part(range);
      expect([range, found.status, found.headers['content-range']]).toEqual([
        range,
        206,
        `bytes ${from}-${to}/${size}`,
      ]);
      expect(found.bytes.equals(bytes.subarray(from, to + 1))).toBe(true);
      expect(found.headers['repr-digest']).toBe(headers['repr-digest']);
    }
    const beyond = await part(`bytes=${size}-`);
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    expect(JSON.parse(beyond.bytes.toString())).toMatchObject({ status: 416, code: 'range-not-satisfiable' });
    for (const range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=9-2', 'bytes=-', 'x'])
      expect((await part(range)).status).toBe(200);
    expect((await part('bytes=0-9', { 'if-range': headers.etag! })).status).toBe(206);
    expect((await part('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200);
    // A part of compressed bytes can be expanded by nobody but who has the others.
    const plain = await part('bytes=2-9', { 'accept-encoding': 'gzip' });
    expect([plain.status, plain.headers['content-encoding'], plain.bytes.equals(bytes.subarray(2, 10))]).toEqual([
      206,
      undefined,
      true,
    ]);
    const whole = await raw(at('statements.csv'), { 'accept-encoding': 'gzip' });
    const coded = await part('BYTES=2-9', { 'accept-encoding': 'gzip', 'if-range': whole.headers.etag! });
    expect([coded.status, coded.headers['content-encoding'], coded.bytes.equals(whole.bytes.subarray(2, 10))]).toEqual([
      206,
      'gzip',
      true,
    ]);
    for (const tag of [headers.etag!, whole.headers.etag!, '*', `"x", W/${headers.etag}`])
      expect((await raw(at('statements.csv'), { 'if-none-match': tag })).status).toBe(304);
    expect((await raw(at('statements.csv'), { 'if-none-match': '"x"' })).status).toBe(200);
    expect((await raw(at('statements.csv'), { 'if-modified-since': headers['last-modified']! })).status).toBe(304);
  });

  it('is described by a catalogue whose checksums are those of the bytes, and whose addresses never change', async () => {
    const { body } = (await rest.get('/v1/export/catalog.json')) as { body: ExportCatalog };
    expect(body.datasets.map(({ name }) => name)).toEqual([
      'demarche',
      'demarche_authority_li',
      'demarche_authority_md',
      'demarche_li_exp',
      'demarche_md_exp',
    ]);
    expect(body.datasets[0]!.children).toEqual(['demarche_li_exp', 'demarche_md_exp']);
    for (const { resources, name, entity_count: count, thing_count: things } of body.datasets) {
      const [{ url, checksum, size }] = resources as [(typeof resources)[0]];
      const { bytes } = await raw(url.replace(rest.base, ''));
      expect([name, createHash('sha1').update(bytes).digest('hex'), bytes.length]).toEqual([name, checksum, size]);
      const schemata = bytes
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line): string => JSON.parse(line).schema);
      expect(schemata).toHaveLength(count);
      expect(schemata.filter((each) => !['Sanction', 'Passport', 'Identification'].includes(each))).toHaveLength(
        things,
      );
      expect(url).toMatch(/\/v1\/export\/\d{4}-\d\d-\d\d\/\d+\/demarche/);
    }
    const { body: index } = await rest.get(at('index.json', { dataset: 'demarche' }));
    expect(index.resources.map(({ name }: { name: string }) => name)).toEqual([...EXPORT_FILES]);
    for (const { url, checksum } of index.resources)
      expect(
        createHash('sha1')
          .update((await raw(url.replace(rest.base, ''))).bytes)
          .digest('hex'),
      ).toBe(checksum);
    const past = await rest.get(`/v1/export/${DAY}/0/catalog.json`);
    expect(past.body.datasets).toMatchObject([
      { name: 'demarche', entity_count: 0, version: '19700101000000-aaaaaaa' },
    ]);
  });

  it('tells of each version what it changed, and by which event', async () => {
    const { body: first } = await rest.get(at('versions.json', { on: 'today' }));
    await change(rest, 'C.1', 'suspension', '2016-01-01');
    const { event } = await change(rest, 'W.1', 'delisting', '2016-01-01', { reason: 'Court' });
    const { body: delta } = await rest.get(at('delta.json', { on: 'today', knownAt: 'now' }));
    const { body: versions } = await rest.get(at('versions.json', { on: 'today', knownAt: 'now' }));
    expect(Object.keys(delta.versions)).toEqual(versions.items);
    expect([...versions.items].sort()).toEqual(versions.items);
    expect(versions.items.at(-1)).toBe(versions.last_successful);
    expect(versions.items).toContain(first.last_successful);
    const urls = Object.values<string>(delta.versions).map((url) => url.replace(rest.base, ''));
    expect(await lines(urls.at(-1)!)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          op: 'DEL',
          entity: { id: 'li-exp.W.1' },
          demarche: { event: event.id, effective: '2016-01-01', reason: 'Court', status: 'delisted' },
        }),
      ]),
    );
    const suspended = await lines(urls.at(-2)!);
    expect(suspended.map(({ op, entity }) => [op, entity.id])).toEqual([
      ['MOD', 'li-exp.C.1'],
      ['MOD', 'li-exp.C.1..sanction'],
    ]);
    // All of them, one after the other, make the whole of it.
    const held = new Map<string, object>();
    for (const url of urls)
      for (const { op, entity } of await lines(url))
        if (op === 'DEL') held.delete(entity.id);
        else held.set(entity.id, entity);
    const now = await lines(at('entities.ftm.json', { on: 'today', knownAt: 'now' }));
    const plain = (all: Iterable<object>) =>
      [...all].map((entity) => JSON.stringify({ ...entity, last_seen: '' })).sort();
    expect(plain(held.values())).toEqual(plain(now));
  });

  it('a day that turns by itself is a version of its own', async () => {
    const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const { event, position } = await change(rest, 'A.1', 'delisting', until);
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const before = await rest.get(at('versions.json', { on: day(19), knownAt: String(position) }));
    const after = await rest.get(at('versions.json', { on: day(25), knownAt: String(position) }));
    expect(after.body.items).toEqual([
      ...before.body.items,
      expect.stringMatching(`^${until.replaceAll('-', '')}000000-`),
    ]);
    const gone = await lines(at('entities.delta.json', { on: day(25), knownAt: String(position) }));
    expect(gone[0]).toMatchObject({ op: 'DEL', entity: { id: 'li-exp.A.1' }, demarche: { effective: until } });
    await rest.post(`/v1/events/${event.id}/retraction`, { why: 'A test', source: source() });
    await rest.get(`/v1/lists?minPosition=${position + 1}`);
  });

  it('keeps a corrected past apart from what was known before', async () => {
    const old = await rest.log.head();
    const { event } = await change(rest, 'C.1', 'delisting', '2017-01-01');
    const listed = async (on: string, knownAt: string) =>
      (await lines(at('entities.ftm.json', { on, knownAt }))).some(({ id }) => id === 'li-exp.C.1');
    expect([await listed('2018-01-01', String(old)), await listed('2018-01-01', 'now')]).toEqual([true, false]);
    const corrected = await rest.post(`/v1/events/${event.id}/correction`, {
      changes: { effective: '2019-01-01' },
      why: 'Another day',
      source: source(),
    });
    expect(corrected.status).toBe(201);
    await rest.get(`/v1/lists?minPosition=${corrected.body.position}`);
    expect(await listed('2018-01-01', 'now')).toBe(true);
    expect(await listed('2018-01-01', String(corrected.body.position - 1))).toBe(false);
  });

  it('has every period in its tables, which a spreadsheet can open and DuckDB can read', async () => {
    const csv = await text(at('designations.csv', { knownAt: 'now' }));
    const [head, ...rows] = csv.trimEnd().split('\r\n');
    expect(head).toMatch(/^id,list,authority,reference,type,name,.*,known_from,known_since,event,/);
    expect(rows.filter((row) => row.startsWith('li-exp:C.1,')).length).toBe(3);
    expect(csv).toContain(",'=Jane");
    const { bytes } = await raw(at('designations.parquet', { knownAt: 'now' }));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read.length).toBe(rows.length);
    expect(read.find(({ reference }) => reference === 'A.1')).toMatchObject({
      name: '=Jane  Roe',
      list: LIST,
      on_day: true,
    });
    const simple = await text(at('targets.simple.csv'));
    expect(simple).toContain('"li-exp.A.1","Person","=Jane Roe"');
    expect((await text(at('names.txt'))).split('\n')).toContain('Джейн Роу');
    const [senzing] = (await lines(at('senzing.json'))).filter(({ RECORD_ID: id }) => id === 'li-exp.A.1');
    expect(senzing).toMatchObject({ DATA_SOURCE: 'DEMARCHE_LI_EXP', RECORD_TYPE: 'PERSON', GENDER: 'F' });
  });

  it('is printed by the command line, byte for byte', async () => {
    const env = { DATABASE_URL: rest.url };
    const out = join(folder, 'out.csv');
    const times = ['--on', DAY, '--known-at', String(k)];
    const all = ['export', '--list', LIST, '--format', 'statements.csv', ...times];
    const { code, stderr } = await run([...all, '--out', out], env);
    expect([code, stderr]).toEqual([0, expect.stringContaining('demarche_li_exp 2')]);
    expect((await readFile(out)).equals((await raw(at('statements.csv'))).bytes)).toBe(true);
    const printed = await run(['export', '--authority', 'LI', '--format', 'names.txt', ...times], env);
    expect(printed.stdout).toBe(await text(at('names.txt')));
    await rm(out);
    for (const [args, expected] of [
      [['export', '--list', 'none', '--format', 'names.txt'], 1],
      [['export', '--authority', 'XX9', '--format', 'names.txt'], 2],
      [['export', '--format', 'none'], 2],
      [['export', '--list', LIST, '--authority', 'LI', '--format', 'names.txt'], 2],
      [['export'], 2],
    ] as const)
      expect([args, (await run(args, env)).code]).toEqual([args, expected]);
  });

  it('refuses what it cannot make, and makes what is empty', async () => {
    for (const [path, status, pointer] of [
      [at('names.txt', { dataset: 'demarche_none' }), 404, undefined],
      [at('names.txt', { dataset: 'un_sc' }), 404, undefined],
      [at('names.txt', { dataset: 'demarche-li' }), 400, '/dataset'],
      [at('index.json', { dataset: 'demarche_none' }), 404, undefined],
      [at('none.txt'), 400, '/file'],
      [at('names.txt', { on: 'yesterday' }), 400, '/on'],
      [at('names.txt', { on: '2023-02-30' }), 400, '/on'],
      [at('names.txt', { knownAt: '99999999' }), 400, '/knownAt'],
      [at('names.txt', { knownAt: 'long-ago' }), 400, '/knownAt'],
      [`${at('names.txt')}?on=2020-01-01`, 400, '/on'],
    ] as const) {
      const answer = await rest.get(path);
      expect([path, answer.status]).toEqual([path, status]);
      if (pointer) expect(answer.body.errors).toMatchObject([{ pointer }]);
      else expect(answer.body.detail).toContain('demarche, demarche_authority_li');
    }
    for (const file of EXPORT_FILES) {
      const nothing = await raw(at(file, { knownAt: '0', dataset: 'demarche' }));
      expect([file, nothing.status]).toEqual([file, 200]);
      const early = await raw(at(file, { on: '0001-01-01' }));
      expect([file, early.status]).toEqual([file, 200]);
    }
    expect(await text(at('entities.ftm.json', { on: '1999-01-01' }))).toBe('');
    expect((await raw(at('names.txt', { on: '9998-12-31' }))).status).toBe(200);
  });

  it('never serves a file that was not finished, and makes a file once however many ask', async () => {
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('making-'))).toEqual([]);
    await writeFile(join(folder, 'making-left'), '');
    const path = at('statements.csv', { on: '2013-03-03' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => raw(path)));
    expect(new Set(answers.map(({ bytes }) => sha256(bytes))).size).toBe(1);
    expect((await readdir(folder)).length).toBe(names.length + 2);
  });

  it('is for a key that is narrowed to the list or its authority, and no other', async () => {
    const closed = await startRest({ readsOpen: false });
    try {
      const key = async (scope: string) =>
        (await closed.keys.create({ owner: 'o', scopes: [scope] }, { actor: 'test', address: null })).key;
      await recordExamples({ ...closed, get: (path) => closed.get(path, { authorization: `Bearer ${closed.key}` }) });
      const ask = async (scope: string, path: string) =>
        (await fetch(closed.base + path, { headers: { authorization: `Token ${await key(scope)}` } })).status;
      const file = (dataset: string) => `/v1/export/today/now/${dataset}/names.txt`;
      for (const scope of ['read:LI', 'read:li-exp']) {
        expect(await ask(scope, file('demarche_li_exp'))).toBe(200);
        expect(await ask(scope, file('demarche_md_exp'))).toBe(403);
        expect(await ask(scope, file('demarche'))).toBe(403);
        expect(await ask(scope, '/v1/export/catalog.json')).toBe(403);
      }
      expect(await ask('read:LI', file('demarche_authority_li'))).toBe(200);
      expect(await ask('read', '/v1/export/catalog.json')).toBe(200);
    } finally {
      await closed.stop();
    }
  });
});

describe('exports of lists that come and go', () => {
  let rest: Rest;
  let folder: string;
  const path = (url: string) => url.replace(rest.base, '');
  const bytesOf = async (url: string) => {
    const response = await fetch(rest.base + path(url));
    return { status: response.status, text: await response.text() };
  };
  const linesOf = async (url: string) => {
    const { status, text } = await bytesOf(url);
    expect([url, status]).toEqual([url, 200]);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demarche-exports-spec-'));
    rest = await startRest({ exports: { folder } });
    await recordExamples(rest);
    for (const { bytes } of generatedPublications(2)) {
      const { status, body } = await rest.post('/v1/lists/un-sc/publications', bytes.toString());
      expect([status, body.rejected]).toEqual([201, null]);
    }
    const [registered] = (await rest.log.readStream(`list-${LIST}`)).filter(({ type }) => type === 'ListRegistered');
    const taken = await rest.post(`/v1/events/${registered!.id}/retraction`, { why: 'No such list', source: source() });
    expect(taken.status).toBe(201);
    await rest.get(`/v1/lists?minPosition=${taken.body.position}`);
  });
  afterAll(async () => {
    await rest.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are what their catalogue says, as known within a submission too', async () => {
    const [first] = await rest.log.readStream('list-un-sc');
    const head = await rest.log.head();
    for (const knownAt of [first!.position, first!.position + 3, first!.position + first!.batch.count - 1, head]) {
      const { body } = (await rest.get(`/v1/export/2016-01-01/${knownAt}/catalog.json`)) as { body: ExportCatalog };
      for (const { resources, name, target_count: targets } of body.datasets) {
        const [{ url, checksum }] = resources as [(typeof resources)[0]];
        const { text, status } = await bytesOf(url);
        expect([knownAt, name, status]).toEqual([knownAt, name, 200]);
        expect([name, createHash('sha1').update(text).digest('hex')]).toEqual([name, checksum]);
        expect([name, (await linesOf(url)).filter(({ target }) => target).length]).toEqual([name, targets]);
      }
    }
  });

  it('are what the answers to questions are, as known within a submission too', async () => {
    const [first] = await rest.log.readStream('list-un-sc');
    for (const position of [first!.position, first!.position + 3]) {
      const times = `on=2016-01-01&knownAt=${position}`;
      const stands = async (of: string) => {
        const { status, body } = await rest.get(`/v1/${of}/designations?limit=200&${times}`);
        expect([of, status]).toEqual([of, 200]);
        return body.items.length;
      };
      const { body: countries } = await rest.get(`/v1/countries?${times}`);
      const counted = countries.items.find(({ code }: { code: string }) => code === 'UN')?.listed ?? 0;
      const exported = await linesOf(`/v1/export/2016-01-01/${position}/demarche_un_sc/entities.ftm.json`);
      const told = [await stands('countries/UN'), await stands('lists/un-sc'), counted];
      expect(told).toEqual(Array(3).fill(exported.filter(({ target }) => target).length));
    }
  });

  it('tell of a list that was taken back what all answers tell', async () => {
    const times = 'on=2012-01-01';
    const ids = async (path: string) => {
      const { status, body } = await rest.get(`${path}${path.includes('?') ? '&' : '?'}${times}`);
      expect([path, status]).toEqual([path, 200]);
      return body.items.map(({ id }: { id: string }) => id).sort();
    };
    const told = await ids(`/v1/lists/${LIST}/designations?limit=200`);
    expect(told.length).toBeGreaterThan(2);
    const searched = await rest.get(`/v1/search?q=jane&list=${LIST}&${times}`);
    expect(told).toContain(searched.body.items[0].id);
    const { body: country } = await rest.get(`/v1/countries/LI?${times}`);
    expect(country.listed + country.suspended + country.uncertain).toBe(told.length);
    const exported = await linesOf(`/v1/export/2012-01-01/now/demarche_${LIST.replace('-', '_')}/targets.nested.json`);
    expect(exported.length).toBe(told.length);
    expect((await rest.get(`/v1/lists/${LIST}`)).body).toMatchObject({ name: null, coverage: { complete: false } });
    expect(await ids('/v1/lists')).toContain(LIST);
    const query = { queries: { a: { schema: 'Person', properties: { name: 'Jane Roe' } } } };
    const { body: matched } = await rest.call('POST', `/v1/match?${times}`, {}, query);
    expect(matched.responses.a.results[0].designation).toBe(searched.body.items[0].id);
  });

  it('are the sum of their deltas, a list that was taken back included', async () => {
    for (const dataset of ['demarche', 'demarche_un_sc', 'demarche_authority_li']) {
      const { status, body: delta } = await rest.get(`/v1/export/today/now/${dataset}/delta.json`);
      expect([dataset, status]).toEqual([dataset, 200]);
      const held = new Map<string, object>();
      for (const url of Object.values<string>(delta.versions))
        for (const { op, entity } of await linesOf(url)) {
          expect([url, op, entity.id, held.has(entity.id)]).toEqual([url, op, entity.id, op !== 'ADD']);
          if (op === 'DEL') held.delete(entity.id);
          else held.set(entity.id, entity);
        }
      const now = await linesOf(`/v1/export/today/now/${dataset}/entities.ftm.json`);
      expect(now.length).toBeGreaterThan(dataset === 'demarche_authority_li' ? 3 : 79);
      const plain = (all: Iterable<object>) =>
        [...all].map((entity) => JSON.stringify({ ...entity, last_seen: '' })).sort();
      expect([dataset, plain(held.values())]).toEqual([dataset, plain(now)]);
    }
  });
});
