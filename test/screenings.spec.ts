import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contentHash } from '#domain';
import { createRuns } from '#runs';
import { parseKeyring } from '#webhooks';
import { SECRET_KEY, source, startRest, type Answer, type Rest } from './support/rest.ts';

// Files of customers over REST: screened, the same twice, compared, watched, and gone when they are kept no longer.

const BY = { actor: 'test', address: null };

let rest: Rest;
let key: Record<string, string>;
const LIST = 'kz-screened';
const positions: Record<string, number> = {};

const FILE = [
  'id,name,birthDate,country',
  'c1,Serik Abdrakhmanov,1971-03-04,KZ',
  'c2,Nobody Inparticular,1980-01-01,FR',
  'c3,Marat Zhunusov,,',
  'c4,Altyn Kum Trading,,',
  'c5,Serik Abdrakhmanov,1999-13-01,XX',
].join('\n');

const party = (reference: string, name: string, more: object = {}) => ({
  list: LIST,
  effective: '2010-01-01',
  source: source(),
  record: { reference, programs: ['T'], subject: { type: 'person', name, aliases: [], ...more } },
});
async function record(name: string, path: string, body: object, headers = {}): Promise<number> {
  const answer = await rest.post(path, body, headers);
  expect([name, answer.status, answer.body.detail]).toEqual([name, 201, undefined]);
  positions[name] = answer.body.position;
  await rest.get(`/v1/lists?minPosition=${answer.body.position}`);
  return answer.body.position;
}
const screen = async (file: string, query = '', headers = key, type = 'text/csv'): Promise<Answer> =>
  rest.call('POST', `/v1/screenings${query}`, { ...headers, 'content-type': type }, file);

async function done(id: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await rest.get(`/v1/screenings/${id}`, key);
    if (body.status !== 'running') return body;
    await new Promise((later) => setTimeout(later, 50));
  }
}
const resultOf = async (id: string, headers = key) => {
  const response = await fetch(`${rest.base}/v1/screenings/${id}/result`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const linesOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));

const keyOf = async (owner: string, scope: string) => ({
  authorization: `Bearer ${(await rest.keys.create({ owner, scopes: [scope] }, BY)).key}`,
});

beforeAll(async () => {
  rest = await startRest();
  key = { authorization: `Bearer ${rest.key}` };
  await rest.post('/v1/lists', {
    list: LIST,
    authority: 'KZ',
    name: 'Screened',
    effective: '2004',
    source: source(),
    curated: { complete: false },
  });
  await record('serik', '/v1/designations', party('1', 'Серик Абдрахманов', { birthDates: [{ date: '1971-03-04' }] }));
  await record('marat', '/v1/designations', party('2', 'Marat Zhunusov'));
  await record('later', `/v1/designations/${LIST}:2/delisting`, { effective: '2020-06-01', source: source() });
});
afterAll(async () => rest.stop());

