import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuild } from '#subscriptions';
import { readModels } from '#read-models';
import { source, startRest, type Rest } from './support/rest.ts';

// Who is meant: match, search and entities over REST, on any day as known at any position.

let rest: Rest;
const LIST = 'kz-names';
const positions: Record<string, number> = {};

const party = (reference: string, name: string, more: object = {}) => ({
  list: LIST,
  effective: '2010-01-01',
  source: source(),
  record: { reference, programs: ['Terror'], subject: { type: 'person', name, aliases: [], ...more } },
});
const aka = (name: string, kind = 'aka') => ({ name, kind });
const match = async (queries: object, query = '', more: object = {}) =>
  rest.call('POST', `/v1/match${query}`, {}, { queries, ...more });
const ids = (answer: { body: { responses: Record<string, { results: { designation: string }[] }> } }, query = 'a') =>
  answer.body.responses[query]!.results.map(({ designation }) => designation);
const person = (name: string | string[], more: object = {}) => ({
  a: { schema: 'Person', properties: { name, ...more } },
});

beforeAll(async () => {
  rest = await startRest();
  const register = {
    list: LIST,
    authority: 'KZ',
    name: 'Names',
    effective: '2004',
    source: source(),
    curated: { complete: false },
  };
  await rest.post('/v1/lists', register);
  const record = async (name: string, path: string, body: object) => {
    const answer = await rest.post(path, body);
    expect([name, answer.status, answer.body.detail]).toEqual([name, 201, undefined]);
    positions[name] = answer.body.position;
  };
  await record(
    'serik',
    '/v1/designations',
    party('1', 'Серик Абдрахманов', {
      aliases: [aka('Serik Abdrakhmanov')],
      birthDates: [{ date: '1971-03-04' }],
      nationalities: ['KZ'],
      identifiers: [{ type: 'passport', number: 'N 0123-4567' }],
    }),
  );
  await record('company', '/v1/designations', {
    ...party('2', 'Altyn Kum Trading LLP'),
    record: {
      reference: '2',
      programs: ['Trade'],
      subject: { type: 'organization', name: 'Altyn Kum Trading LLP', aliases: [] },
    },
  });
  await record('delisted', `/v1/designations/${LIST}:1/delisting`, { effective: '2020-06-01', source: source() });
  await rest.get(`/v1/lists?minPosition=${positions.delisted}`);
});
afterAll(async () => rest.stop());

