import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, IncompleteError, ProblemError, type Client, type Event } from '#client';
import { source, startRest, type Rest } from './support/rest.ts';

const QUICK = { attempts: 4, baseMs: 5, maxMs: 20 };

const fakes: Server[] = [];

/** A server that is not Demarche: it answers one request after the other as it is told. */
async function startFake(answers: ((request: IncomingMessage, reply: ServerResponse) => void)[]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, reply) => {
    asked.push(request);
    (answers[asked.length - 1] ?? answers.at(-1)!)(request, reply);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fakes.push(server);
  return { asked, base };
}

const problem = (status: number, code: string, headers: Record<string, string> = {}) => {
  const body = JSON.stringify({ type: `https://demarche.dev/problems/${code}`, title: 't', status, detail: 'd', code });
  return (_: IncomingMessage, reply: ServerResponse) =>
    void reply.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(body);
};
const json = (value: object) => (_: IncomingMessage, reply: ServerResponse) => void reply.end(JSON.stringify(value));
const frame = (position: number) => `id: ${position}\nevent: X\ndata: {"position":${position}}\n\n`;

describe('the client', () => {
  let rest: Rest;
  let client: Client;
  const about = { source: source(), confidence: 'confirmed', effective: '2020-01-01' } as const;
  const designate = (reference: string) =>
    client.post('/v1/designations', {
      body: {
        ...about,
        list: 'li-client',
        record: { reference, programs: ['T'], subject: { type: 'person', name: `Party ${reference}`, aliases: [] } },
      },
    });

  beforeAll(async () => {
    rest = await startRest();
    client = createClient({ base: `${rest.base}/`, key: rest.key, retry: QUICK });
    await client.post('/v1/lists', { body: { ...about, list: 'li-client', authority: 'LI', name: 'Client' } });
    for (let n = 1; n <= 7; n++) await designate(`C ${n}`);
  });
  afterEach(() => {
    for (const server of fakes.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  afterAll(() => rest.stop());

  it('asks, records, and looks up, by the types of the contract', async () => {
    const { event, position } = await client.post('/v1/designations/{id}/suspension', {
      params: { id: 'li-client:C 7' },
      body: { ...about, effective: '2022-01-01' },
    });
    expect(event).toMatchObject({ type: 'DesignationSuspended', position });
    const one = await client.get('/v1/designations/{id}', {
      params: { id: 'li-client:C 7' },
      query: { on: '2023-01-01', minPosition: position! },
    });
    expect(one).toMatchObject({ status: 'suspended', subject: { name: 'Party C 7' } });
    const { items } = await client.post('/v1/designations:batch', {
      query: { on: '2021-01-01' },
      body: { designations: ['li-client:C 7', { list: 'li-client', reference: 'none' }] },
    });
    expect(items.map((item) => (item.found ? item.designation.status : item.problem.code))).toEqual([
      'listed',
      'not-found',
    ]);
    expect(await client.get('/v1/events/{id}', { params: { id: String(position) } })).toEqual(event);
  });

  it('turns pages, and reads lines to their end', async () => {
    const names: string[] = [];
    const asking = { params: { id: 'li-client' }, query: { limit: 2, on: '2021-01-01' } };
    for await (const { subject } of client.items('/v1/lists/{id}/designations', asking)) names.push(subject.name);
    expect(names).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `Party C ${n}`));
    const events: Event[] = [];
    for await (const event of client.lines('/v1/events', { query: { list: 'li-client' } })) events.push(event);
    expect(events).toEqual((await client.get('/v1/events', { query: { limit: 100 } })).items);
    const lines = [];
    for await (const line of client.lines('/v1/lists/{id}/snapshot', { params: { id: 'li-client' } })) lines.push(line);
    expect(lines).toHaveLength(8);
    expect(lines[0]).toHaveProperty('next');
  });

  it('follows the log until it is told to stop', async () => {
    const stop = new AbortController();
    const head = await rest.log.head();
    const told: number[] = [];
    const positions: number[] = [];
    const following = (async () => {
      const options = { query: { after: head, list: 'li-client' }, signal: stop.signal };
      for await (const { position } of client.follow({ ...options, onPosition: (each) => positions.push(each) })) {
        told.push(position);
        if (told.length === 2) stop.abort();
      }
    })();
    await designate('F 1');
    await designate('F 2');
    await following;
    expect(told).toEqual([head + 1, head + 2]);
    expect(positions[0]).toBe(head);
  });

  it('tells problems as they are, and asks nothing twice that will not do later either', async () => {
    const refused = client.get('/v1/designations/{id}', { params: { id: 'li-client:none' } });
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'not-found', problem: { status: 404 } });
    const none = createClient({ base: rest.base, retry: QUICK });
    const body = { ...about, list: 'li-x', authority: 'LI' as const, name: 'x' };
    await expect(none.post('/v1/lists', { body })).rejects.toMatchObject({ status: 401 });
    const wrong = client.follow({ query: { after: 999_999 } }).next();
    await expect(wrong).rejects.toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('asks again where that may help, with the same key, and not for ever', async () => {
    const fake = await startFake([
      (request) => void request.socket.destroy(),
      problem(503, 'too-busy', { 'retry-after': '0' }),
      json({ position: 1, version: 1, event: null }),
    ]);
    const own = createClient({ base: fake.base, retry: QUICK });
    const body = { ...about, list: 'li-x', authority: 'LI' as const, name: 'x' };
    expect(await own.post('/v1/lists', { body })).toMatchObject({ position: 1 });
    expect(new Set(fake.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    const busy = await startFake([problem(503, 'too-busy')]);
    const asking = createClient({ base: busy.base, retry: QUICK }).get('/v1/lists', {});
    await expect(asking).rejects.toMatchObject({ code: 'too-busy' });
    expect(busy.asked).toHaveLength(4);
    const late = createClient({ base: busy.base, retry: { ...QUICK, baseMs: 60_000, maxMs: 60_000 } });
    const stop = new AbortController();
    const waiting = late.get('/v1/lists', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 30);
    await expect(waiting).rejects.toThrow('enough');
  });

  it('goes on where the connection broke off, without a gap and without a repetition', async () => {
    const stream = { 'content-type': 'text/event-stream' };
    const fake = await startFake([
      (_, reply) => {
        reply.writeHead(200, stream);
        reply.write(`id: 4\n\n${frame(5)}${frame(6)}id: 7\nevent: X\ndata: {"posi`);
        setTimeout(() => reply.destroy(), 20);
      },
      problem(503, 'starting', { 'retry-after': '0' }),
      (_, reply) => void reply.writeHead(200, stream).end(`${frame(7)}: still here\nid: 9\n\n`),
      (_, reply) => void reply.writeHead(200, stream).write(frame(10)),
    ]);
    const told: number[] = [];
    for await (const { position } of createClient({ base: fake.base, retry: QUICK }).follow({ query: { list: 'x' } })) {
      told.push(position);
      if (position === 10) break;
    }
    expect(told).toEqual([5, 6, 7, 10]);
    expect(fake.asked.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '6', '6', '9']);
  });

  it('changes and takes away, as it was read', async () => {
    const made = await client.post('/v1/webhooks', { body: { url: 'https://192.0.43.7/hooks' } });
    const { id } = made;
    const { answer, etag } = await client.getTagged('/v1/webhooks/{id}', { params: { id } });
    const { secret: _, publicKey: __, ...shown } = made;
    expect([answer, etag]).toEqual([shown, expect.stringMatching(/^"1-/)]);
    const patch = (description: string, ifMatch?: string) =>
      client.patch('/v1/webhooks/{id}', { params: { id }, body: { description }, ...(ifMatch && { ifMatch }) });
    expect(await patch('one', etag!)).toMatchObject({ version: 2, description: 'one' });
    await expect(patch('two', etag!)).rejects.toMatchObject({ status: 412, code: 'changed-meanwhile' });
    expect(await patch('three')).toMatchObject({ version: 3 });
    const stale = client.delete('/v1/webhooks/{id}', { params: { id }, ifMatch: '"2"' });
    await expect(stale).rejects.toMatchObject({ status: 412 });
    expect(await client.delete('/v1/webhooks/{id}', { params: { id }, ifMatch: '"3"' })).toBeNull();
    await expect(client.get('/v1/webhooks/{id}', { params: { id } })).rejects.toMatchObject({ status: 404 });
    const key = await client.post('/v1/keys', { body: { owner: 'acme', scopes: ['read'] } });
    expect(await client.delete('/v1/keys/{id}', { params: { id: key.id } })).toBeNull();
  });

  it('says so where an answer in lines is not whole, or not as it was sent', async () => {
    const [first, second] = ['{"position":1}\n', '{"position":2,"name":"Ω"}\n'];
    const end = (count: number, of: string) =>
      `${JSON.stringify({ end: { count, position: 2, sha256: createHash('sha256').update(of).digest('hex') } })}\n`;
    const read = async (text: string) => {
      const fake = await startFake([
        (_, reply) => {
          // Cut in the middle of a character, too.
          const bytes = Buffer.from(text);
          const cut = bytes.indexOf(0xa9);
          reply.write(bytes.subarray(0, cut));
          setTimeout(() => reply.end(bytes.subarray(cut)), 10);
        },
      ]);
      const own = createClient({ base: fake.base, retry: QUICK });
      const came: unknown[] = [];
      for await (const line of own.lines('/v1/events', {})) came.push(line);
      return came;
    };
    const all = `${first}${second}`;
    expect(await read(all + end(2, all))).toEqual([{ position: 1 }, { position: 2, name: 'Ω' }]);
    for (const [text, message] of [
      [all, 'broke off before its last line, after 2 others'],
      [`${all}{"end":{"count":2`, 'broke off before its last line'],
      [second + end(2, all), 'is not whole: its last line tells of 2, and 1 came'],
      [all + end(1, all), 'is not whole: its last line tells of 1, and 2 came'],
      [all + end(2, all.replace('Ω', 'O')), 'is not as it was sent'],
    ] as const) {
      const reading = read(text);
      await expect(reading).rejects.toBeInstanceOf(IncompleteError);
      await expect(reading).rejects.toThrow(message);
    }
  });
});