describe('a screening', () => {
  it('tells the hits of each customer, and how it can be repeated', async () => {
    const { status, body } = await screen(FILE, `?on=2015-01-01&knownAt=${positions.later}`);
    expect(status).toBe(202);
    const run = await done(body.id);
    expect(run).toMatchObject({
      status: 'done',
      on: '2015-01-01',
      knownAt: positions.later,
      scorer: 'demarche-1',
      rows: 5,
      rowsDone: 5,
      rowsWithHits: 3,
      hits: 3,
      noted: 1,
      inputSha256: createHash('sha256').update(FILE).digest('hex'),
    });
    const { text, headers } = await resultOf(run.id);
    expect(createHash('sha256').update(text).digest('hex')).toBe(run.resultSha256);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const etag = headers.get('etag')!;
    for (const [tags, sent] of [
      [etag, 304],
      [`"other", ${etag}`, 304],
      ['"other"', 200],
    ] as const) {
      const again = await resultOf(run.id, { ...key, 'if-none-match': tags });
      expect([tags, again.status, again.headers.get('etag')]).toEqual([tags, sent, etag]);
      expect(again.text).toBe(sent === 304 ? '' : text);
    }
    expect(linesOf(text).map(([id, , , designation]) => [id, designation])).toEqual([
      ['c1', `${LIST}:1`],
      ['c2', ''],
      ['c3', `${LIST}:2`],
      ['c4', ''],
      ['c5', `${LIST}:1`],
    ]);
    expect(text).toContain('birth date left out');
  });

  it('is the run that it was where the same is asked of the same file, and gives the same bytes anew', async () => {
    const query = `?on=2015-01-01&knownAt=${positions.later}`;
    const first = await done((await screen(FILE, query)).body.id);
    expect((await screen(FILE, query)).body.id).toBe(first.id);
    expect((await screen(FILE, `${query}&threshold=0.8`)).body.id).not.toBe(first.id);
    expect((await rest.call('DELETE', `/v1/screenings/${first.id}`, key)).status).toBe(204);
    expect((await rest.get(`/v1/screenings/${first.id}`, key)).status).toBe(404);
    const again = await done((await screen(FILE, query)).body.id);
    expect([again.id === first.id, again.resultSha256]).toEqual([false, first.resultSha256]);
    const ndjson = '{"id":"c1","name":"Serik Abdrakhmanov"}\n';
    const some = `?on=2015-01-01&knownAt=${positions.later}&include_dataset=`;
    const [kz, all] = ['demarche_kz', 'demarche_kz_screened'];
    const inOrder = await screen(FILE, `${some}${kz},${all}`);
    expect((await screen(FILE, `${some}${all},${kz}`)).body.id).toBe(inOrder.body.id);
    const other = await done((await screen(ndjson, '?on=2015-01-01', key, 'application/x-ndjson')).body.id);
    expect(other).toMatchObject({ rows: 1, hits: 1 });
  });

  it('names the events that made the difference between two positions', async () => {
    const query = `?on=2022-01-01&knownAt=${positions.marat}&compareKnownAt=${positions.later}`;
    const run = await done((await screen(FILE, query)).body.id);
    expect(run).toMatchObject({ compareKnownAt: positions.later, hits: 1, rowsWithHits: 1 });
    const [[id, , , designation, , , change, was, is, , , events]] = linesOf((await resultOf(run.id)).text) as [
      string[],
    ];
    expect([id, designation, change, was, is]).toEqual(['c3', `${LIST}:2`, 'gone', 'listed', '']);
    expect(events).toBe(`${positions.later} PersonDelisted 2020-06-01`);
  });

  it('names no event that changed nothing of the hit, and tells a suspension', async () => {
    const of = (what: string) => `/v1/designations/${LIST}:nine${what}`;
    const before = await record('ninth', '/v1/designations', party('nine', 'Olzhas Ninthman'));
    const told = (effective: string, more: object = {}) => ({ effective, source: source(), ...more });
    const amend = async (name: string, effective: string, change: object) => {
      const { version } = (await rest.get(of(''))).body;
      const body = told(effective, { patch: [change] });
      return record(name, of('/amendments'), body, { 'if-match': `"${version}"` });
    };
    await amend('basis', '2011-01-01', { op: 'add', path: '/legalBasis', value: 'Act 9' });
    const name = { op: 'replace', path: '/subject/name', value: 'Olzhas Ninthmann' };
    const renamed = await amend('name', '2012-01-01', name);
    const suspended = await record('suspended', of('/suspension'), told('2015-01-01'));
    const after = await record('ahead', of('/delisting'), told('2025-01-01'));
    const difference = async (on: string, knownAt: number, compareKnownAt: number) => {
      const query = `?on=${on}&knownAt=${knownAt}&compareKnownAt=${compareKnownAt}`;
      const lines = linesOf(
        (await resultOf((await done((await screen('name\nOlzhas Ninthman\n', query)).body.id)).id)).text,
      );
      return lines.map(([, , , , , , change, was, is, , , events]) => [change, was, is, events]);
    };
    expect(await difference('2016-01-01', before, after)).toEqual([
      [
        'changed',
        'listed',
        'suspended',
        `${renamed} DesignationAmended 2012-01-01; ${suspended} DesignationSuspended 2015-01-01`,
      ],
    ]);
    expect(await difference('2016-01-01', renamed, after)).toEqual([
      ['changed', 'listed', 'suspended', `${suspended} DesignationSuspended 2015-01-01`],
    ]);
    expect(await difference('2011-06-01', before, after)).toEqual([]);
    expect(await difference('2016-01-01', before - 1, before)).toEqual([
      ['appeared', '', 'listed', `${before} PersonDesignated 2010-01-01`],
    ]);
    const { text } = await resultOf(
      (await done((await screen('name\nOlzhas Ninthman\n', '?on=2016-01-01')).body.id)).id,
    );
    expect(linesOf(text).map((cells) => cells[6])).toEqual(['suspended']);
  });

  it('takes nobody for gone whom only namesakes push out', async () => {
    const before = await record('first namesake', '/v1/designations', party('n-0', 'Quanysh Namesake Senior'));
    for (let at = 1; at <= 160; at++)
      await rest.post('/v1/designations', party(`n-${at}`, at % 2 === 0 ? 'Quanysh Namesake' : 'Qanysh Namesake'));
    const after = await record('last namesake', '/v1/designations', party('n-161', 'Quanysh Namesake'));
    const query = `?on=2016-01-01&knownAt=${before}&compareKnownAt=${after}`;
    const run = await done((await screen('name\nQuanysh Namesake\n', query)).body.id);
    const changes = linesOf((await resultOf(run.id)).text).map((cells) => cells[6]);
    expect(changes.length).toBeGreaterThan(100);
    expect(new Set(changes)).toEqual(new Set(['appeared']));
  });

  it('goes on where a process died, batch by batch', async () => {
    const many = [
      'name',
      ...Array.from({ length: 350 }, (_, at) => (at % 50 === 0 ? 'Marat Zhunusov' : `Nobody ${at}`)),
    ];
    const runs = createRuns(rest.store.writer, parseKeyring(SECRET_KEY));
    const { body } = await screen(many.join('\n'), '?on=2015-01-01');
    const claimed = await runs.claim();
    if (claimed)
      await rest.store.writer.query(`update runs.batch set leased_until = now() - interval '1 s' where number = $1`, [
        claimed.number,
      ]);
    const run = await done(body.id);
    expect(run).toMatchObject({ rows: 350, rowsDone: 350, rowsWithHits: 7 });
    expect(linesOf((await resultOf(run.id)).text).map(([, line]) => Number(line))).toEqual(
      Array.from({ length: 350 }, (_, at) => at + 2),
    );
  });

  it('ends though a process died when all was screened and only the end was to come', async () => {
    const { writer } = rest.store;
    const first = await done((await screen(FILE, '?on=2015-02-01')).body.id);
    const { resultSha256 } = first;
    await writer.query(
      `update runs.run set status = 'running', result_sha256 = null, finished_at = null where id = $1`,
      [first.id],
    );
    expect(await done(first.id)).toMatchObject({ status: 'done', resultSha256 });
  });

  it('keeps nothing readable, and nothing longer than asked for', async () => {
    const { writer } = rest.store;
    const { body } = await screen('name\nSecret Customer\n', '?keepHours=1');
    await done(body.id);
    const { rows } = await writer.query<{ sealed: Buffer; result: Buffer }>(
      'select sealed, result from runs.batch where run = $1',
      [body.id],
    );
    for (const column of ['sealed', 'result'] as const)
      expect(rows[0]![column].toString('latin1')).not.toMatch(/Secret|Customer/);
    await writer.query(`update runs.run set keep_until = now() - interval '1 s' where id = $1`, [body.id]);
    expect((await rest.get(`/v1/screenings/${body.id}`, key)).status).toBe(404);
    await createRuns(writer, parseKeyring(SECRET_KEY)).forget();
    expect((await writer.query('select from runs.batch where run = $1', [body.id])).rowCount).toBe(0);
  });

  it('is its owner’s, and needs a key that may read everything', async () => {
    const { body } = await screen(FILE, '?on=2014-01-01');
    await done(body.id);
    const other = await keyOf('other', 'read');
    expect((await rest.get(`/v1/screenings/${body.id}`, other)).status).toBe(404);
    expect((await resultOf(body.id, other)).status).toBe(404);
    expect((await rest.get('/v1/screenings', other)).body.items).toEqual([]);
    // Whoever has no key is told so first.
    for (const query of ['', '?limit=0'])
      expect((await screen(FILE, query, {})).body).toMatchObject({ status: 401, code: 'key-needed' });
    expect((await rest.get(`/v1/screenings/${body.id}/result`, {})).status).toBe(401);
    const { body: page } = await rest.get('/v1/screenings?limit=2', key);
    expect(page.items).toHaveLength(2);
    const { body: rest2 } = await rest.get(`/v1/screenings?limit=2&cursor=${page.next}`, key);
    expect(page.items.map(({ id }: { id: string }) => id)).not.toContain(rest2.items[0].id);
    const forged = (question: object, place: object) =>
      Buffer.from(JSON.stringify([contentHash(question).slice(0, 12), place])).toString('base64url');
    for (const [path, question, place] of [
      ['/v1/screenings', { of: 'screenings' }, { createdAt: '0000-01-01T00:00:00.000Z', id: body.id }],
      ['/v1/screenings', { of: 'screenings' }, { createdAt: `2020-01-01T00:00:00.${'1'.repeat(300)}Z`, id: body.id }],
      [`/v1/screenings/${body.id}/changes`, { run: body.id }, { on: '0000-01-01', knownAt: 1 }],
    ] as const) {
      const refused = await rest.get(`${path}?cursor=${forged(question, place)}`, key);
      expect([place, refused.status, refused.body.errors]).toMatchObject([place, 400, [{ pointer: '/cursor' }]]);
    }
  });

  it('takes files of others while one account sends slowly', async () => {
    const others = await keyOf('patient', 'read');
    const slow = Array.from({ length: 6 }, () => {
      const upload = request(`${rest.base}/v1/screenings`, {
        method: 'POST',
        headers: { ...key, 'content-type': 'text/csv' },
      });
      upload.on('error', () => undefined).write('name\n');
      return upload;
    });
    const file = 'name\nNobody\n';
    while ((await screen(file)).status !== 503) await new Promise((later) => setTimeout(later, 10));
    expect((await screen(file, '', others)).status).toBe(202);
    for (const upload of slow) upload.destroy();
    while ((await screen(file)).status !== 202) await new Promise((later) => setTimeout(later, 10));
  });

  it('says what is wrong with a file, and keeps nothing of it', async () => {
    const detail = async (file: string, query = '', type?: string) => {
      const { status, body } = await screen(file, query, key, type);
      return `${status} ${body.errors?.[0]?.detail ?? body.detail}`;
    };
    const idsOfRuns = async () =>
      (await rest.store.writer.query<{ id: string }>('select id from runs.run')).rows.map(({ id }) => id);
    const before = await idsOfRuns();
    expect(await detail('id,name\n1,"A\n')).toMatch(/^400 line 2: /);
    expect(await detail('id,name\n1,A\n2\n')).toMatch(/^400 line 3: it has 1 cells, and the first line 2/);
    expect(await detail('id\n1\n')).toMatch(/^400 line 1: there is no column with the name/);
    expect(await detail('')).toMatch(/^400 .*empty/);
    expect(await detail('{"name":"A"}\n{', '', 'application/x-ndjson')).toMatch(/^400 line 2/);
    expect(await detail('name\nA\n', '?include_dataset=demarche_none')).toMatch(/^400 /);
    expect(await detail('name\nA\n', '?scorer=other')).toMatch(/^400 There is no scorer/);
    expect(await detail('name\nA\n', '?knownAt=999999')).toMatch(/^400 .*beyond the log/);
    expect(await detail('name\nA\n', '?watch=true&compareKnownAt=1')).toMatch(/^409 A comparison cannot be watched/);
    expect((await screen('name\nA\n', '?compareKnownAt=999999')).body.errors).toMatchObject([
      { pointer: '/compareKnownAt', detail: expect.stringContaining('beyond the log') },
    ]);
    for (const type of ['application/pdf', 'text/csv; charset=utf-16', ''])
      expect(await detail('name\nA\n', '', type)).toMatch(/^415 /);
    // Those that are kept no longer may have gone meanwhile.
    expect((await idsOfRuns()).filter((id) => !before.includes(id))).toEqual([]);
    expect(await done((await screen('name\n')).body.id)).toMatchObject({ status: 'done', rows: 0 });
  });
});