describe('yente’s own addresses', () => {
  it('are those of ours', async () => {
    const asked = { queries: { a: { schema: 'Company', properties: { name: 'Altyn Kum Trading LLP' } } } };
    const theirs = await fetch(`${rest.base}/match/demarche`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const found = (await theirs.json()) as { responses: { a: { results: { id: string }[] } } };
    expect(found).toEqual((await rest.call('POST', '/v1/match/demarche', {}, asked)).body);
    const [{ id }] = found.responses.a.results as [{ id: string }];
    for (const path of [`/entities/${id}`, '/algorithms', '/catalog', '/reconcile', '/search/demarche?q=altyn'])
      expect(await (await fetch(rest.base + path)).json()).toEqual((await rest.get(`/v1${path}`)).body);
    for (const path of ['/matches', '/entities', '/lists'])
      expect([path, (await fetch(rest.base + path)).status]).toEqual([path, 404]);
  });
});

describe('a match', () => {
  it('is found in any script, with reasons, on a day on which the party was listed', async () => {
    for (const name of ['Серик Абдрахманов', 'SERIK ABDRAKHMANOV', 'Abdrahmanov, Serik', 'Serik Abdrakhmonov'])
      expect([name, ids(await match(person(name), '?on=2015-01-01'))]).toEqual([name, [`${LIST}:1`]]);
    const { body } = await match(person('Serik Abdrakhmanov', { birthDate: '1971-03-04' }), '?on=2015-01-01');
    const [found] = body.responses.a.results;
    expect(found).toMatchObject({ match: true, score: 1, schema: 'Person', datasets: ['demarche_kz_names'] });
    expect(found.explanation.features).toMatchObject([{ feature: 'birthDate', finding: 'birth date equal' }]);
  });

  it('is as known: not listed any more now, listed still before that was recorded', async () => {
    expect(ids(await match(person('Serik Abdrakhmanov')))).toEqual([]);
    expect(ids(await match(person('Serik Abdrakhmanov'), `?on=2025-01-01&knownAt=${positions.company}`))).toEqual([
      `${LIST}:1`,
    ]);
    expect(ids(await match(person('Serik Abdrakhmanov'), `?on=2009-12-31`))).toEqual([]);
    expect(ids(await match(person('Serik Abdrakhmanov'), `?on=2015-01-01&knownAt=1`))).toEqual([]);
  });

  it('is the same later, when more is known, and after a rebuild', async () => {
    const query = `?on=2015-01-01&knownAt=${positions.delisted}`;
    const asked = { ...person('Serik Abdrakhmanov'), b: { properties: { name: 'Altyn Kum' } } };
    const before = await match(asked, query);
    expect([ids(before), ids(before, 'b')]).toEqual([[`${LIST}:1`], [`${LIST}:2`]]);
    const { body } = await rest.post('/v1/designations', party('3', 'Serik Abdrakhman'));
    const { responses } = (await match(asked, query)).body;
    expect(responses).toEqual(before.body.responses);
    expect(ids(await match(person('Serik Abdrakhman'), `?minPosition=${body.position}`))).toEqual([`${LIST}:3`]);
    for (const model of readModels(rest.log))
      if (model.name === 'designation-timeline') await rebuild(rest.store.projector, rest.log, model);
    expect((await match(asked, query)).body.responses).toEqual(before.body.responses);
    expect(ids(await match(person('Serik Abdrakhman')))).toEqual([`${LIST}:3`]);
  });

  it('ends with a delisting that is recorded while the names are held', async () => {
    const made = await rest.post('/v1/designations', party('4', 'Zhanibek Quralay'));
    const listed = made.body.position as number;
    expect(ids(await match(person('Zhanibek Quralay'), `?minPosition=${listed}`))).toEqual([`${LIST}:4`]);
    const delisting = { effective: '2015-01-01', source: source() };
    const { position } = (await rest.post(`/v1/designations/${LIST}:4/delisting`, delisting)).body;
    const search = async (query: string) => (await rest.get(`/v1/search?q=quralay&${query}`)).body.total;
    expect(await search(`status=all&minPosition=${position}`)).toBe(1);
    expect((await rest.get('/v1/search?q=quralay&status=listed')).body).toMatchObject({ total: 0, items: [] });
    expect(ids(await match(person('Zhanibek Quralay')))).toEqual([]);
    expect(ids(await match(person('Zhanibek Quralay'), '?on=2014-12-31'))).toEqual([`${LIST}:4`]);
    expect(ids(await match(person('Zhanibek Quralay'), `?knownAt=${listed}`))).toEqual([`${LIST}:4`]);
  });

  it('is less of one where particulars contradict, and one by a number alone', async () => {
    const score = async (more: object) =>
      (await match(person('Serik Abdrakhmanov', more), '?on=2015-01-01&cutoff=0')).body.responses.a.results[0].score;
    expect(await score({ birthDate: '1950-01-01' })).toBeLessThan(await score({}));
    expect(await score({ nationality: 'fr' })).toBeLessThan(await score({}));
    for (const number of ['N01234567', 'n 0123 4567'])
      expect(
        ids(await match({ a: { schema: 'Person', properties: { passportNumber: number } } }, '?on=2015-01-01')),
      ).toEqual([`${LIST}:1`]);
  });

  it('knows countries by codes and in words, and takes what it does not know for nothing', async () => {
    const told = async (properties: object) => {
      const { body } = await match(person('Serik Abdrakhmanov', properties), '?on=2015-01-01&cutoff=0');
      const results: { designation: string; explanation: { features: { finding: string }[] } }[] =
        body.responses.a.results;
      const found = results.find(({ designation }) => designation === `${LIST}:1`)!;
      return found.explanation.features.map(({ finding }) => finding);
    };
    for (const country of ['kz', 'KZ', 'KAZ', 'Kazakhstan', 'Казахстан', ['Atlantis', 'Republic of Kazakhstan']])
      expect([country, await told({ nationality: country })]).toEqual([country, ['country shared']]);
    for (const country of ['Russia', 'RUS']) expect(await told({ country })).toEqual(['country differs']);
    for (const country of ['Atlantis', '', 'Z', 'ZZ', 'xx', 'EU']) expect(await told({ country })).toEqual([]);
  });

  it('compares windows of birth dates, as records have them', async () => {
    const record = party('w', 'Window Birthman', { birthDates: [{ date: '[1980..1983]' }] });
    const { body } = await rest.post('/v1/designations', record);
    const told = async (birthDate: string) => {
      const answer = await match(person('Window Birthman', { birthDate }), `?minPosition=${body.position}`);
      return answer.body.responses.a.results[0].explanation.features.map(({ finding }: { finding: string }) => finding);
    };
    for (const birthDate of ['1981', '1980/1982', '[1982..1990]', '[..1980]', '1983-05-05'])
      expect([birthDate, await told(birthDate)]).toEqual([birthDate, ['birth date overlaps']]);
    for (const birthDate of ['1950', '[1984..1985]']) expect(await told(birthDate)).toEqual(['birth year differs']);
  });

  it('has features that are its score, and says how it stands', async () => {
    const passport = { passportNumber: 'N01234567' };
    for (const [name, more, weights] of [
      ['Serik Abdrakhmanov', {}, { name: 0.9 }],
      ['Serik Abdrakhmanov', { birthDate: '1950', nationality: 'fr' }, {}],
      ['Totally Different', passport, {}],
      ['Serik Abdrakhmanov', { birthDate: '1950' }, { name: 0.31 }],
      ['Totally Different', { ...passport, birthDate: '1950-01-01' }, { identifier: 0.9, birthDate: 2 }],
    ] as [string, object, object][]) {
      const { body } = await match(person(name, more), '?on=2015-01-01&cutoff=0', { weights });
      const [{ score, features, explanations, status, possible }] = body.responses.a.results;
      const sum = Object.values<number>(features).reduce((all, each) => all + each, 0);
      expect([name, Math.round(sum * 1e4) / 1e4]).toEqual([name, score]);
      expect(Object.keys(explanations)).toEqual(Object.keys(features));
      for (const [feature, told] of Object.entries<{ score: number }>(explanations))
        expect(told.score).toBe(features[feature]);
      expect([status, possible]).toEqual(['listed', []]);
    }
  });

  it('is refused for a birth date that has not come, with its pointer', async () => {
    const next = `${new Date().getUTCFullYear() + 1}-01-01`;
    const { status, body } = await match({
      ...person('x'),
      'a/b': { properties: { name: 'x', birthDate: ['1950', next] } },
    });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { pointer: '/queries/a~1b/properties/birthDate/1', detail: expect.stringContaining('has not come yet') },
    ]);
    expect((await match(person('x', { birthDate: ['unknown', '1950', '1950-05'] }))).status).toBe(200);
  });

  it('is looked for in datasets, and of kinds that can be meant', async () => {
    const company = { a: { schema: 'Company', properties: { name: ['Altyn Kum Trading'] } } };
    expect(ids(await match(company))).toEqual([`${LIST}:2`]);
    expect(ids(await match(company, '?include_dataset=demarche_kz_names'))).toEqual([`${LIST}:2`]);
    expect(ids(await match(company, '?exclude_dataset=demarche_authority_kz'))).toEqual([]);
    expect(ids(await match(person('Altyn Kum Trading LLP')))).toEqual([]);
    expect((await rest.call('POST', '/v1/match/demarche_kz_names', {}, { queries: company })).status).toBe(200);
    expect((await rest.call('POST', '/v1/match/demarche_none', {}, { queries: company })).status).toBe(404);
    expect((await match(company, '?include_dataset=demarche_none')).body.errors).toMatchObject([
      { pointer: '/include_dataset' },
    ]);
  });

  it('is of a kind that the query is compared with, as yente has it; who has the number is told whatever he is', async () => {
    const name = 'Zhuldyz Balqash';
    const kinds = {
      person: {
        type: 'person',
        identifiers: [{ type: 'crypto-address', number: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT' }],
      },
      organization: { type: 'organization' },
      company: { type: 'organization', activities: ['Company'] },
      wallet: { type: 'organization', activities: ['crypto wallet'] },
      security: { type: 'organization', activities: ['security'] },
      vessel: { type: 'vessel' },
      aircraft: { type: 'aircraft' },
    };
    let position = 0;
    for (const [reference, more] of Object.entries(kinds))
      ({ position } = (await rest.post('/v1/designations', party(reference, name, more))).body);
    const found = async (schema: string | undefined, properties: object, query = '') => {
      const answer = await match({ a: { schema, properties } }, `?minPosition=${position}&limit=20${query}`);
      return { told: ids(answer).sort(), total: answer.body.responses.a.total };
    };
    const all = Object.keys(kinds);
    for (const [schema, references] of [
      [undefined, all],
      ['Thing', all],
      ['LegalEntity', ['person', 'organization', 'company']],
      ['Person', ['person']],
      ['Organization', ['organization', 'company']],
      ['Company', ['organization', 'company']],
      ['PublicBody', ['organization']],
      ['Vessel', ['vessel']],
      ['Airplane', ['aircraft']],
      ['CryptoWallet', ['wallet']],
      ['Security', ['security']],
    ] as const) {
      const told = references.map((reference) => `${LIST}:${reference}`).sort();
      const total = { value: told.length, relation: 'eq' };
      expect([schema, await found(schema, { name })]).toEqual([schema, { told, total }]);
      expect([schema, await found(schema, { name }, '&topics=sanction')]).toEqual([schema, { told, total }]);
      if (schema === undefined) continue;
      const searched = (await rest.get(`/v1/search/demarche?q=Zhuldyz&schema=${schema}`)).body.results;
      expect(searched.map(({ designation }: { designation: string }) => designation).sort()).toEqual(told);
    }
    const publicKey = kinds.person.identifiers[0]!.number;
    expect((await found('CryptoWallet', { publicKey })).told).toEqual([`${LIST}:person`]);
  });

  it('is told where it changed after an instant, and not at it', async () => {
    const company = { a: { schema: 'Company', properties: { name: ['Altyn Kum Trading'] } } };
    const changed: string = (await match(company)).body.responses.a.results[0].last_change;
    const at = new Date(`${changed}Z`);
    const beside = (seconds: number) => new Date(at.getTime() + 1_000 * seconds).toISOString().slice(0, 19);
    for (const [since, found] of [
      [changed, []],
      [`${changed}Z`, []],
      [beside(1), []],
      [beside(-1), [`${LIST}:2`]],
      [beside(-86_400).slice(0, 13), [`${LIST}:2`]],
      [beside(3_600).slice(0, 13), []],
      [beside(-86_400).slice(0, 16), [`${LIST}:2`]],
      [beside(-86_400).slice(0, 10), [`${LIST}:2`]],
    ] as const) {
      expect([since, ids(await match(company, `?changed_since=${since}`))]).toEqual([since, found]);
      const searched = (await rest.get(`/v1/search/demarche?q=altyn&changed_since=${since}`)).body.results;
      expect([since, searched.length]).toEqual([since, found.length]);
    }
    for (const since of ['2026-11-27T24', '2026-13-01T01', '2026-11-27T'])
      expect([since, (await match(company, `?changed_since=${since}`)).status]).toEqual([since, 400]);
  });

  it('is an aircraft by its mark, with a hyphen or without', async () => {
    const aircraft = (reference: string, name: string) => {
      const asked = party(reference, name);
      return { ...asked, record: { ...asked.record, subject: { type: 'aircraft', name, aliases: [] } } };
    };
    await rest.post('/v1/designations', aircraft('a1', 'YV1008'));
    const { position } = (await rest.post('/v1/designations', aircraft('a2', 'RA-82077'))).body;
    for (const [name, reference] of [
      ['YV1008', 'a1'],
      ['YV-1008', 'a1'],
      ['YV 1008', 'a1'],
      ['RA82077', 'a2'],
      ['RA-82077', 'a2'],
    ]) {
      for (const schema of ['Airplane', 'Thing']) {
        const answer = await match({ a: { schema, properties: { name } } }, `?minPosition=${position}`);
        expect([name, schema, ids(answer)]).toEqual([name, schema, [`${LIST}:${reference}`]]);
        const [{ score, explanation }] = answer.body.responses.a.results;
        expect([score, explanation.candidate]).toEqual([1, reference === 'a1' ? 'YV1008' : 'RA-82077']);
      }
      const found = (await rest.get(`/v1/search?q=${name}`)).body.items;
      expect([name, found[0]?.id]).toEqual([name, `${LIST}:${reference}`]);
    }
  });

  it('is found by the last of a hundred names, and refused for more', async () => {
    const names = Array.from({ length: 99 }, (_, at) => `Nobody Whatsoever ${'abcdefghij'[at % 10]}`);
    const { a } = person([...names, 'Serik Abdrakhmanov']);
    expect(ids(await match({ a }, '?on=2015-01-01'))[0]).toBe(`${LIST}:1`);
    const { status, body } = await match({ a: { ...a, properties: { ...a.properties, alias: ['One More'] } } });
    expect([status, body.errors]).toEqual([
      400,
      [{ pointer: '/queries/a/properties', detail: expect.stringContaining('101 names of one party') }],
    ]);
    const tooMany = await match(person([...names, 'x', 'y']));
    expect(tooMany.body.errors).toEqual([
      { pointer: '/queries/a/properties/name', detail: 'At most 100 values of one property' },
    ]);
  });

  it('is told where it counts as one, and is of none that is left out', async () => {
    const alike = person('Serik Abdrahmanow');
    const [{ score }] = (await match(alike, '?on=2015-01-01&cutoff=0')).body.responses.a.results;
    // As yente has it: what is not above the cutoff is not told, whatever the threshold.
    const [below, above] = [(score - 0.01).toFixed(4), (score + 0.01).toFixed(4)];
    expect(ids(await match(alike, `?on=2015-01-01&threshold=0.2&cutoff=${below}`))).toContain(`${LIST}:1`);
    expect(ids(await match(alike, `?on=2015-01-01&threshold=0.2&cutoff=${above}`))).toEqual([]);
    expect(ids(await match(alike, `?on=2015-01-01&threshold=${below}`))).toContain(`${LIST}:1`);
    const company = { a: { schema: 'Company', properties: { name: ['Altyn Kum Trading'] } } };
    expect((await match(alike, '?cutoff=1.5e-180&threshold=1e-7')).status).toBe(200);
    for (const [query, found] of [
      ['topics=sanction', [`${LIST}:2`]],
      ['topics=role.pep', []],
      ['exclude_schema=Vessel&exclude_schema=Person', [`${LIST}:2`]],
      ['exclude_schema=Organization', []],
      ['exclude_entity_ids=kz-names.1', [`${LIST}:2`]],
      ['exclude_entity_ids=x&exclude_entity_ids=kz-names.2', []],
    ] as const)
      expect([query, ids(await match(company, `?${query}`))]).toEqual([query, found]);
  });

  it('takes what programs send: numbers, nothing, and properties that say nothing here', async () => {
    const sent = { birthDate: [1971, null], hairColor: ['black'], okpoCode: 12_345, nationality: [] };
    const answer = await match(person('Serik Abdrakhmanov', sent), '?on=2015-01-01', { config: { x: null } });
    expect([answer.status, ids(answer)[0]]).toEqual([200, `${LIST}:1`]);
    expect(answer.body.responses.a.query.properties).toMatchObject({ birthDate: ['1971'], okpoCode: ['12345'] });
  });

  it('is found for no name that says nothing, whatever its length or script', async () => {
    for (const name of [
      '',
      ' ',
      'a',
      'de la',
      'LLP',
      '🙂🙂',
      '\u202e\u202d',
      'x'.repeat(10_000),
      'ab '.repeat(3_000),
    ]) {
      const answer = await match(person(name));
      expect([name.slice(0, 10), answer.status, ids(answer)]).toEqual([name.slice(0, 10), 200, []]);
    }
    expect(ids(await match(person('\u202eSerik\u202c Abdrakhman🙂')))).toEqual([`${LIST}:3`]);
  });

  it('is refused with the place of what is wrong', async () => {
    const a = { properties: { name: 'x' } };
    for (const [queries, more, pointer] of [
      [{ a: { properties: { shoeSize: ['44'] } } }, {}, '/queries/a/properties/shoeSize'],
      [{ a: { schema: 'Spaceship', properties: {} } }, {}, '/queries/a/schema'],
      [{ a: { properties: { name: 'x'.repeat(10_001) } } }, {}, '/queries/a/properties/name'],
      [{}, {}, '/queries'],
      [Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, a])), {}, '/queries'],
      [{ a }, { weights: { name: 'NaN' } }, '/weights/name'],
      [{ a }, { weights: { shoes: 1 } }, '/weights/shoes'],
    ] as const) {
      const refused = await match(queries, '', more);
      expect([pointer, refused.status, refused.body.errors[0].pointer]).toEqual([pointer, 400, pointer]);
    }
    for (const query of [
      'threshold=2',
      'threshold=',
      'threshold=e-1',
      'threshold=1.1',
      'threshold=NaN',
      'cutoff=-1',
      'limit=0',
      'limit=501',
      'scorer=none',
      'changed_since=soon',
    ])
      expect([query, (await match({ a }, `?${query}`)).status]).toEqual([query, 400]);
  });
});

