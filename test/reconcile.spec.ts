import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { source, startRest, type Rest } from './support/rest.ts';

// The W3C Reconciliation Service API 0.2, as OpenRefine asks it.

let rest: Rest;
const SERVICE = '/v1/reconcile/demarche_kz_names';
let listed: number;

const party = (list: string, reference: string, name: string, more: object = {}) => ({
  list,
  effective: '2010-01-01',
  source: source(),
  record: { reference, programs: ['Terror'], subject: { type: 'person', name, aliases: [], ...more } },
});
const ask = async (fields: Record<string, unknown>, query = '', path = SERVICE) => {
  const body = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
  return rest.call('POST', `${path}${query}`, { 'content-type': 'application/x-www-form-urlencoded' }, body);
};

beforeAll(async () => {
  rest = await startRest();
  for (const list of ['kz-names', 'kz-others'])
    await rest.post('/v1/lists', {
      list,
      authority: 'KZ',
      name: `The ${list}`,
      effective: '2004',
      source: source(),
      curated: { complete: false },
    });
  const record = async (path: string, body: object) => {
    const answer = await rest.post(path, body);
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    return answer.body.position as number;
  };
  const particulars = { birthDates: [{ date: '1971' }], nationalities: ['KZ'], aliases: [] };
  await record('/v1/designations', party('kz-names', 'A/1', 'Серик <Абдрахманов>', particulars));
  await record('/v1/designations', party('kz-names', '2', 'Marat Zhunusov'));
  listed = await record('/v1/designations', party('kz-others', '3', 'Marat Zhunusov'));
  const last = await record('/v1/designations/kz-names:2/delisting', { effective: '2020-06-01', source: source() });
  await rest.get(`/v1/lists?minPosition=${last}`);
});
afterAll(async () => rest.stop());

