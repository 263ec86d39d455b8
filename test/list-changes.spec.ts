import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { turnedBetween, type Turned } from '#read-models';
import { source, startRest, type Rest } from './support/rest.ts';

interface Row {
  uid: number;
  programs?: string;
  type?: string;
  remarks?: string;
}
const FILLERS: Row[] = Array.from({ length: 30 }, (_, i) => ({ uid: 5_000 + i }));
const NULL = '-0- ';

/** As OFAC writes sdn.csv, of invented entries. */
const sdn = (rows: Row[]) =>
  [...rows, ...FILLERS]
    .map(({ uid, programs = 'SDGT', type, remarks }) =>
      [
        uid,
        `"PARTY ${uid}"`,
        type ? `"${type}"` : NULL,
        `"${programs}"`,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        remarks ? `"${remarks}"` : NULL,
      ].join(','),
    )
    .join('\r\n');

const PERSON = { uid: 2, type: 'individual' };
const FIRST = sdn([{ uid: 1, programs: 'FTO] [SDGT' }, { ...PERSON, remarks: 'DOB 1960.' }, { uid: 3 }]);
const SECOND = sdn([{ uid: 1 }, { ...PERSON, remarks: 'DOB 1961.' }, { uid: 4, programs: 'IRAN' }]);
/** The same entries as XML, which tells more: what a weak alias is. */
const THIRD = `<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>07/01/2022</Publish_Date><Record_Count>33</Record_Count></publshInformation>${[
  {
    uid: 1,
    more: '<akaList><aka><uid>9</uid><type>a.k.a.</type><category>weak</category><lastName>THE FIRST</lastName></aka></akaList>',
  },
  {
    uid: 2,
    type: 'Individual',
    more: '<dateOfBirthList><dateOfBirthItem><uid>8</uid><dateOfBirth>1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>',
  },
  { uid: 4, program: 'IRAN' },
  ...FILLERS,
]
  .map(
    ({
      uid,
      type = 'Entity',
      program = 'SDGT',
      more = '',
    }: {
      uid: number;
      type?: string;
      program?: string;
      more?: string;
    }) =>
      `<sdnEntry><uid>${uid}</uid><lastName>PARTY ${uid}</lastName><sdnType>${type}</sdnType><programList><program>${program}</program></programList>${more}</sdnEntry>`,
  )
  .join('')}</sdnList>`;

const LIST = '/v1/lists/us-ofac-sdn';
const id = (uid: number) => `us-ofac-sdn:${uid}`;
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

interface Item {
  change: string;
  id: string;
  certain: boolean;
  fields: unknown[];
  events: { type: string; publishedOn: string; sha256: string; effective: string; cause: string; position: number }[];
}