describe('a search', () => {
  it('finds by the beginning, by likeness and by number, with facets', async () => {
    const search = async (query: string) => (await rest.get(`/v1/search?${query}`)).body;
    for (const q of ['alt', 'altyn k', 'Алтын Кум', 'Altin Kum'])
      expect([q, (await search(`q=${encodeURIComponent(q)}`)).items.map(({ id }: { id: string }) => id)]).toEqual([
        q,
        [`${LIST}:2`],
      ]);
    const found = await search('q=serik&status=all');
    expect(found.items.map(({ id }: { id: string }) => id).sort()).toEqual([`${LIST}:1`, `${LIST}:3`]);
    expect(found.facets).toMatchObject({ list: [{ name: LIST, count: 2 }], status: [{ count: 1 }, { count: 1 }] });
    expect((await search('q=N01234567&on=2015-01-01')).items).toMatchObject([{ id: `${LIST}:1`, score: 1 }]);
    expect((await search('q=2')).items).toMatchObject([{ id: `${LIST}:2`, score: 1 }]);
    expect((await search('q=W')).items[0]).toMatchObject({ id: `${LIST}:w`, score: 1 });
    expect((await search('q=2&status=delisted')).total).toBe(0);
    expect((await rest.get(`/v1/lists/${LIST}/designations?q=2`)).body.items).toContainEqual(
      expect.objectContaining({ id: `${LIST}:2` }),
    );
    expect((await rest.get('/v1/search?q=%00')).status).toBe(400);
    expect((await search('q=serik&type=organization&status=all')).total).toBe(0);
    expect((await search('q=%F0%9F%99%82')).total).toBe(0);
  });

  it('finds entities as yente does', async () => {
    const search = async (query: string) => (await rest.get(`/v1/search/demarche?${query}`)).body;
    const found = await search('q=alt');
    expect(found).toMatchObject({ limit: 10, offset: 0, total: { value: 1, relation: 'eq' } });
    expect(found.results).toMatchObject([{ id: 'kz-names.2', designation: `${LIST}:2`, schema: 'Organization' }]);
    expect(found.facets.datasets).toEqual({
      label: 'Data sources',
      values: [{ name: 'demarche_kz_names', label: 'Names', count: 1 }],
    });
    for (const [more, count] of [
      ['schema=LegalEntity', 1],
      ['schema=Person', 0],
      ['exclude_schema=Organization', 0],
      ['topics=sanction&topics=x', 1],
      ['countries=kz', 0],
      ['exclude_dataset=demarche_kz_names', 0],
      ['fuzzy=true&simple=false', 1],
    ] as const)
      expect([more, (await search(`q=alt&${more}`)).total.value]).toEqual([more, count]);
    expect((await search('q=serik&countries=kz&on=2015-01-01')).results).toMatchObject([{ id: 'kz-names.1' }]);
    expect((await search('q=alt&offset=1')).results).toEqual([]);
    expect((await rest.get('/v1/search/demarche_none?q=alt')).status).toBe(404);
  });
});

