import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entityId } from '#exports';
import { source, startRest, type Answer, type Rest } from './support/rest.ts';

// Every route of the document is asked before and after later facts: no member of an answer at K tells of what came later.

describe('answers as known at K', () => {
  let rest: Rest;
  /** A question for each route that has the parameter `knownAt`. */
  let questions: string[];
  let eventId: string;
  let k = 0;
  let instant: string;

  const about = (effective: string) => ({ effective, source: source() });
  const facts = async (n: number) => {
    const answers: Answer[] = [];
    const record = (reference: string) => ({
      reference,
      programs: ['P'],
      subject: { type: 'person', name: `Person ${reference}` },
    });
    const post = async (path: string, body: object) => answers.push(await rest.post(path, body));
    await post('/v1/lists', {
      ...about('2020-01-01'),
      list: `li-${n}`,
      authority: 'LI',
      name: 'x',
      reviewEveryMonths: 12,
    });
    await post('/v1/lists', { ...about('2020-01-01'), list: `md-${n}`, authority: 'MD', name: 'y' });
    await post('/v1/lists/li-1/reviews', { ...about(`2021-01-0${n}`), by: 'Court', outcome: 'Kept' });
    for (const list of new Set(['li-1', `li-${n}`, 'md-1']))
      await post('/v1/designations', { ...about('2021-02-01'), list, record: record(`${list}/${n}`) });
    if (n === 2) await post('/v1/designations/li-1:li-1%2F1/delisting', { ...about('2021-03-01') });
    await post('/v1/subjects/party/links', {
      ...about('2021-02-01'),
      entries: [`li-1:li-1/${n}`, `md-1:md-1/${n}`],
      evidence: [{ kind: 'name', text: 'x' }],
    });
    await post('/v1/envoys', {
      ...about('2021-01-01'),
      sending: 'LI',
      receiving: 'MD',
      role: 'head-of-mission',
      envoy: { name: `Envoy ${n}` },
    });
    await post('/v1/recognitions', {
      ...about('2021-01-01'),
      authority: 'LI',
      territory: 'MD',
      government: `Government ${n}`,
    });
    eventId ??= answers.at(-1)!.body.event.id as string;
    await post('/v1/statements', {
      ...about('2021-05-01'),
      authority: 'LI',
      statement: `statement-${n}`,
      issuer: { name: 'N' },
      summary: 's',
      about: { countries: ['MD'] },
      inReactionTo: eventId,
    });
    expect(answers.map(({ status, body }) => [status, body.detail])).toEqual(answers.map(() => [201, undefined]));
    const { position } = answers.at(-1)!.body as { position: number };
    await rest.get(`/v1/lists?minPosition=${position}`);
    return { position, recordedAt: answers.at(-1)!.body.event.time as string };
  };

  const upload = async (list: string, day: string, more: string) =>
    rest.call(
      'POST',
      `/v1/lists/${list}/publications?publishedOn=${day}`,
      { authorization: `Bearer ${rest.key}`, 'content-type': 'text/csv' },
      `ID,Surname,Name,Patronomic,DataBirth,PlaceBirth,DateInclusion,BasicInclusion,CategoryPerson\n1,A,B,C,1970-01-01,Osh,2010-01-01,b,c\n${more}`,
    );

  beforeAll(async () => {
    rest = await startRest();
    expect((await upload('kg-fiu', '2021-01-01', '')).status).toBe(201);
    ({ position: k, recordedAt: instant } = await facts(1));
    const { body: publications } = await rest.get('/v1/lists/kg-fiu/publications');
    const names: Record<string, string> = {
      '/v1/countries/{code}': 'LI',
      '/v1/lists/{id}': 'li-1',
      '/v1/designations/{id}': 'li-1:li-1%2F1',
      '/v1/subjects/{id}': 'party',
      '/v1/events/{id}': eventId,
      '/v1/entities/{entity}': entityId('li-1:li-1/1'),
      '/v1/reconcile/{dataset}': 'demarche_li_1',
      '/v1/search/{dataset}': 'demarche_li_1',
    };
    const more: Record<string, string> = {
      '/v1/search': 'q=person&',
      '/v1/search/{dataset}': 'q=person&',
      '/v1/reconcile/{dataset}/suggest/entity': 'prefix=person&',
      '/v1/lists/{id}/diff': 'from=2020-01-01&to=2022-01-01&',
      '/v1/alignment': 'list=LI&with=MD&from=2021-01-01&to=2021-12-31&',
    };
    const { body: document } = await rest.get('/openapi.json');
    questions = Object.entries(
      document.paths as Record<string, { get?: { parameters: { name: string; in: string }[] } }>,
    )
      .filter(([, { get }]) => get?.parameters?.some(({ name, in: place }) => name === 'knownAt' && place === 'query'))
      // A page for people.
      .filter(([path]) => !path.endsWith('/preview'))
      .flatMap(([path, { get }]) => {
        const prefix = /^\/v1\/[a-z]+\/\{[a-z]+\}/.exec(path)?.[0] ?? '';
        const lists = path.startsWith('/v1/lists/{id}') ? ['li-1', 'kg-fiu'] : [names[prefix] ?? ''];
        const day = get!.parameters.some(({ name }) => name === 'on') ? 'on=2023-01-01&' : '';
        return lists.map((name) => {
          const filled = path
            .replace(/\{(id|code|entity|dataset)\}/, name)
            .replace('{sha256}', publications.items[0].sha256);
          return `${filled}?${more[path] ?? ''}${day}knownAt=`;
        });
      });
  });
  afterAll(() => rest.stop());

  /** What is of now by its nature: how far the read models have come, and whether a list is fetched. */
  const told = ({ status, body }: Answer) => {
    const without = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(without);
      if (typeof value !== 'object' || value === null) return value;
      const { freshness: _, ...own } = value as Record<string, unknown>;
      return Object.fromEntries(Object.entries(own).map(([key, each]) => [key, without(each)]));
    };
    const { position: _, requestId: __, next: ___, ...rest } = without(body) as Record<string, unknown>;
    return { status, body: rest };
  };

  it('stay what they were when later facts are recorded, at a position and at an instant', async () => {
    expect(questions.length).toBeGreaterThan(15);
    const ask = async () => {
      const answers: Record<string, unknown> = {};
      for (const question of questions)
        for (const at of [0, 1, Math.floor(k / 2), k, encodeURIComponent(instant)])
          answers[question + at] = told(await rest.get(question + at));
      return answers;
    };
    const before = await ask();
    // All that is asked about is there at K, so that there is something to stay.
    for (const question of questions.filter((each) => !/kg-fiu\/designations|li-1\/publications\//.test(each)))
      expect([question, before[question + k]]).toEqual([question, expect.objectContaining({ status: 200 })]);
    await facts(2);
    await upload('kg-fiu', '2021-06-01', '2,D,E,F,1970-01-01,Osh,2010-01-01,b,c\n');
    const { position } = await facts(3);
    await rest.get(`/v1/lists?minPosition=${position}`);
    expect(await ask()).toEqual(before);
  });

  // A page has what it says of its list from memory, the list has it from the tables.
  it('say of a list the same with its designations and without, at every position in any order', async () => {
    const end = { ...about('2021-07-01'), reason: 'Paused' };
    const { status, body } = await rest.post('/v1/lists/kg-fiu/coverage-end', end);
    expect([status, body.detail]).toEqual([201, undefined]);
    await rest.get(`/v1/lists?minPosition=${body.position}`);
    const seen = new Set<string>();
    const positions = Array.from({ length: body.position + 1 }, (_, at) => at);
    for (const at of [...positions.toReversed(), ...positions])
      for (const on of ['2021-03-01', '2023-01-01']) {
        const times = `on=${on}&knownAt=${at}`;
        const list = await rest.get(`/v1/lists/kg-fiu?${times}`);
        const page = await rest.get(`/v1/lists/kg-fiu/designations?${times}&limit=${at < 5 ? 1 : 2}`);
        const { lists: _, ...coverage } = page.body.coverage ?? {};
        expect([times, page.status, coverage]).toEqual([times, list.status, list.body.coverage ?? {}]);
        seen.add(JSON.stringify(coverage));
      }
    expect(seen.size).toBeGreaterThan(3);
  });

  it('at 0 say that nothing is known', async () => {
    for (const question of questions) {
      const { status, body } = await rest.get(`${question}0`);
      if (status === 404) continue;
      expect([question, status]).toEqual([question, 200]);
      expect([question, body.items ?? body.posts ?? []]).toEqual([question, []]);
    }
    for (const one of ['/v1/countries/LI', '/v1/lists/li-1', '/v1/subjects/party', '/v1/designations/li-1:li-1%2F1'])
      expect([one, (await rest.get(`${one}?knownAt=0`)).status]).toEqual([one, 404]);
  });

  it('at an instant that has not come are those of now, and at a position that has not are refused', async () => {
    const head = await rest.log.head();
    const { body } = await rest.get('/v1/lists?knownAt=2999-01-01T00:00:00Z');
    expect(body).toEqual((await rest.get(`/v1/lists?knownAt=${head}`)).body);
    expect((await rest.get(`/v1/lists?knownAt=${head + 1}`)).status).toBe(400);
  });
});