describe('what changed on a list', () => {
  let rest: Rest;
  let positions: number[] = [];
  const publish = async (text: string, day?: string) => {
    const { status, body } = await rest.post(`${LIST}/publications${day ? `?publishedOn=${day}` : ''}`, text);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.toPosition as number;
  };
  const diff = async (question: string) => {
    const answer = await rest.get(`${LIST}/diff?minPosition=${positions.at(-1)}&${question}`);
    return { ...answer, items: (answer.body.items ?? []) as Item[] };
  };
  const told = (items: Item[]) => items.map((item) => [item.change, item.id]);

  beforeAll(async () => {
    rest = await startRest();
    positions = [await publish(FIRST, '2022-05-01'), await publish(SECOND, '2022-06-01'), await publish(THIRD)];
    const suspension = { effective: '2022-07-10', source: source() };
    const { body } = await rest.post(`/v1/designations/${id(5_003)}/suspension`, suspension);
    positions.push(body.position);
  });
  afterAll(() => rest.stop());

  it('is told by kind and field by field, with the events and the publications behind it', async () => {
    const { body, items } = await diff('from=2022-05-01&to=2022-06-01');
    expect(body.counts).toMatchObject({ designated: 1, delisted: 1, programs: 1, amended: 1, suspended: 0 });
    expect(told(items)).toEqual([
      ['designated', id(4)],
      ['delisted', id(3)],
      ['programs', id(1)],
      ['amended', id(2)],
    ]);
    expect(items.every(({ certain }) => certain)).toBe(true);
    expect(items[2]!.fields).toEqual([{ op: 'replace', path: '/programs', old: ['FTO', 'SDGT'], value: ['SDGT'] }]);
    expect(items[3]!.fields).toEqual([
      { op: 'replace', path: '/subject/birthDates', old: [{ date: '1960' }], value: [{ date: '1961' }] },
    ]);
    for (const { events } of items)
      expect(events).toMatchObject([
        { publishedOn: '2022-06-01', sha256: sha256Of(SECOND), effective: '[2022-05-02..2022-06-01]' },
      ]);
  });

  it('leaves out what was only reparsed, unless that is asked for', async () => {
    const question = 'from=2022-06-01&to=2022-07-01';
    expect((await diff(question)).items).toEqual([]);
    const { items } = await diff(`${question}&reparse=true`);
    expect(told(items)).toEqual([['amended', id(1)]]);
    expect(items[0]!.events).toMatchObject([{ type: 'DesignationAmended', cause: 'reparse' }]);
    const feed = (more: string) => rest.get(`/v1/events?list=us-ofac-sdn&after=${positions[1]}${more}`);
    const causes = (answer: { body: { items: { data: { cause: string } }[] } }) =>
      new Set(answer.body.items.map(({ data }) => data.cause));
    expect(causes(await feed(''))).toEqual(new Set(['source', 'analyst']));
    expect(causes(await feed('&reparse=true'))).toEqual(new Set(['source', 'reparse', 'analyst']));
  });

  it('says what is not certain of a day between two publications', async () => {
    const { items } = await diff('from=2022-05-01&to=2022-05-15');
    expect(items.map(({ change, certain, id: which }) => [change, certain, which])).toEqual([
      ['designated', false, id(4)],
      ['delisted', false, id(3)],
    ]);
    expect(told((await diff('from=2022-07-01&to=2022-07-10')).items)).toEqual([['suspended', id(5_003)]]);
    expect(told((await diff('from=2022-07-10&to=2022-07-10')).items)).toEqual([]);
  });

  it('is read the same in pages of any length', async () => {
    const read = async (page: number) => {
      const all: Turned[] = [];
      const asked = { from: '2022-05-01', to: '2022-07-01', knownAt: await rest.log.head() };
      const take = async (turned: readonly Turned[]) => void all.push(...turned);
      await turnedBetween(rest.readSide.pool, 'us-ofac-sdn', asked, take, page);
      return all;
    };
    const whole = await read(1_000);
    expect(whole.some(({ before, after }) => before && after)).toBe(true);
    expect(new Set(whole.map((each) => each.id)).size).toBe(whole.length);
    for (const page of [1, 2, 3, 5]) expect(await read(page)).toEqual(whole);
  });

  it('is told as known then', async () => {
    const { items } = await diff(`from=2022-05-01&to=2022-06-01&knownAt=${positions[0]}`);
    expect(items).toEqual([]);
  });

  it('comes in pages that answer one question, and whole as CSV', async () => {
    const whole = (await diff('from=2022-04-01&to=2022-06-01')).items;
    const paged: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body, items } = await diff(`from=2022-04-01&to=2022-06-01&limit=7${cursor ? `&cursor=${cursor}` : ''}`);
      paged.push(...items);
      cursor = body.next as string | null;
    }
    expect(paged).toEqual(whole);
    const response = await fetch(`${rest.base}${LIST}/diff?from=2022-05-01&to=2022-06-01&format=csv`);
    expect(response.headers.get('content-type')).toContain('text/csv');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toContain('/subject/birthDates,"[{""date"":""1960""}]","[{""date"":""1961""}]"');
  });

  it.each([
    ['to=2022-06-01', 400, '/from'],
    ['from=2022-06-02&to=2022-06-01', 400, 'earlier day'],
    ['from=yesterday&to=2022-06-01', 400, '/from'],
    ['from=2022-05-01&since=2022-06-01', 400, 'since'],
    ['from=2022-05-01&to=2022-06-01&cursor=nonsense', 400, 'cursor'],
  ])('refuses %s', async (question, status, what) => {
    const answer = await diff(question);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(what)]);
  });

  it('is not told of lists that nobody knows', async () => {
    for (const route of ['diff?from=2022-05-01', 'activity', `publications/${sha256Of(FIRST)}`])
      expect((await rest.get(`/v1/lists/no-such-list/${route}`)).status).toBe(404);
  });

  it('is counted by month and programme', async () => {
    const { body } = await rest.get(`${LIST}/activity?minPosition=${positions.at(-1)}`);
    const none = { designated: 0, delisted: 0, suspended: 0, reinstated: 0, amended: 0, joined: 0, left: 0 };
    // What stood on the first publication came some day before; nobody knows when.
    expect(body.items).toEqual([
      { ...none, month: '2022-06', program: null, designated: 1, delisted: 1, amended: 1, left: 1 },
      { ...none, month: '2022-06', program: 'FTO', left: 1 },
      { ...none, month: '2022-06', program: 'IRAN', designated: 1 },
      { ...none, month: '2022-06', program: 'SDGT', delisted: 1, amended: 1 },
      { ...none, month: '2022-07', program: null, suspended: 1 },
      { ...none, month: '2022-07', program: 'SDGT', suspended: 1 },
    ]);
    const may = await rest.get(`${LIST}/activity?to=2022-05-31`);
    expect(may.body.items).toEqual([]);
  });
});