describe('what clients of yente ask beside', () => {
  it('is there', async () => {
    expect((await rest.get('/v1/entities/kz-names.2')).body).toMatchObject({
      id: 'kz-names.2',
      designation: `${LIST}:2`,
    });
    const { properties } = (await rest.get('/v1/entities/kz-names.2')).body;
    expect(properties.sanctions).toMatchObject([{ schema: 'Sanction', properties: { program: ['Trade'] } }]);
    const alone = (await rest.get('/v1/entities/kz-names.2?nested=false')).body.properties;
    expect([alone.sanctions, alone.name]).toEqual([undefined, properties.name]);
    expect((await rest.get('/v1/entities/kz-names.1')).status).toBe(404);
    expect((await rest.get('/v1/entities/kz-names.1?on=2015-01-01')).status).toBe(200);
    expect((await rest.get('/v1/algorithms')).body).toMatchObject({ best: 'demarche-1', default: 'demarche-1' });
    const [scorer] = (await rest.get('/v1/algorithms')).body.algorithms;
    expect(scorer.docs).toEqual({
      name: scorer.name,
      description: scorer.description,
      features: scorer.features,
      config: {},
    });
    const { body } = await rest.get('/v1/catalog');
    expect(body.current).toEqual(['demarche', 'demarche_authority_kz', 'demarche_kz_names']);
  });
});

