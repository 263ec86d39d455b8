import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain';
import { source, startRest, type Rest } from './support/rest.ts';

interface Points {
  day: number[];
  listed: number[];
  suspended: number[];
  uncertain: number[];
}

const DAY_MS = 86_400_000;
const about = (effective: string) => ({ effective, source: source() });
const party = (reference: string, subject: object) => ({
  record: { reference, programs: ['P'], subject: { name: reference, aliases: [], ...subject } },
});

/** As docs/questions.md says: all columns are differences, and are added up as long as the day is not later. */
function summed({ day, ...columns }: Points, on: string) {
  const until = Date.parse(on) / DAY_MS;
  let at = 0;
  const passed = day.findIndex((days) => (at += days) > until);
  const upTo = (column: number[]) =>
    column.slice(0, passed < 0 ? column.length : passed).reduce((sum, delta) => sum + delta, 0);
  return {
    listed: upTo(columns.listed),
    suspended: upTo(columns.suspended),
    uncertain: upTo(columns.uncertain),
  };
}

describe('GET /v1/atlas', () => {
  let rest: Rest;
  let position: number;

  beforeAll(async () => {
    rest = await startRest();
    const lists = ['LI', 'MD'].map((authority) => ({
      list: `${authority.toLowerCase()}-a`,
      authority,
      name: 'A list',
      ...about('2000-01-01'),
    }));
    for (const list of lists) expect((await rest.post('/v1/lists', list)).status).toBe(201);
    const post = async (path: string, body: object) => {
      const { status, body: answer } = await rest.post(path, body);
      expect([status, answer.detail]).toEqual([201, undefined]);
      position = answer.position;
    };
    const person = { type: 'person', nationalities: ['KZ', 'RU'] };
    const vessel = { type: 'vessel', vessel: { flags: ['PA'] } };
    await post('/v1/designations', { ...about('2010'), list: 'li-a', ...party('one', person) });
    await post('/v1/designations', { ...about('[..2011-05-01]'), list: 'li-a', ...party('two', vessel) });
    await post('/v1/designations', {
      ...about('2010-03-01'),
      list: 'md-a',
      ...party('three', { type: 'organization', nationalities: ['Freedonia'] }),
    });
    await post('/v1/designations/li-a:one/suspension', about('[2012-01-01..2012-06-30]'));
    await post('/v1/designations/md-a:three/delisting', about('2013-02-01'));
    await rest.get(`/v1/lists?minPosition=${position}`);
  });
  afterAll(() => rest.stop());

  const atlas = async (query = '') => (await rest.get(`/v1/atlas?knownAt=${position}${query}`)).body;

  it('adds up to what countries and lists count on each day', async () => {
    const { authorities, lists } = await atlas();
    for (let n = 0; n < 60; n++) {
      const on = addDays('2009-06-01', n * 31);
      const { body } = await rest.get(`/v1/countries?on=${on}&knownAt=${position}`);
      for (const { code, listed, suspended, uncertain, lists: ofCountry } of body.items) {
        const points = authorities.find(({ authority }: { authority: string }) => authority === code);
        expect([on, code, summed(points, on)]).toEqual([on, code, { listed, suspended, uncertain }]);
        for (const { list, delisted: _, ...counts } of ofCountry) {
          const ofList = lists.find((each: { list: string }) => each.list === list);
          expect([on, list, { ...summed(ofList, on), list }]).toEqual([on, list, { ...counts, list }]);
        }
      }
      const { body: entries } = await rest.get(`/v1/lists/li-a?on=${on}&knownAt=${position}`);
      const { listed, suspended, uncertain } = summed(lists[0], on);
      expect(listed + suspended + uncertain).toBe(entries.entries);
    }
  });

  it('counts a party in each of its countries, and under null where it has none with a code', async () => {
    const { targets } = await atlas('&by=target');
    const on = (day: string) =>
      Object.fromEntries(targets.map((each: Points & { target: string | null }) => [each.target, summed(each, day)]));
    const none = { listed: 0, suspended: 0, uncertain: 0 };
    expect(on('2010-06-01')).toEqual({
      KZ: { ...none, uncertain: 1 },
      RU: { ...none, uncertain: 1 },
      PA: { ...none, uncertain: 1 },
      null: { ...none, listed: 1 },
    });
    expect(on('2012-07-01')).toEqual({
      KZ: { ...none, suspended: 1 },
      RU: { ...none, suspended: 1 },
      PA: { ...none, listed: 1 },
      null: { ...none, listed: 1 },
    });
  });

  it('is the same for ever at a position, and says so', async () => {
    const first = await rest.get(`/v1/atlas?knownAt=${position}`);
    expect(first.headers.get('cache-control')).toContain('immutable');
    const etag = first.headers.get('etag')!;
    expect(
      (await fetch(`${rest.base}/v1/atlas?knownAt=${position}`, { headers: { 'if-none-match': etag } })).status,
    ).toBe(304);
    const { body } = await rest.post('/v1/designations', {
      ...about('2009'),
      list: 'md-a',
      ...party('four', { type: 'person' }),
    });
    const later = await rest.get(`/v1/atlas?minPosition=${body.position}`);
    expect(later.headers.get('cache-control')).toBe('no-cache');
    const ofMd = (answer: { lists: (Points & { list: string })[] }) =>
      summed(
        answer.lists.find(({ list }) => list === 'md-a')!,
        '2012-01-01',
      ).listed;
    expect([ofMd(later.body), ofMd(await atlas()), ofMd(first.body)]).toEqual([2, 1, 1]);
    expect((await rest.get('/v1/atlas?knownAt=0')).body).toMatchObject({ authorities: [], lists: [], targets: [] });
  });

  it('is narrowed to an authority, a list, a side; one that is not known is not found', async () => {
    const whole = await atlas();
    const { knownAt: _, position: __, ...ofList } = await atlas('&list=md-a');
    expect(ofList).toMatchObject({ lists: [whole.lists[1]], authorities: [whole.authorities[1]] });
    expect(ofList.targets.map(({ target }: { target: null }) => target)).toEqual([null]);
    expect(Object.keys(await atlas('&by=list&country=LI'))).toEqual(['knownAt', 'position', 'lists']);
    expect((await rest.get('/v1/atlas?list=un-sc')).status).toBe(404);
    expect((await rest.get(`/v1/atlas?country=KZ`)).status).toBe(404);
    expect((await rest.get('/v1/atlas?knownAt=0&list=li-a')).status).toBe(404);
    expect((await rest.get('/v1/atlas?country=MD&list=li-a')).body).toMatchObject({
      status: 404,
      detail: 'MD has no list li-a',
    });
    for (const query of ['on=2020-01-01', 'by=party', 'country=QQQ'])
      expect((await rest.get(`/v1/atlas?${query}`)).status).toBe(400);
  });

  it('tells how much is held in memory', async () => {
    await rest.get('/v1/search?q=one');
    const metrics = await (await fetch(`${rest.base}/metrics`)).text();
    for (const index of ['names', 'as-of'])
      for (const what of ['rows', 'bytes', 'position'])
        expect(
          Number(new RegExp(`^demarche_memory_${what}\\{index="${index}"\\} (\\d+)$`, 'm').exec(metrics)?.[1]),
        ).toBeGreaterThan(0);
  });
});
