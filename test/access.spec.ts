import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { commands, ingest, lookups, managed, questions, streams, type QuestionRoute, type Scope } from '#contract';
import { source, startRest, type Rest } from './support/rest.ts';

const BY = { actor: 'test', address: null };
const LIST = 'kz-terrorist-organizations';

interface Route {
  name: string;
  method: string;
  path: string;
  scope: Scope;
}

/** Every route that the contract has: one that is added there is tried here. */
const ROUTES: Route[] = [
  ...Object.values<QuestionRoute>({ ...questions, ...streams }).map(({ path }) => ({
    name: `GET ${path}`,
    method: 'GET',
    path,
    scope: 'read' as const,
  })),
  ...[...Object.values(commands), ingest].map(({ path }) => ({
    name: `POST ${path}`,
    method: 'POST',
    path,
    scope: 'write' as const,
  })),
  ...Object.values(lookups).map(({ path }) => ({
    name: `POST ${path}`,
    method: 'POST',
    path,
    scope: 'read' as const,
  })),
  ...managed.map(({ method, path, scope }) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    scope,
  })),
];

/** Scopes that are not enough for a route. */
const tooLittle = ({ scope }: Route) =>
  ({ read: 'audit', write: 'read', webhooks: 'write', audit: 'write', admin: 'audit' })[scope];
/** Scopes that are enough, for another part of the world. */
const elsewhere = ({ scope }: Route) => (scope === 'audit' || scope === 'admin' ? 'write:BR' : `${scope}:BR`);

/** Webhooks are their owner's, whatever a key is narrowed to: those of others are not there. */
const beyondWebhooks = ({ scope, method, path }: Route) =>
  scope !== 'webhooks' ? undefined : path.includes('{id}') ? '404 not-found' : method === 'GET' ? '200 ' : undefined;

/** Each of what is asked about is answered by itself. */
const isItemwise = ({ path }: Route) => path === lookups.designations.path;

const partyOf = (reference: string) => ({
  record: { reference, programs: ['T'], subject: { type: 'organization', name: reference, aliases: [] } },
});