/** A party of each kind, with the numbers that exports tell of it. */
const NUMBERED = {
  Airplane: {
    type: 'aircraft',
    identifiers: [{ type: 'tail-number', number: 'ZZ-1008' }],
    aircraft: { serialNumber: 'MSN 40917' },
  },
  Vessel: {
    type: 'vessel',
    identifiers: [
      { type: 'registration', number: 'REG 55-71' },
      { type: 'imo', number: '9187629' },
      { type: 'mmsi', number: '366123456' },
    ],
    vessel: { callSign: 'QZX71' },
  },
  Company: {
    type: 'organization',
    activities: ['Company'],
    identifiers: [
      { type: 'tax', number: 'T-99 881' },
      { type: 'registration', number: 'HRB 120771' },
      { type: 'bic', number: 'QZXBKZKA' },
    ],
  },
  Person: {
    type: 'person',
    identifiers: [
      { type: 'passport', number: 'PP 771-882' },
      { type: 'national-id', number: 'ID-40 40 41' },
    ],
  },
};
describe('a number that exports tell', () => {
  beforeAll(async () => {
    let position = 0;
    for (const [schema, subject] of Object.entries(NUMBERED))
      ({ position } = (
        await rest.post('/v1/designations', party(`number-${schema}`, `Quilibrand ${schema}`, subject))
      ).body);
    await rest.get(`/v1/lists?minPosition=${position}`);
  });

  it.each([
    ['Airplane', 'registrationNumber', 'ZZ-1008', ['ZZ1008', 'zz-1008']],
    ['Airplane', 'serialNumber', 'MSN 40917', ['MSN40917']],
    ['Vessel', 'registrationNumber', 'REG 55-71', ['reg5571']],
    ['Vessel', 'imoNumber', 'IMO9187629', ['9187629']],
    ['Vessel', 'mmsi', '366123456', ['366 123 456']],
    ['Vessel', 'callSign', 'QZX71', ['qzx 71']],
    ['Company', 'taxNumber', 'T-99 881', ['T99881']],
    ['Company', 'registrationNumber', 'HRB 120771', ['hrb120771']],
    ['Company', 'swiftBic', 'QZXBKZKA', ['QZXBKZKAXXX']],
    ['Person', 'passportNumber', 'PP 771-882', ['pp771882']],
    ['Person', 'idNumber', 'ID-40 40 41', ['id404041']],
  ] as const)('finds a %s by its %s, and as a number of any kind', async (schema, property, exported, written) => {
    const id = `${LIST}:number-${schema}`;
    const query = '?on=2015-01-01';
    const { properties } = (await rest.get(`/v1/entities/kz-names.number-${schema}${query}`)).body;
    expect(properties[property]).toEqual([exported]);
    for (const number of [exported, ...written]) {
      for (const asked of [{ schema, properties: { [property]: number } }, { properties: { serialNumber: number } }]) {
        const { body } = await match({ a: asked }, query);
        const [first] = body.responses.a.results;
        expect([number, first?.designation]).toEqual([number, id]);
        expect(first.explanation.features).toMatchObject([{ finding: 'identifier equal' }]);
      }
      const found = (await rest.get(`/v1/search${query}&q=${encodeURIComponent(number)}`)).body.items;
      expect([number, found[0]?.id]).toEqual([number, id]);
    }
  });
});

describe('names that take more room than there is', () => {
  it('are not matched, which is told; all else is answered', async () => {
    const small = await startRest({ names: { maxBytes: 1 } });
    await small.post('/v1/lists', {
      list: LIST,
      authority: 'KZ',
      name: 'Names',
      effective: '2004',
      source: source(),
      curated: { complete: false },
    });
    const { position } = (await small.post('/v1/designations', party('1', 'Serik Abdrakhmanov'))).body;
    const asked = { queries: person('Serik Abdrakhmanov') };
    for (let time = 0; time < 2; time++) {
      const refused = await small.call('POST', `/v1/match?minPosition=${position}`, {}, asked);
      expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(refused.body.detail).toContain('NAMES_MAX_BYTES');
    }
    const page = await small.get(`/v1/lists/${LIST}/designations`);
    expect(page.body.items).toHaveLength(1);
    await small.stop();
  });
});
