import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventTypes } from '#domain';
import { sample } from '#testing';
import * as command from './support/command-line.ts';
import { SECRET_KEY, startRest, type Rest } from './support/rest.ts';
import { freePort, Service, until } from './support/services.ts';
import { faultsOf, startReceiver } from './support/webhook-receiver.ts';

const MINUTES = 60_000;
const ACTOR = { actor: 'test', address: null };

describe('webhooks', () => {
  let rest: Rest;
  let notifiers: Service[];
  let ports: number[];
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let mine: string;
  let yours: string;

  beforeAll(async () => {
    rest = await startRest();
    receiver = await startReceiver();
    const env = { DATABASE_URL: rest.url, DEMARCHE_SECRET_KEY: SECRET_KEY, DEMARCHE_EGRESS_ALLOW: '127.0.0.1/32' };
    ports = [await freePort(), await freePort()];
    notifiers = ports.map((port, i) => new Service(`notifier-${i + 1}`, { ...env, HEALTH_PORT: String(port) }));
    const keyOf = async (owner: string, scopes: string[]) => (await rest.keys.create({ owner, scopes }, ACTOR)).key;
    [mine, yours] = [await keyOf('me', ['webhooks']), await keyOf('you', ['webhooks'])];
  });
  afterAll(async () => {
    await Promise.all(notifiers.map((each) => each.end('SIGTERM')));
    receiver.close();
    await rest.stop();
  });

  const as = (key: string) => ({ authorization: `Bearer ${key}` });
  const post = (path: string, body: unknown, key = mine, more: Record<string, string> = {}) =>
    rest.call('POST', path, { ...as(key), 'idempotency-key': randomUUID(), ...more }, body);
  const ask = (method: string, path: string, key = mine, body?: unknown) => rest.call(method, path, as(key), body);
  const append = async (reference: string, list = 'xx-test') => {
    const streams = [
      {
        stream: `designation-${list}:${reference}`,
        expected: 'any' as const,
        events: [sample.designated(reference, '2001', { list })],
      },
    ];
    const result = await rest.log.append({ id: randomUUID(), streams });
    if (result.status === 'conflict') throw new Error('unreachable');
    return result.to;
  };

  it('are registered once, shown to their owner alone, changed and deleted', async () => {
    const key = randomUUID();
    const body = {
      url: receiver.url,
      description: 'Mine',
      filter: { lists: ['un-sc'] },
      headers: { 'x-mine': 'secret' },
    };
    const made = await post('/v1/webhooks', body, mine, { 'idempotency-key': key });
    expect(made).toMatchObject({ status: 201, body: { owner: 'me', headers: ['x-mine'], status: 'enabled' } });
    expect(made.body.secret).toMatch(/^whsec_/);
    const again = await post('/v1/webhooks', body, mine, { 'idempotency-key': key });
    expect(again.body).toEqual(made.body);
    const path = `/v1/webhooks/${made.body.id}`;
    expect((await ask('GET', path)).body).not.toHaveProperty('secret');
    expect((await ask('GET', '/v1/webhooks')).body.items).toHaveLength(1);
    expect((await ask('GET', '/v1/webhooks', yours)).body.items).toEqual([]);
    expect((await ask('GET', '/v1/webhooks', rest.key)).body.items).toHaveLength(1);
    for (const [method, at, sent] of [
      ['GET', path],
      ['PATCH', path, { status: 'paused' }],
      ['DELETE', path],
      ['GET', `${path}/deliveries`],
      ['GET', `${path}/deliveries/1`],
      ['POST', `${path}/deliveries/1/resend`],
      ['POST', `${path}/ping`, {}],
      ['POST', `${path}/preview`, {}],
    ] as const)
      expect([at, (await ask(method, at, yours, sent)).status]).toEqual([at, 404]);
    for (const [at, sent] of [
      ['rotation', {}],
      ['replay', { after: 0 }],
    ] as const)
      expect((await post(`${path}/${at}`, sent, yours)).status).toBe(404);
    const reader = (await rest.keys.create({ owner: 'me', scopes: ['read', 'write'] }, ACTOR)).key;
    expect((await ask('GET', '/v1/webhooks', reader)).status).toBe(403);
    expect((await rest.get('/v1/webhooks')).status).toBe(401);
    expect((await ask('PATCH', path, mine, { status: 'paused' })).body).toMatchObject({
      status: 'paused',
      reason: 'Paused',
    });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  });

  it('are refused where they may not be reached, or are not what they should be', async () => {
    for (const [url, rule] of [
      ['http://169.254.169.254/', 'link-local'],
      ['https://10.0.0.1/', 'private'],
      ['https://[::ffff:10.0.0.1]/', 'private'],
      ['https://1.1.1.1:22/', 'port'],
      ['http://1.1.1.1/', 'scheme'],
      ['https://me:secret@1.1.1.1/', 'userinfo'],
      ['https://.example.org/', 'name'],
      [`https://${'a'.repeat(64)}.example.org/`, 'name'],
    ]) {
      const refused = await post('/v1/webhooks', { url });
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/url' }] } });
      expect(refused.body.detail).toContain(rule);
    }
    for (const body of [
      { url: receiver.url, headers: { 'webhook-id': 'mine' } },
      { url: receiver.url, headers: { Host: 'else' } },
      { url: receiver.url, headers: { 'x-a': 'a\r\nb: c' } },
      { url: receiver.url, filter: { types: ['NoSuchType'] } },
      { url: receiver.url, filter: { lists: [] } },
      { url: 'ftp://example.org/' },
    ])
      expect([body, (await post('/v1/webhooks', body)).status]).toEqual([body, 400]);
    const odd = await post('/v1/webhooks', { url: 'https://1.1.1.1\\@10.0.0.1/a b#part' });
    expect([odd.status, odd.body.url]).toEqual([201, 'https://1.1.1.1/@10.0.0.1/a%20b']);
    await ask('DELETE', `/v1/webhooks/${odd.body.id}`);
    expect((await rest.call('POST', '/v1/webhooks', as(mine), { url: receiver.url })).body.code).toBe(
      'idempotency-key-missing',
    );
  });

  it('are changed and deleted as they were read, or not at all', async () => {
    const made = await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['none'] } });
    const path = `/v1/webhooks/${made.body.id}`;
    const match = (method: string, tag: string | null, body?: unknown) =>
      rest.call(method, path, { ...as(mine), 'if-match': tag! }, body);
    const read = await ask('GET', path);
    const tag = read.headers.get('etag');
    expect([made.body.version, tag]).toEqual([1, expect.stringMatching(/^"1-[0-9a-f]{24}"$/)]);
    // How it goes is no change of it; what it says is another text.
    await ask('POST', `${path}/ping`, mine, {});
    const later = (await ask('GET', path)).headers.get('etag');
    expect(later).toMatch(/^"1-/);
    expect(later).not.toBe(tag);
    const first = await match('PATCH', tag, { description: 'first' });
    expect([first.status, first.body.version, first.headers.get('etag')]).toEqual([
      200,
      2,
      expect.stringMatching(/^"2-/),
    ]);
    for (const [method, body] of [['PATCH', { description: 'second' }], ['DELETE']] as const)
      for (const stale of [tag, '"1"', 'W/"2"', '"another-kind"'])
        expect(await match(method, stale, body)).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
    expect(await match('PATCH', 'no tag', {})).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/if-match' }] },
    });
    expect((await ask('GET', path)).body).toMatchObject({ description: 'first', version: 2 });
    const both = await Promise.all(['a', 'b'].map((description) => match('PATCH', '"2"', { description })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await match('PATCH', '*', { description: 'any' })).body.version).toBe(4);
    expect((await ask('PATCH', path, mine, { description: 'none' })).body.version).toBe(5);
    expect((await match('DELETE', '"4", "5"')).status).toBe(204);
  });

  it('have replays that are told of page by page, and called off', async () => {
    const position = await append('off', 'off');
    const made = await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['off'] } });
    const path = `/v1/webhooks/${made.body.id}`;
    expect((await ask('GET', `${path}/replays`)).body).toEqual({ items: [], next: null });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await post(`${path}/replay`, { after: 0, perSecond: 1 })).body.id);
    const first = (await ask('GET', `${path}/replays?limit=2`)).body;
    const second = (await ask('GET', `${path}/replays?limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect([first.items.length, second.next]).toEqual([2, null]);
    const one = `${path}/replays/${ids[0]}`;
    const running = { id: ids[0], after: 0, perSecond: 1, events: 1, planned: 0, pending: 0, status: 'running' };
    expect((await ask('GET', one)).body).toMatchObject({ ...running, upTo: position });
    for (const method of ['GET', 'DELETE']) {
      expect((await ask(method, one, yours)).status).toBe(404);
      expect((await ask(method, `${path}/replays/${randomUUID()}`)).status).toBe(404);
      expect((await ask(method, `${path}/replays/first`)).status).toBe(400);
    }
    for (let i = 0; i < 2; i++)
      expect(await ask('DELETE', one)).toMatchObject({ status: 200, body: { ...running, status: 'cancelled' } });
    expect((await ask('GET', one)).body.status).toBe('cancelled');
    expect((await ask('DELETE', path)).status).toBe(204);
    // As the header of a delivery has it, which is no endpoint's.
    for (const none of [made.body.id, 'msg_0a1b2c3d4e5f_1'])
      expect((await ask('GET', `/v1/webhooks/${none}/replays`)).body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('cannot begin, be tried or be replayed beyond the log, nor backwards', async () => {
    const head = await rest.log.head();
    const beyond = `${head + 1} lies beyond the log, whose last position is ${head}`;
    const refusal = (pointer: string, detail: string) => ({ status: 400, body: { errors: [{ pointer, detail }] } });
    expect(await post('/v1/webhooks', { url: receiver.url, from: head + 1 })).toMatchObject(refusal('/from', beyond));
    const made = await post('/v1/webhooks', { url: receiver.url, from: head, filter: { lists: ['none'] } });
    expect(made.body.standing).toMatchObject({ plannedThrough: head });
    const path = `/v1/webhooks/${made.body.id}`;
    for (const at of ['/v1/webhooks', path])
      expect(await ask('POST', `${at}/preview`, mine, { after: head + 1 })).toMatchObject(refusal('/after', beyond));
    for (const [span, pointer, detail] of [
      [{ after: 0, upTo: head + 1 }, '/upTo', beyond],
      [{ after: head + 1 }, '/after', beyond],
      [{ after: 1, upTo: 0 }, '/after', '`after` is later than `upTo`'],
    ] as const)
      expect(await post(`${path}/replay`, span)).toMatchObject(refusal(pointer, detail));
    expect((await ask('DELETE', path)).status).toBe(204);
  });

  it('of a key that is narrowed ask for no more than that', async () => {
    const { key } = await rest.keys.create({ owner: 'narrow', scopes: ['webhooks:un-sc'] }, ACTOR);
    expect((await post('/v1/webhooks', { url: receiver.url }, key)).status).toBe(403);
    expect((await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['eu-fsf'] } }, key)).status).toBe(403);
    const made = await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['un-sc'] } }, key);
    expect(made.status).toBe(201);
    const path = `/v1/webhooks/${made.body.id}`;
    expect((await ask('PATCH', path, key, { filter: {} })).status).toBe(403);
    expect((await ask('DELETE', path, key)).status).toBe(204);
    // Of its account, it can turn to itself no endpoint that is told of more.
    const wide = await post('/v1/webhooks', { url: receiver.url });
    const { key: narrow } = await rest.keys.create({ owner: 'me', scopes: ['webhooks:un-sc'] }, ACTOR);
    for (const [method, sent] of [['GET'], ['PATCH', { url: receiver.url }], ['DELETE']] as const)
      expect((await ask(method, `/v1/webhooks/${wide.body.id}`, narrow, sent)).status).toBe(403);
    expect((await post(`/v1/webhooks/${wide.body.id}/rotation`, {}, narrow)).status).toBe(403);
    await ask('DELETE', `/v1/webhooks/${wide.body.id}`);
  });

  it('show what a filter would have sent, and have keys for everybody', async () => {
    const position = await append('preview', 'preview');
    const preview = await ask('POST', '/v1/webhooks/preview', mine, { filter: { lists: ['preview'] } });
    expect(preview.body).toMatchObject({ matching: 1, items: [{ position }] });
    const made = await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['none'] } });
    const { body: jwks } = await rest.get('/.well-known/webhook-keys');
    const x = Buffer.from(made.body.publicKey.slice(5), 'base64').toString('base64url');
    expect(jwks.keys).toContainEqual(expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', x }));
    const rotated = await post(`/v1/webhooks/${made.body.id}/rotation`, { graceSeconds: 0 });
    expect(rotated.body.secret).not.toBe(made.body.secret);
    expect((await rest.get('/.well-known/webhook-keys')).body.keys).not.toContainEqual(expect.objectContaining({ x }));
    await ask('DELETE', `/v1/webhooks/${made.body.id}`);
  });

  it(
    'are delivered by processes that are killed, each event under one id and in order, and none is lost',
    async () => {
      const made = await post('/v1/webhooks', {
        url: receiver.url,
        order: 'by-list',
        filter: { lists: ['one', 'two'] },
      });
      receiver.state.secrets = [made.body.secret, made.body.publicKey];
      for (const each of notifiers) each.start();
      const expected: number[] = [];
      const killed: Promise<void>[] = [];
      // In the middle of a request, so that a lease is held by nobody who lives.
      receiver.state.before = (asked) => {
        if (asked !== 40 && asked !== 150) return;
        for (const each of notifiers) killed.push(each.end('SIGKILL').then(() => each.start()));
      };
      for (let i = 0; i < 300; i++) expected.push(await append(`r${i}`, i % 2 ? 'one' : 'two'));
      const positions = () => new Set(receiver.got.map(({ body }) => body.position));
      // What a killed process was sending is taken up when its lease is over.
      await until(
        'all are delivered',
        4 * MINUTES,
        async () => (positions().size >= expected.length ? true : null),
        () => notifiers.map((each) => each.tail()).join('\n'),
      );
      expect(killed).toHaveLength(4);
      expect(receiver.state.bad).toBe(0);
      expect(faultsOf(receiver.got, expected, true)).toEqual([]);
      expect(positions().size).toBe(expected.length);
      await until('all is written down', MINUTES, async () => {
        const { standing } = (await ask('GET', `/v1/webhooks/${made.body.id}`)).body;
        return standing.pending === 0 ? true : null;
      });
      const { body: page } = await ask('GET', `/v1/webhooks/${made.body.id}/deliveries?limit=100&status=delivered`);
      expect(page.items).toHaveLength(100);
      const next = await ask(
        'GET',
        `/v1/webhooks/${made.body.id}/deliveries?limit=100&status=delivered&cursor=${page.next}`,
      );
      expect(next.body.items[0].id).toBeLessThan(page.items.at(-1).id);
      const one = await ask('GET', `/v1/webhooks/${made.body.id}/deliveries/${page.items[0].id}`);
      expect(one.body.log).toMatchObject([{ ok: true, status: 200 }]);
      await ask('DELETE', `/v1/webhooks/${made.body.id}`);
    },
    6 * MINUTES,
  );

  it(
    'can be tried with a ping and an example of every type, and replayed',
    async () => {
      receiver.got.length = 0;
      const made = await post('/v1/webhooks', { url: receiver.url, filter: { lists: ['one'] } });
      receiver.state.secrets = [made.body.secret];
      const path = `/v1/webhooks/${made.body.id}`;
      for (const body of [{}, ...eventTypes.map((type) => ({ type }))])
        expect((await ask('POST', `${path}/ping`, mine, body)).status).toBe(202);
      const all = 1 + eventTypes.length;
      await until(
        'all are there',
        MINUTES,
        async () => (receiver.got.length >= all ? true : null),
        () => notifiers[0]!.tail(),
      );
      expect(receiver.got.map(({ body }) => body.type).sort()).toEqual(['ping', ...eventTypes].sort());
      const dry = await post(`${path}/replay`, { after: 0, dryRun: true });
      expect(dry).toMatchObject({ status: 202, body: { id: null, events: 150 } });
      receiver.got.length = 0;
      expect((await post(`${path}/replay`, { after: 0, perSecond: 1_000 })).body).toMatchObject({ events: 150 });
      await until('all are replayed', MINUTES, async () => (receiver.got.length >= 150 ? true : null));
      // Whoever sends tells what came of it; how much waits, whoever answers does.
      const metrics = async (address: string) => (await fetch(address)).text();
      const sent = (await Promise.all(ports.map((port) => metrics(`http://127.0.0.1:${port}/metrics`)))).join('\n');
      const delivered = [...sent.matchAll(/^demarche_webhook_attempts_total\{result="delivered"\} (\d+)$/gm)];
      expect(delivered.map(([, count]) => Number(count)).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(150 + all);
      const answered = await metrics(`${rest.base}/metrics`);
      for (const text of [sent, answered]) expect(text).toMatch(/^demarche_webhook_endpoints\{state="enabled"\} 1$/m);
      expect(answered).not.toContain('attempts_total');
      const [{ id: delivery }] = (await ask('GET', `${path}/deliveries?limit=1`)).body.items;
      receiver.got.length = 0;
      expect((await ask('POST', `${path}/deliveries/${delivery}/resend`)).status).toBe(202);
      await until('it is sent again', MINUTES, async () => (receiver.got.length >= 1 ? true : null));
    },
    3 * MINUTES,
  );

  it(
    'are managed on the command line',
    async () => {
      const env = { DATABASE_URL: rest.url, DEMARCHE_SECRET_KEY: SECRET_KEY, DEMARCHE_EGRESS_ALLOW: '127.0.0.1/32' };
      const run = async (...args: string[]) => {
        const ran = await command.run(['webhooks', ...args, '--json'], env);
        return { ...ran, json: () => JSON.parse(ran.stdout) };
      };
      const made = (await run('create', receiver.url, '--lists', 'one', '--thin', '--by-list')).json();
      expect(made).toMatchObject({ owner: 'operator', payload: 'thin', order: 'by-list', filter: { lists: ['one'] } });
      receiver.state.secrets = [made.secret];
      const { id } = made;
      expect((await run('list')).json().items.map((each: { id: string }) => each.id)).toContain(id);
      expect((await run('preview', id)).json()).toMatchObject({ matching: 150 });
      expect((await run('ping', id)).json()).toMatchObject({
        kind: 'ping',
        status: 'delivered',
        log: [{ status: 200 }],
      });
      expect((await run('log', id)).json().items).toMatchObject([{ kind: 'ping', status: 'delivered' }]);
      expect((await run('replay', id, '--after', '0', '--dry-run')).json()).toMatchObject({ events: 150, id: null });
      const { id: replay } = (await run('replay', id, '--after', '0', '--per-second', '1')).json();
      expect((await run('replays', id)).json().items).toMatchObject([{ id: replay, events: 150 }]);
      expect((await run('replays', id, replay, '--cancel')).json()).toMatchObject({ id: replay, status: 'cancelled' });
      expect((await run('replays', id, replay)).json()).toMatchObject({ status: 'cancelled', pending: 0 });
      for (const wrong of [
        [id, '--cancel'],
        [id, 'first'],
      ])
        expect((await command.run(['webhooks', 'replays', ...wrong], env)).code).toBe(2);
      expect((await run('rotate', id)).json().secret).toMatch(/^whsec_/);
      expect((await run('disable', id)).json()).toMatchObject({ status: 'disabled' });
      expect((await run('enable', id)).json()).toMatchObject({ status: 'enabled' });
      expect((await run('reseal')).json()).toEqual({ resealed: 0 });
      const refused = await command.run(['webhooks', 'create', 'http://10.0.0.1/'], env);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('private')]);
      const table = await command.run(['webhooks', 'list'], env);
      expect(table.stdout).toMatch(/^ID +OWNER +STATUS/);
      expect((await command.run(['webhooks', 'delete', id], env)).code).toBe(0);
      expect((await command.run(['webhooks', 'show', id], env)).code).toBe(1);
    },
    5 * MINUTES,
  );
});