describe('who may do what', () => {
  let rest: Rest;
  let provider: Server;
  let issuer: string;
  let signing: Awaited<ReturnType<typeof generateKeyPair>>;
  let event: string;
  let examples: Record<string, Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>>;

  beforeAll(async () => {
    signing = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(signing.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    provider = createServer((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    );
    await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    rest = await startRest({ readsOpen: false, provider: { issuer, audience: 'demarche' } });
    const about = { effective: '2005', source: source() };
    await rest.post('/v1/lists', {
      list: LIST,
      authority: 'KZ',
      name: 'A list',
      curated: { complete: false },
      ...about,
    });
    await rest.post('/v1/designations', {
      list: LIST,
      ...about,
      ...partyOf('taliban'),
    });
    const admin = { authorization: `Bearer ${rest.key}` };
    event = (await rest.get('/v1/events/2', admin)).body.id;
    examples = (await rest.get('/openapi.json')).body.paths;
  });
  afterAll(async () => {
    await rest.stop();
    await new Promise((closed) => provider.close(closed));
  });

  const tokenFor = (scope: string, { audience = 'demarche', seconds = 60, algorithm = 'ES256' } = {}) =>
    new SignJWT({ scope: `openid demarche:${scope}` })
      .setProtectedHeader({ alg: algorithm, kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('analyst-7')
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(algorithm === 'ES256' ? signing.privateKey : new TextEncoder().encode('a secret of thirty-two bytes....'));

  /** Asks a route with what its parameters could be, and gives the status and code of its answer. */
  async function ask({ method, path, name }: Route, token?: string): Promise<string> {
    const filled = path
      .replace('/v1/lists/{id}', `/v1/lists/${LIST}`)
      .replace('/v1/designations/{id}', `/v1/designations/${LIST}:taliban`)
      .replace('/v1/events/{id}', `/v1/events/${event}`)
      .replace('/v1/subjects/{id}', `/v1/subjects/${LIST}:taliban`)
      .replace('/v1/keys/{id}', '/v1/keys/0a1b2c3d4e5f')
      .replace('/v1/webhooks/{id}', '/v1/webhooks/wh_0a1b2c3d4e5f')
      .replace('{on}/{knownAt}', 'today/now')
      .replace('{dataset}', `demarche_${LIST.replaceAll('-', '_')}`)
      .replace('{file}', 'names.txt')
      .replace('{entity}', `${LIST}.taliban`)
      .replace('{delivery}', '1')
      .replace('{run}', randomUUID())
      .replace('{replay}', '0e7c2a54-5d7f-4a0e-9f55-0c1d7a1b2c3d')
      .replace('{code}', 'KZ')
      .replace('{sha256}', 'a'.repeat(64));
    if (filled.includes('{')) throw new Error(`${name} has a parameter that this test knows no value of`);
    const body = examples[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.example;
    const stop = new AbortController();
    const response = await fetch(`${rest.base}${filled}${path === '/v1/alignment' ? `?list=${LIST}&with=un-sc` : ''}`, {
      method,
      signal: stop.signal,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID(), 'if-match': '*' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    const { code = '' } = isProblem ? ((await response.json()) as { code: string }) : {};
    stop.abort();
    return `${response.status} ${code}`;
  }

  const keyOf = async (scope: string) => (await rest.keys.create({ owner: 'other', scopes: [scope] }, BY)).key;

  it.each(ROUTES)('$name', async (route) => {
    const revoked = await rest.keys.create({ owner: 'other', scopes: ['admin'] }, BY);
    await rest.keys.revoke(revoked.id, BY);
    const replaced = await rest.keys.create({ owner: 'other', scopes: ['admin'] }, BY);
    await rest.keys.rotate(replaced.id, { graceHours: 0 }, BY);
    for (const [who, token] of Object.entries({
      'no key': undefined,
      'a key of nobody': `dmr_0a1b2c3d4e5f_${'A'.repeat(43)}`,
      'a revoked key': revoked.key,
      'an expired key': replaced.key,
      'a token for another audience': await tokenFor('admin', { audience: 'another' }),
      'a token that has ended': await tokenFor('admin', { seconds: -60 }),
      'a token signed with a secret': await tokenFor('admin', { algorithm: 'HS256' }),
    }))
      expect([who, await ask(route, token)]).toEqual([who, '401 key-needed']);
    for (const [who, token] of Object.entries({
      'a key for too little': await keyOf(tooLittle(route)),
      'a token for too little': await tokenFor(tooLittle(route)),
      'a token that names no scope of ours': await tokenFor('everything'),
    }))
      expect([who, await ask(route, token)]).toEqual([who, '403 scope-missing']);
    const isWhole = route.scope === 'audit' || route.scope === 'admin';
    const beyond = isItemwise(route)
      ? '200 '
      : (beyondWebhooks(route) ?? (isWhole ? '403 scope-missing' : '403 beyond-scope'));
    expect(['elsewhere', await ask(route, await keyOf(elsewhere(route)))]).toEqual(['elsewhere', beyond]);
    expect(await ask(route, await tokenFor(route.scope))).not.toMatch(/^(401|403|5)/);
  });

  it('may ask about the part that a key is for, by each of its names', async () => {
    for (const scope of ['read:KZ', `read:${LIST}`, 'write:KZ']) {
      const headers = { authorization: `Bearer ${await keyOf(scope)}` };
      const designation = await rest.get(`/v1/designations/${LIST}:taliban`, headers);
      expect(designation.status).toBe(200);
      expect((await rest.get(`/v1/events?list=${LIST}`, headers)).body.items.length).toBeGreaterThan(1);
      expect((await rest.get('/v1/events', headers)).body.detail).toContain('ask about one of them');
      expect((await rest.get(`/v1/events/${event}`, headers)).status).toBe(200);
      expect((await rest.get('/v1/lists/un-sc', headers)).status).toBe(403);
      const queries = { a: { properties: { name: ['Taliban'] } } };
      const match = (dataset: string) => rest.call('POST', `/v1/match${dataset}`, headers, { queries });
      expect((await match(`/demarche_${LIST.replaceAll('-', '_')}`)).status).toBe(200);
      for (const dataset of ['', '/demarche', '/demarche_un_sc']) expect((await match(dataset)).status).toBe(403);
      expect((await rest.get(`/v1/search?q=taliban&list=${LIST}`, headers)).status).toBe(200);
      expect((await rest.get('/v1/search?q=taliban', headers)).status).toBe(403);
      expect((await rest.get(`/v1/atlas?list=${LIST}`, headers)).status).toBe(200);
      expect((await rest.get('/v1/atlas', headers)).status).toBe(403);
    }
    const writer = { authorization: `Bearer ${await keyOf('write:KZ')}` };
    const party = (reference: string) => ({ ...partyOf(reference), effective: '2005', source: source() });
    expect((await rest.post('/v1/designations', { list: LIST, ...party('N1') }, writer)).status).toBe(201);
    const elsewhere = { authorization: `Bearer ${await keyOf('write:BR')}` };
    const refused = await rest.post('/v1/designations', { list: LIST, ...party('N2') }, elsewhere);
    expect([refused.status, refused.body.code]).toEqual([403, 'beyond-scope']);
    expect((await rest.get(`/v1/designations/${LIST}:N2`, writer)).status).toBe(404);
  });

  it('is answered of many designations what the key is for; the others have their problem, whether they exist or not', async () => {
    const designations = ['un-sc:QDi.001', `${LIST}:taliban`, { list: LIST, reference: 'none' }, 'br-none:x'];
    const told = async (scope: string) => {
      const headers = { authorization: `Bearer ${await keyOf(scope)}` };
      const { status, body } = await rest.call('POST', '/v1/designations:batch', headers, { designations });
      expect(status).toBe(200);
      return body.items.map((item: { asked: string; found: boolean; problem?: { status: number; code: string } }) => [
        item.asked,
        item.found || `${item.problem!.status} ${item.problem!.code}`,
      ]);
    };
    for (const scope of ['read:KZ', `read:${LIST}`, 'write:KZ'])
      expect(await told(scope)).toEqual([
        ['un-sc:QDi.001', '403 beyond-scope'],
        [`${LIST}:taliban`, true],
        [`${LIST}:none`, '404 not-found'],
        ['br-none:x', '403 beyond-scope'],
      ]);
    expect((await told('read:BR')).map(([, problem]: [string, string]) => problem)).toEqual(
      Array(4).fill('403 beyond-scope'),
    );
    expect((await told('read')).map(([, problem]: [string, string]) => problem)).toEqual([
      '404 not-found',
      true,
      '404 not-found',
      '404 not-found',
    ]);
    const alone = await rest.get('/v1/designations/un-sc:QDi.001', {
      authorization: `Bearer ${await keyOf('read:KZ')}`,
    });
    expect([alone.status, alone.body.code]).toEqual([403, 'beyond-scope']);
  });

  it('is managed by REST: made, told, rotated, revoked at once, and on the trail', async () => {
    const admin = { authorization: `Bearer ${rest.key}` };
    const made = await rest.call('POST', '/v1/keys', admin, { owner: 'acme', scopes: ['audit', 'read:KZ'] });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { id, key } = made.body as { id: string; key: string };
    const auditor = { authorization: `Bearer ${key}` };
    expect((await rest.get('/v1/audit-trail?action=key.created', auditor)).status).toBe(200);
    expect((await rest.get('/v1/keys', auditor)).status).toBe(403);
    const next = await rest.call('POST', `/v1/keys/${id}/rotation`, admin, { graceHours: 24 });
    expect(next.body).toMatchObject({ owner: 'acme', scopes: ['audit', 'read:KZ'] });
    expect((await rest.get(`/v1/keys/${id}`, admin)).body).toMatchObject({ replacedBy: next.body.id });
    expect((await rest.get('/v1/audit-trail', auditor)).status).toBe(200);
    expect((await rest.call('DELETE', `/v1/keys/${id}`, admin)).status).toBe(204);
    expect((await rest.get('/v1/audit-trail', auditor)).status).toBe(401);
    const trailOf = (actor: string) =>
      rest.get(`/v1/audit-trail?limit=500&actor=${actor}`, { authorization: `Bearer ${next.body.key}` });
    const acts = (await trailOf(rest.key.split('_')[1]!)).body.items.filter(
      ({ target }: { target: string }) => target === id,
    );
    expect(acts.map(({ action, address }: { action: string; address: string }) => [action, address])).toEqual([
      ['key.created', '127.0.0.1'],
      ['key.rotated', '127.0.0.1'],
      ['key.revoked', '127.0.0.1'],
    ]);
    expect((await trailOf(id)).body.items).toContainEqual(
      expect.objectContaining({ action: 'refused.403', target: 'GET /v1/keys', actor: id }),
    );
    for (const body of [
      { scopes: ['everything'] },
      { scopes: [] },
      { scopes: ['admin:KZ'] },
      { scopes: ['read:XX9'] },
      { scopes: ['read'], expiresAt: '2001-01-01T00:00:00Z' },
      { scopes: ['read'], owner: '../etc' },
      { scopes: ['read'], admin: true },
    ])
      expect((await rest.call('POST', '/v1/keys', admin, body)).status).toBe(400);
  });
});

describe('how much may be asked', () => {
  let rest: Rest;
  beforeAll(async () => {
    rest = await startRest({ rates: { perKey: 8, perAddress: 3, windowMs: 3_600_000 } });
  });
  afterAll(() => rest.stop());

  it('is told with each answer, and refused with 429 beyond it: an address, a key, and keys of nobody', async () => {
    const first = await rest.get('/v1/lists');
    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
      '"address";q=3;w=3600',
      expect.stringMatching(/^"address";r=2;t=\d+$/),
    ]);
    // The same from memory counts, too.
    expect((await rest.get('/v1/lists')).headers.get('ratelimit')).toMatch(/^"address";r=1;/);
    expect((await rest.get('/v1/lists', { authorization: 'Bearer dmr_no' })).status).toBe(401);
    const refused = await rest.get('/v1/lists');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await rest.get('/livez')).status).toBe(200);
    expect((await rest.get('/v1/lists', { authorization: `Bearer ${rest.key}` })).status).toBe(429);
  });
});

describe('how much a key may ask', () => {
  it('is told by the key, whatever the address', async () => {
    const rest = await startRest({ rates: { perKey: 2, perAddress: 1_000, windowMs: 3_600_000 } });
    const headers = { authorization: `Bearer ${rest.key}` };
    const answers = [await rest.get('/v1/lists', headers), await rest.get('/v1/countries', headers)];
    expect(answers.map((each) => each.headers.get('ratelimit')?.split(';t')[0])).toEqual(['"key";r=1', '"key";r=0']);
    expect((await rest.get('/v1/lists', headers)).status).toBe(429);
    expect((await rest.get('/v1/lists')).status).toBe(200);
    await rest.stop();
  });
});