describe('a reconciliation service', () => {
  it('tells what it can do, and where', async () => {
    const { status, body } = await rest.get(SERVICE);
    expect([status, body.versions, body.name]).toEqual([200, ['0.2'], 'Demarche: The kz-names']);
    expect(body.suggest.entity).toEqual({ service_url: rest.base + SERVICE, service_path: '/suggest/entity' });
    expect(body.preview.url).toBe(`${rest.base}${SERVICE}/preview?id={{id}}`);
    const pinned = await rest.get(`${SERVICE}?on=2015-01-01&knownAt=${listed}`);
    expect(pinned.body.view.url).toBe(`${rest.base}${SERVICE}/preview?id={{id}}&on=2015-01-01&knownAt=${listed}`);
    expect((await rest.get('/v1/reconcile')).body.name).toBe('Demarche: demarche');
    expect((await rest.get('/v1/reconcile/demarche_none')).status).toBe(404);
  });

  it('finds names, each with its own limit, and only in its dataset', async () => {
    const queries = {
      q0: { query: 'Serik Abdrakhmanov', type: 'Person', properties: [{ pid: 'birthDate', v: 1971 }] },
      q1: { query: 'Marat Zhunusov', limit: 1 },
      q2: { query: 'Nobody Of That Kind', type: ['Person', 'Company'], type_strict: 'should' },
    };
    const { status, body } = await ask({ queries });
    expect([status, Object.keys(body)]).toEqual([200, ['q0', 'q1', 'q2']]);
    const [first] = body.q0.result;
    expect(first).toMatchObject({ name: 'Серик <Абдрахманов>', match: true, type: [{ id: 'Person', name: 'Person' }] });
    expect(first.score).toBeGreaterThan(90);
    expect(first.features).toContainEqual({ id: 'birthDate', value: expect.any(Number) });
    expect([body.q1.result, body.q2.result]).toEqual([[], []]);
    const all = await ask({ queries }, '', '/v1/reconcile');
    expect(all.body.q1.result.map(({ id }: { id: string }) => id)).toEqual(['kz-others.3']);
    const before = await ask({ queries }, '?on=2015-01-01');
    expect(before.body.q1.result.map(({ id }: { id: string }) => id)).toEqual(['kz-names.2']);
    const byGet = await rest.get(`${SERVICE}?on=2015-01-01&queries=${encodeURIComponent(JSON.stringify(queries))}`);
    expect(byGet.body).toEqual(before.body);
  });

  it('tells the properties of entities, in their own words, former days too', async () => {
    const [{ id }] = (await ask({ queries: { q: { query: 'Serik Abdrakhmanov' } } })).body.q.result;
    const extend = {
      ids: [id, 'kz-names.2', 'nothing.1'],
      properties: [{ id: 'birthDate' }, { id: 'designation.status' }, { id: 'designation.since', settings: {} }],
    };
    const { body } = await ask({ extend });
    expect(body.meta[0]).toEqual({ id: 'birthDate', name: 'Date of birth' });
    expect(body.rows).toEqual({
      [id]: {
        birthDate: [{ str: '1971' }],
        'designation.status': [{ str: 'listed' }],
        'designation.since': [{ str: '2010-01-01' }],
      },
      'kz-names.2': { birthDate: [], 'designation.status': [], 'designation.since': [] },
      'nothing.1': { birthDate: [], 'designation.status': [], 'designation.since': [] },
    });
    const before = await ask({ extend }, '?on=2015-01-01');
    expect(before.body.rows['kz-names.2']['designation.status']).toEqual([{ str: 'listed' }]);
    const { body: proposed } = await rest.get(`${SERVICE}/properties?type=Person&limit=2`);
    expect(proposed).toMatchObject({ type: 'Person', limit: 2, properties: [{ id: 'name' }, { id: 'alias' }] });
  });

  it('tells the reference of the day, as lists do, and all of them by another word', async () => {
    await rest.post('/v1/designations', party('kz-names', 'old/1', 'Arystan Renumbered'));
    const { body: renumbered } = await rest.post('/v1/designations/kz-names:old%2F1/reidentification', {
      effective: '2016-01-01',
      source: source(),
      reference: 'new/2',
      evidence: [{ kind: 'notice', text: 'It was renumbered' }],
    });
    for (const [on, reference] of [
      ['2015-01-01', 'old/1'],
      ['2017-01-01', 'new/2'],
    ]) {
      const query = `?on=${on}&knownAt=${renumbered.position}`;
      const [{ id }] = (await ask({ queries: { q: { query: 'Arystan Renumbered' } } }, query)).body.q.result;
      const properties = ['designation.reference', 'designation.references'].map((each) => ({ id: each }));
      const { body } = await ask({ extend: { ids: [id], properties } }, query);
      expect(body.rows[id]).toEqual({
        'designation.reference': [{ str: reference }],
        'designation.references': [{ str: 'old/1' }, { str: 'new/2' }],
      });
      const { items } = (await rest.get(`/v1/lists/kz-names/designations${query}&q=Renumbered`)).body;
      expect(items).toMatchObject([{ reference }]);
    }
  });

  it('suggests while a name is typed', async () => {
    const { body } = await rest.get(`${SERVICE}/suggest/entity?prefix=${encodeURIComponent('Абдрах')}`);
    expect(body.result).toMatchObject([{ name: 'Серик <Абдрахманов>', notable: [{ id: 'Person' }] }]);
    expect(body.result[0].description).toContain('1971');
    expect((await rest.get(`${SERVICE}/suggest/entity?prefix=Marat`)).body.result).toEqual([]);
    const { body: words } = await rest.get(`${SERVICE}/suggest/property?prefix=birth`);
    expect(words.result.map(({ id }: { id: string }) => id)).toEqual(['birthDate', 'birthPlace']);
    expect((await rest.get(`${SERVICE}/suggest/type?prefix=vess`)).body.result).toMatchObject([{ id: 'Vessel' }]);
  });

  it('shows an entity in a frame, and runs nothing of it', async () => {
    const [{ id }] = (await ask({ queries: { q: { query: 'Serik Abdrakhmanov' } } })).body.q.result;
    const response = await fetch(`${rest.base}${SERVICE}/preview?id=${encodeURIComponent(id)}`);
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page).toContain('<h1>Серик &lt;Абдрахманов&gt;</h1>');
    expect(page).toContain('<dt>Reference</dt><dd>A/1</dd>');
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect((await rest.get(`${SERVICE}/preview?id=kz-names.2`)).status).toBe(404);
  });

  it('says what is wrong, and where', async () => {
    const pointers = async (fields: Record<string, unknown>) => {
      const { status, body } = await ask(fields);
      return [status, ...(body.errors ?? [body]).map(({ pointer }: { pointer: string }) => pointer)];
    };
    expect(await pointers({ queries: '{' })).toEqual([400, '/queries']);
    expect(await pointers({ queries: '{"__proto__":{"query":"x"}}' })).toEqual([400, '/queries/__proto__']);
    // Parsers differ on which of two counts.
    expect(await pointers({ queries: '{"q":{"query":"x"},"q":{"query":"y"}}' })).toEqual([400, '/queries/q']);
    expect(await pointers({ queries: { q: {} } })).toEqual([400, '/queries/q']);
    expect(await pointers({ queries: { q: { query: 'x', type: 'Q5' } } })).toEqual([400, '/queries/q/type']);
    expect(await pointers({ queries: { q: { query: 'x', properties: [{ pid: 'P31', v: 1 }] } } })).toEqual([
      400,
      '/queries/q/properties/0/pid',
    ]);
    for (const field of ['queries', 'extend'])
      for (const text of ['[]', '[{"query":"x"}]', '1'])
        expect((await rest.get(`${SERVICE}?${field}=${text}`)).body.errors).toEqual([
          { pointer: `/${field}`, detail: expect.stringContaining('An object is wanted: ') },
        ]);
    expect((await rest.get(`${SERVICE}?queries={}&queries={}`)).body.errors).toEqual([
      { pointer: '/queries', detail: 'It is given more than once; give it once' },
    ]);
    expect(await pointers({ other: 'x' })).toEqual([400, '/other']);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`q${at}`, { query: 'x' }]));
    expect(await pointers({ queries: many })).toEqual([400, '/queries']);
    expect((await rest.call('POST', SERVICE, {}, { queries: {} })).status).toBe(415);
    for (const nothing of [{}, { queries: '' }, { extend: ' ' }])
      expect((await ask(nothing, '', SERVICE)).body.versions).toEqual(['0.2']);
    for (const path of ['suggest/property', 'suggest/type', 'properties']) {
      expect([path, (await rest.get(`${SERVICE}/${path}`)).status]).toEqual([path, 200]);
      expect([path, (await rest.get(`/v1/reconcile/demarche_none/${path}`)).status]).toEqual([path, 404]);
    }
    expect((await rest.get(`${SERVICE}/suggest/type?cursor=501`)).body.errors).toEqual([
      { pointer: '/cursor', detail: 'A number from 0 to 500' },
    ]);
  });
});

describe('a client of PyPI', () => {
  const PYTHON = process.env.DEMARCHE_PYTHON ?? 'python3';
  const python = spawnSync(PYTHON, ['-c', 'import reconciler']);
  if (python.status !== 0) console.warn('reconciler of PyPI is not installed (DEMARCHE_PYTHON): it is not asked');
  (python.status === 0 ? it : it.skip)('finds its names', async () => {
    const script = [
      'import pandas as pd, reconciler, sys, warnings',
      'warnings.filterwarnings("ignore")',
      'names = pd.Series(["Marat Zhunusov", "Serik Abdrakhmanov"])',
      'print(reconciler.reconcile(names, type_id="Person", reconciliation_endpoint=sys.argv[1])[["input_value", "id", "match"]].to_json(orient="values"))',
    ].join('\n');
    const child = spawn(PYTHON, ['-c', script, `${rest.base}${SERVICE}?on=2015-01-01`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const found = JSON.parse(await text(child.stdout)) as [string, string, boolean][];
    expect(found.map(([name, , match]) => [name, match])).toEqual([
      ['Marat Zhunusov', true],
      ['Serik Abdrakhmanov', true],
    ]);
    expect(found[0]![1]).toBe('kz-names.2');
  });
});
