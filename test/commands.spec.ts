import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIdempotency } from '#access';
import { source, startRest, type Rest } from './support/rest.ts';

const LIST = 'kz-commands';
const record = (reference: string, more: object = {}) => ({
  reference,
  programs: ['A', 'B'],
  subject: { type: 'organization', name: `Party ${reference}`, aliases: [] },
  ...more,
});
const designation = (reference: string, effective = '2005-03-15') => ({
  list: LIST,
  effective,
  source: source(),
  record: record(reference),
});

const ACTOR = { actor: 'test', address: null };

describe('commands by REST', () => {
  let rest: Rest;
  beforeAll(async () => {
    rest = await startRest();
    const registered = await rest.post('/v1/lists', {
      list: LIST,
      authority: 'KZ',
      name: 'A list',
      effective: '2004',
      source: source(),
      curated: { complete: false },
      reviewEveryMonths: 12,
    });
    expect(registered.status).toBe(201);
  });
  afterAll(() => rest.stop());

  it('need a key that may write, and say so', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const none = await rest.call('POST', '/v1/designations', headers, designation('N1'));
    expect([none.status, none.body.code, none.headers.get('www-authenticate')]).toEqual([
      401,
      'key-needed',
      'Bearer realm="demarche"',
    ]);
    const wrong = await rest.post('/v1/designations', designation('N1'), { authorization: 'Bearer dmr_no' });
    expect(wrong.status).toBe(401);
    const { id, key } = await rest.keys.create({ owner: 'a', scopes: ['read'] }, ACTOR);
    const reader = await rest.post('/v1/designations', designation('N1'), { authorization: `Bearer ${key}` });
    expect([reader.status, reader.body.code]).toEqual([403, 'scope-missing']);
    await rest.keys.revoke(id, ACTOR);
    expect((await rest.get('/v1/lists', { authorization: `Bearer ${key}` })).status).toBe(401);
    expect((await rest.get(`/v1/designations/${LIST}:N1`)).status).toBe(404);
  });

  it('answer 201 with the event and its position, and the same again for the same key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await rest.post('/v1/designations', designation('D1'), headers);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ version: 1, event: { type: 'OrganizationDesignated' } });
    expect(first.headers.get('location')).toBe(`/v1/events/${first.body.event.id}`);
    expect(first.headers.get('demarche-position')).toBe(String(first.body.position));
    expect((await rest.get(first.headers.get('location')!)).body).toEqual(first.body.event);

    const again = await rest.post('/v1/designations', designation('D1'), headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await rest.post('/v1/designations', designation('D2'), headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const missing = await rest.call(
      'POST',
      '/v1/designations',
      { authorization: `Bearer ${rest.key}` },
      designation('D2'),
    );
    expect([missing.status, missing.body.code]).toEqual([400, 'idempotency-key-missing']);
    expect(missing.body.errors).toMatchObject([{ pointer: '/Idempotency-Key' }]);

    const told = await rest.post('/v1/designations', designation('D1'));
    // Under another key it was said already: the answer names the event.
    expect([told.status, told.body]).toEqual([200, first.body]);
    expect(told.headers.get('location')).toBe(first.headers.get('location'));

    const party = (await rest.post('/v1/designations', designation('TOLD'))).body.event;
    const entries = ['kz-commands:TOLD'];
    const effective = '2024-03-01';
    for (const [path, body] of [
      ['/v1/subjects/told/links', { effective, entries, evidence: [{ kind: 'analysis', text: 't' }] }],
      [`/v1/events/${party.id}/correction`, { effective, why: 'w', changes: { announcedOn: '2024-02-02' } }],
      [`/v1/events/${party.id}/retraction`, { effective, why: 'w' }],
    ] as const) {
      const once = await rest.post(path, { ...body, source: source() });
      const twice = await rest.post(path, { ...body, source: source() });
      expect([path, once.status, twice.status, twice.body.event.id]).toEqual([path, 201, 200, once.body.event.id]);
    }
  });

  it('say that a request is running still, and take its place once it is lost', async () => {
    const once = createIdempotency(rest.store.writer);
    const call = { actor: 'a', key: randomUUID(), request: 'x' };
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const running = once(call, async () => {
      begun.resolve();
      await gate.promise;
      return { status: 201, answer: { n: 1 } };
    });
    await begun.promise;
    await expect(once(call, async () => ({ status: 201, answer: { n: 2 } }))).rejects.toMatchObject({
      found: { status: 409, code: 'still-running' },
    });
    gate.resolve();
    const one = { status: 201, answer: { n: 1 }, text: '{"n":1}' };
    expect(await running).toEqual(one);
    expect(await once(call, async () => ({ status: 201, answer: { n: 3 } }))).toEqual(one);

    const lost = { ...call, key: randomUUID() };
    await new Promise<void>((started) => {
      void once(lost, () => new Promise(() => started()));
    });
    await rest.store.writer.query(
      `update access.idempotency set started_at = now() - interval '1 hour' where actor = 'a' and key = $1`,
      [lost.key],
    );
    expect(await once(lost, async () => ({ status: 201, answer: { n: 4 } }))).toMatchObject({ text: '{"n":4}' });
  });

  it('find a command done whose answer was lost', async () => {
    const key = randomUUID();
    const first = await rest.post('/v1/designations', designation('D3'), { 'idempotency-key': key });
    await rest.store.writer.query(
      `update access.idempotency set status = null, started_at = now() - interval '1 hour' where key = $1`,
      [key],
    );
    const again = await rest.post('/v1/designations', designation('D3'), { 'idempotency-key': key });
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('refuse what the stream is no longer at, and ask for its version where a change builds on it', async () => {
    await rest.post('/v1/designations', designation('M1'));
    const path = `/v1/designations/${LIST}:M1/amendments`;
    const body = {
      effective: '2006',
      source: source(),
      patch: [{ op: 'replace', path: '/programs', value: ['B'] }],
    };
    const unseen = await rest.post(path, body);
    expect([unseen.status, unseen.body.code]).toEqual([428, 'if-match-missing']);
    expect((await rest.post(path, body, { 'if-match': '"7"' })).status).toBe(412);
    expect((await rest.post(path, body, { 'if-match': '7' })).body.errors).toMatchObject([{ pointer: '/if-match' }]);

    const { body: seen } = await rest.get(`/v1/designations/${LIST}:M1?minPosition=${await rest.log.head()}`);
    const amended = await rest.post(path, body, { 'if-match': `"${seen.version}"` });
    expect(amended.status).toBe(201);
    expect(amended.body.event.data.patch).toEqual([
      { op: 'replace', path: '/programs', old: ['A', 'B'], value: ['B'] },
    ]);
    const position = `minPosition=${amended.body.position}`;
    const programs = async (on: string) =>
      (await rest.get(`/v1/designations/${LIST}:M1?on=${on}&${position}`)).body.programs;
    expect([await programs('2005-12-31'), await programs('2007-01-01')]).toEqual([['A', 'B'], ['B']]);
    const misfit = await rest.post(
      path,
      { ...body, patch: [{ op: 'replace', path: '/subject/type', value: 'ship' }] },
      { 'if-match': '*' },
    );
    expect([misfit.status, misfit.body.errors[0].pointer]).toEqual([400, '/patch']);
    const last = { ...body, patch: [{ op: 'replace', path: '/programs', value: [] }] };
    expect((await rest.post(path, last, { 'if-match': '*' })).status).toBeGreaterThanOrEqual(400);
  });

  it('refuse a body that is wrong with a pointer for each thing', async () => {
    const wrong = await rest.post('/v1/designations', { ...designation('W1', '2005-02-30'), colour: 'blue' });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/colour',
      '/effective',
    ]);
    expect((await rest.post('/v1/designations', 'no json')).body.code).toBe('invalid-request');
    const turned = await rest.post('/v1/designations', designation('W1', '[2006..2005]'));
    expect(turned.body.errors).toMatchObject([{ pointer: '/effective' }]);
    const nowhere = await rest.post('/v1/envoys', {
      sending: 'AB',
      receiving: 'AF',
      role: 'head-of-mission',
      envoy: { name: 'N' },
      effective: '2023',
      source: source(),
    });
    expect(nowhere.body.errors).toMatchObject([{ pointer: '/sending' }]);
    const unsourced = await rest.post('/v1/designations', { ...designation('W1'), source: { quote: 'A quote' } });
    expect(unsourced.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('/source/publisher');
  });

  it.each<[string, object, number, string]>([
    ['designations', { ...designation('R1'), list: 'xx-unknown' }, 409, 'list-not-registered'],
    [`designations/${LIST}:none/delisting`, { effective: '2010', source: source() }, 404, 'not-found'],
    [`designations/${LIST}:D1/delisting`, { effective: '2001', source: source() }, 409, 'before-designation'],
    [`designations/${LIST}:D1/reinstatement`, { effective: '2010', source: source() }, 409, 'never-suspended'],
    ['events/999999/correction', { changes: { effective: '2010' }, why: 'x', source: source() }, 404, 'not-found'],
    [`events/${randomUUID()}/retraction`, { why: 'x', source: source() }, 404, 'not-found'],
    [
      'lists/xx-unknown/reviews',
      { by: 'A', outcome: 'B', effective: '2010', source: source() },
      409,
      'list-not-registered',
    ],
    [
      'departures',
      {
        sending: 'KZ',
        receiving: 'AF',
        role: 'head-of-mission',
        envoy: { name: 'N' },
        effective: '2010',
        source: source(),
      },
      409,
      'never-appointed',
    ],
  ])('answer POST /v1/%s %j with %d %s, and record nothing', async (path, body, status, code) => {
    const before = await rest.log.head();
    const answer = await rest.post(`/v1/${path}`, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await rest.log.head()).toBe(before);
  });

  it('record every kind of fact, and all of it can be asked for', async () => {
    const recorded = async (path: string, body: object) => {
      const answer = await rest.post(path, { source: source(), ...body });
      expect([path, answer.status, answer.body.detail]).toEqual([path, 201, undefined]);
      return answer.body.event as { id: string; type: string; position: number };
    };
    const E = { effective: '2012-01-01' };
    const about = {
      sending: 'KZ',
      receiving: 'AF',
      role: 'head-of-mission',
      envoy: { name: 'N. N.' },
      rank: 'ambassador',
    };
    const made = [
      await recorded('/v1/lists', { ...E, list: 'un-sc', authority: 'UN', name: 'UN' }),
      await recorded(`/v1/lists/${LIST}/reviews`, { ...E, by: 'The court', outcome: 'Kept' }),
      await recorded('/v1/designations', designation('E1')),
      await recorded(`/v1/designations/${LIST}:E1/suspension`, { effective: '2010' }),
      await recorded(`/v1/designations/${LIST}:E1/reinstatement`, { effective: '2011' }),
      await recorded(`/v1/designations/${LIST}:E1/reidentification`, {
        ...E,
        reference: 'E2',
        evidence: [{ kind: 'name', text: 'The same name' }],
      }),
      await recorded(`/v1/designations/${LIST}:E2/delisting`, { effective: '2013', reason: 'An audit' }),
      await recorded('/v1/subjects/party-e/links', {
        ...E,
        entries: [`${LIST}:E2`, 'un-sc:QDe.1'],
        evidence: [{ kind: 'name', text: 'One name' }],
        associates: [{ list: LIST, program: 'A' }],
      }),
      await recorded('/v1/subjects/party-e/unlinks', {
        ...E,
        entries: ['un-sc:QDe.1'],
        evidence: [{ kind: 'analysis', text: 'Another party' }],
      }),
      await recorded('/v1/envoys', { ...E, ...about }),
      await recorded('/v1/credentials', { effective: '2012-02', ...about }),
      await recorded('/v1/departures', { effective: '2014', ...about }),
      await recorded('/v1/control', { ...E, territory: 'AF', by: 'Somebody' }),
      await recorded('/v1/recognitions', { ...E, authority: 'KZ', territory: 'AF', government: 'G' }),
      await recorded('/v1/recognition-withdrawals', {
        effective: '2015',
        authority: 'KZ',
        territory: 'AF',
        government: 'G',
      }),
      await recorded('/v1/assistance', { ...E, authority: 'KZ', territory: 'AF', what: 'Flour' }),
      await recorded(`/v1/lists/${LIST}/coverage-end`, { effective: '2020', reason: 'The site is gone' }),
      await recorded(`/v1/lists/${LIST}/coverage-resumption`, { effective: '2021', reason: 'It is back' }),
    ];
    const delisting = made.find(({ type }) => type === 'OrganizationDelisted')!;
    const statement = await recorded('/v1/statements', {
      effective: '2013-06-01',
      authority: 'RU',
      statement: 's-e',
      issuer: { name: 'A. Speaker' },
      summary: 'It is welcome',
      stance: 'welcomes',
      about: { countries: ['KZ'] },
      inReactionTo: delisting.id,
    });
    const resolution = await recorded('/v1/resolutions', {
      effective: '2013-07-01',
      symbol: 'S/RES/1 (2013)',
      body: 'Security Council',
      summary: 'Notes it',
      about: {},
      inReactionTo: statement.id,
    });
    const corrected = await recorded(`/v1/events/${delisting.id}/correction`, {
      changes: { effective: '2013-05' },
      why: 'A better source',
    });
    await recorded(`/v1/events/${statement.id}/retraction`, { why: 'Never said' });

    const at = (K: number) => `minPosition=${resolution.position}&knownAt=${K}`;
    const period = async (K: number) =>
      (await rest.get(`/v1/designations/${LIST}:E1?on=2013-03-01&${at(K)}`)).body.status;
    expect([await period(corrected.position - 1), await period(corrected.position)]).toEqual(['uncertain', 'listed']);
    const thread = await rest.get(`/v1/events/${delisting.id}/thread?${at(resolution.position)}`);
    expect(thread.body.items).toMatchObject([
      { id: statement.id, depth: 1, lagDays: null },
      { id: resolution.id, depth: 2, lagDays: 30 },
    ]);
    const now = `minPosition=${await rest.log.head()}`;
    expect((await rest.get(`/v1/events/${delisting.id}/thread?${now}`)).body.items).toEqual([]);

    const subject = await rest.get(`/v1/subjects/party-e?on=2012-06-01&${now}`);
    expect(subject.body).toMatchObject({
      designations: [{ id: `${LIST}:E1`, reference: 'E2', status: 'listed' }],
      associates: [{ list: LIST, program: 'A' }],
    });
    const diplomacy = await rest.get(`/v1/diplomacy?sending=KZ&receiving=AF&on=2013-01-01&${now}`);
    expect(diplomacy.body).toMatchObject({
      items: [
        {
          status: 'in-post',
          holder: { name: 'N. N.', appointed: '2012-01-01', accredited: '2012-02', departed: '2014' },
        },
      ],
      recognition: [{ by: 'KZ', government: 'G', status: 'recognised', until: '2015' }],
      control: [{ territory: 'AF', by: 'Somebody' }],
    });
    const vacant = await rest.get(`/v1/diplomacy?sending=KZ&receiving=AF&on=2016-01-01&${now}`);
    expect(vacant.body.items).toMatchObject([
      { status: 'vacant', holder: null, predecessor: { name: 'N. N.' }, vacantSince: '2014' },
    ]);

    const timeline = await rest.get(`/v1/countries/AF/timeline?${now}`);
    const concerns = timeline.body.items.map(({ type, roles }: { type: string; roles: string[] }) => [type, ...roles]);
    expect(concerns).toEqual([
      ['EnvoyAppointed', 'receiver'],
      ['ControlAssumed', 'subject'],
      ['RecognitionGranted', 'subject'],
      ['AssistanceProvided', 'subject'],
      ['CredentialsAccepted', 'receiver'],
      ['EnvoyDeparted', 'receiver'],
      ['RecognitionWithdrawn', 'subject'],
    ]);
    const list = await rest.get(`/v1/lists/${LIST}?on=2013-06-01&${now}`);
    expect(list.body).toMatchObject({
      lastReview: { by: 'The court', outcome: 'Kept' },
      reviewDue: { by: '2013-01-01', overdue: true },
    });
    const alignment = await rest.get(
      `/v1/alignment?list=KZ&with=un-sc&on=2012-06-01&from=2012-01-01&to=2012-03-01&${now}`,
    );
    expect(alignment.body).toMatchObject({ counts: { both: 0, withOnly: 0 } });
    expect(alignment.body.series.map(({ on }: { on: string }) => on)).toEqual([
      '2012-01-01',
      '2012-02-01',
      '2012-03-01',
    ]);
    // A point of the series counts as the answer of that day does, uncertain entries too.
    const years = await rest.get(`/v1/alignment?list=KZ&with=un-sc&from=2000-01-01&to=2026-01-01&${now}`);
    const points = years.body.series as { on: string; both: number; listOnly: number; withOnly: number }[];
    for (const { on, ...counts } of points.filter((point) => point.on.endsWith('-01-01')))
      expect([on, (await rest.get(`/v1/alignment?list=KZ&with=un-sc&on=${on}&${now}`)).body.counts]).toEqual([
        on,
        counts,
      ]);
  });

  it('tell of one party’s entries in an order that stays, however they were given', async () => {
    for (const reference of ['O1', 'O2', 'O3'])
      expect((await rest.post('/v1/designations', designation(reference))).status).toBe(201);
    const linked = await rest.post('/v1/subjects/party-o/links', {
      effective: '2012-01-01',
      source: source(),
      entries: [`${LIST}:O3`, `${LIST}:O1`, `${LIST}:O2`],
      evidence: [{ kind: 'name', text: 'One name' }],
    });
    expect([linked.status, linked.body.detail]).toEqual([201, undefined]);
    const { body } = await rest.get(`/v1/subjects/party-o?minPosition=${linked.body.position}`);
    expect((body.links as { entry: string }[]).map(({ entry }) => entry)).toEqual(
      ['O1', 'O2', 'O3'].map((reference) => `${LIST}:${reference}`),
    );
  });

  it('still tells of a party whose list’s registration was retracted, of the list, and of no coverage', async () => {
    const list = 'kz-taken-back';
    const registered = await rest.post('/v1/lists', {
      list,
      authority: 'KZ',
      name: 'Taken back',
      effective: '2004',
      source: source(),
      curated: { complete: true },
    });
    expect((await rest.post('/v1/designations', { ...designation('T1'), list })).status).toBe(201);
    const { id } = registered.body.event as { id: string };
    const retracted = await rest.post(`/v1/events/${id}/retraction`, { why: 'No such list', source: source() });
    expect(retracted.status).toBe(201);
    const minPosition = `minPosition=${retracted.body.position}`;
    for (const path of [
      `designations/${list}:T1`,
      `designations/${list}:T1/history`,
      'countries/KZ',
      'countries/KZ/designations',
    ])
      expect([path, (await rest.get(`/v1/${path}?${minPosition}`)).status]).toEqual([path, 200]);
    const { body } = await rest.get(`/v1/designations/${list}:T1?${minPosition}`);
    expect(body.coverage).toEqual({ from: null, to: null, gaps: [], partial: [], endedOn: null, complete: false });
    const told = await rest.get(`/v1/lists/${list}?${minPosition}`);
    expect([told.status, told.body.name, told.body.coverage.complete]).toEqual([200, null, false]);
  });

  it('are all described', async () => {
    const { body } = await rest.get('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/designations/{id}/delisting',
        '/v1/events/{id}/correction',
        '/v1/alignment',
        '/v1/diplomacy',
      ]),
    );
    expect(body.paths['/v1/designations'].post.requestBody.content['application/json'].schema.required).toContain(
      'source',
    );
  });
});

describe('reading that is closed', () => {
  it('needs a key, for what was asked before too', async () => {
    const rest = await startRest({ readsOpen: false });
    try {
      const key = { authorization: `Bearer ${rest.key}` };
      expect((await rest.get('/v1/countries')).status).toBe(401);
      expect((await rest.get('/v1/countries', key)).status).toBe(200);
      expect((await rest.get('/v1/countries')).status).toBe(401);
      expect((await rest.get('/livez')).status).toBe(200);
    } finally {
      await rest.stop();
    }
  });
});