describe('a publication', () => {
  let rest: Rest;
  let position = 0;
  const strange = sdn([{ uid: 1 }, { uid: 2, type: 'submarine' }]);
  beforeAll(async () => {
    rest = await startRest();
    await rest.post(`${LIST}/publications?publishedOn=2022-05-01`, FIRST);
    position = (await rest.post(`${LIST}/publications?publishedOn=2022-06-01`, strange)).body.toPosition;
    await rest.post(`${LIST}/publications?publishedOn=2022-07-01`, '<html>Sorry</html>');
  });
  afterAll(() => rest.stop());

  it('is reported with its counts, what was not known in it, and what was quarantined and why', async () => {
    const { body } = await rest.get(`${LIST}/publications/${sha256Of(strange)}?minPosition=${position}`);
    expect(body).toMatchObject({
      list: 'us-ofac-sdn',
      publishedOn: '2022-06-01',
      reader: 'us-ofac-sdn-csv/1',
      toPosition: position,
      counts: { entries: 32, delisted: 1, quarantined: 1 },
      quarantined: [{ entry: expect.stringContaining('2'), reason: expect.stringContaining('submarine') }],
      artefact: { bytes: Buffer.byteLength(strange) },
      rejected: null,
    });
    const refused = await rest.get(
      `${LIST}/publications/${sha256Of('<html>Sorry</html>')}?minPosition=${await rest.log.head()}`,
    );
    expect(refused.body).toMatchObject({ rejected: { code: 'html' }, counts: null, artefact: { bytes: 18 } });
  });

  it('can be had as it was published, compressed on the way or not', async () => {
    const path = `${rest.base}${LIST}/publications/${sha256Of(strange)}/artefact`;
    for (const encoding of ['gzip', 'identity', 'gzip;q=0']) {
      const response = await fetch(path, { headers: { 'accept-encoding': encoding } });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
      expect(await response.text()).toBe(strange);
    }
    const etag = `"${sha256Of(strange)}"`;
    expect((await fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    for (const sha256 of [sha256Of('another'), 'short'])
      expect((await fetch(`${rest.base}${LIST}/publications/${sha256}/artefact`)).status).toBe(
        sha256 === 'short' ? 400 : 404,
      );
  });
});

describe('an entry that two designations prove to be', () => {
  it('is one of them from then on, by either number', async () => {
    const rest = await startRest();
    try {
      const person = (reference: string, name: string, id: string) =>
        `<INDIVIDUAL><DATAID>${id}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>${name}</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>${reference}</REFERENCE_NUMBER><LISTED_ON>2014-09-23</LISTED_ON></INDIVIDUAL>`;
      const others = Array.from({ length: 30 }, (_, i) => person(`QDi.${500 + i}`, `SAMPLE ${i}`, `${i}`)).join('');
      const publish = async (day: string, reference: string, name: string) => {
        const own = person(reference, name, `${reference} of ${name}`);
        const text = `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="${day}T12:00:00"><INDIVIDUALS>${own}${others}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>`;
        const { body } = await rest.post('/v1/lists/un-sc-sample/publications?backfill=true', text);
        expect(body).toMatchObject({ rejected: null, quarantined: 0 });
        return body.toPosition as number;
      };
      const answers = async (number: string, position: number) => {
        const path = `/v1/designations/un-sc-sample:${number}?on=2021-01-01`;
        const [then, now] = [await rest.get(`${path}&knownAt=${position}`), await rest.get(path)];
        return [then, now].map(({ body: { id, status, since } }) => ({ id, status, since }));
      };
      await publish('2015-01-10', 'QI.K.1.14', 'ADA LARK');
      const apart = await publish('2020-06-10', 'QDi.001', 'ADA EDWIGE LARK');
      const known = await publish('2015-06-10', 'QDi.001', 'ADA LARK');
      await rest.get(`/v1/lists?minPosition=${known}`);
      const [then, now] = await answers('QDi.001', apart);
      expect(then).toEqual({ id: 'un-sc-sample:QDi.001', status: 'listed', since: '2014-09-23' });
      expect(now).toEqual({ id: 'un-sc-sample:QI.K.1.14', status: 'listed', since: '2014-09-23' });
      expect(await answers('QI.K.1.14', apart)).toEqual([
        { id: 'un-sc-sample:QI.K.1.14', status: 'delisted', since: '[2015-01-11..2020-06-10]' },
        now,
      ]);
      const { body } = await rest.get('/v1/lists/un-sc-sample/designations?on=2021-01-01&limit=100');
      expect(body.items).toHaveLength(31);
    } finally {
      await rest.stop();
    }
  });
});