describe('a run that is watched', () => {
  it('tells what a later event changes, by which event, and its owner’s webhooks hear of it', async () => {
    const { body: hook } = await rest.call(
      'POST',
      '/v1/webhooks',
      { ...key, 'idempotency-key': 'hook' },
      { url: 'http://127.0.0.1:9/', filter: { types: ['screening.changed'] } },
    );
    const { body } = await screen(FILE, '?watch=true');
    const run = await done(body.id);
    expect(run).toMatchObject({ watch: true, hits: 2 });
    const company = { type: 'organization', name: 'Altyn Kum Trading LLP', aliases: [] };
    await record('unrelated', '/v1/designations', party('8', 'Quite Somebody Else'));
    const position = await record('company', '/v1/designations', {
      ...party('9', ''),
      record: { reference: '9', programs: ['T'], subject: company },
    });
    let changes: Answer['body'] = { items: [] };
    while (changes.items.length === 0) {
      await new Promise((later) => setTimeout(later, 100));
      changes = (await rest.get(`/v1/screenings/${run.id}/changes`, key)).body;
    }
    expect(changes.items).toHaveLength(1);
    expect(changes.items[0].isWhole).toBe(true);
    expect(changes.items[0].differences).toMatchObject([
      {
        customer: { id: 'c4', line: 5 },
        designation: `${LIST}:9`,
        list: LIST,
        change: 'appeared',
        before: null,
        events: [{ position, type: 'OrganizationDesignated' }],
      },
    ]);
    const { body: deliveries } = await rest.get(`/v1/webhooks/${hook.id}/deliveries`, key);
    expect(deliveries.items).toMatchObject([{ kind: 'operational' }]);
    const { body: quiet } = await rest.call('PATCH', `/v1/screenings/${run.id}`, key, { watch: false, keepHours: 2 });
    expect(quiet.watch).toBe(false);
    expect(Date.parse(quiet.keptUntil)).toBeLessThan(Date.now() + 2 * 3_600_000 + 60_000);
  });
});
