import { createHmac, createPublicKey, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction } from '#database';
import { Registry } from 'prom-client';
import { createEgress } from '#egress';
import { sample } from '#testing';
import {
  createDeliveryMeter,
  deliveriesOf,
  deliveryOf,
  forgetOld,
  parseKeyring,
  planOwn,
  pingOf,
  resealAll,
  resend,
  secretOf,
  webhookGauges,
} from './index.ts';
import { cancelReplay, catchUp, planReplays, previewOf, replayOf, replaysOf, startReplay } from './index.ts';
import {
  designated,
  ME,
  openOffice,
  startReceiver,
  type Answering,
  type Office,
  type Received,
} from './spec-kit/office.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
let office: Office;
const receivers: { close(): void }[] = [];

beforeAll(async () => void (office = await openOffice()));
afterAll(() => office.close());
beforeEach(async () => {
  await office.plan();
  await office.owner.query('delete from webhooks.delivery');
  await office.owner.query('delete from webhooks.endpoint');
});
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

const receiver = async (answering?: Answering) => {
  const made = await startReceiver(answering);
  receivers.push(made);
  return made;
};
const status =
  (code: number, headers: Record<string, string> = {}): Answering =>
  (_, response) =>
    void response.writeHead(code, headers).end('no');
const rest = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

/** Records some designations of a list, has them planned, and gives their positions. */
async function record(count: number, list = 'xx-test'): Promise<number[]> {
  const positions: number[] = [];
  for (let i = 0; i < count; i++) positions.push(await office.append([designated(`${list}-${i}`, list)]));
  await office.plan();
  return positions;
}
const standing = async (id: string) => office.endpoints.find(ME, id);
const isV1 = ({ headers, text }: Received, secret: string) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
};
const isV1a = ({ headers, text }: Received, publicKey: string) => {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`);
  return String(headers['webhook-signature'])
    .split(' ')
    .some((each) => each.startsWith('v1a,') && verify(null, content, key, Buffer.from(each.slice(4), 'base64')));
};

/** Until somebody waits for a lock. */
const someoneWaits = async () => {
  const WAITING = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await office.owner.query(WAITING)).rowCount === 0) await new Promise((later) => setTimeout(later, 10));
};

describe('an endpoint', () => {
  it('is locked as workers lock it, so that two never wait for each other', async () => {
    const { id } = await office.create({ url: 'http://127.0.0.1:9/' });
    const worker = await office.owner.connect();
    try {
      await worker.query('begin');
      await worker.query('select from webhooks.standing where endpoint = $1 for update', [id]);
      const pinged = office.endpoints.planning(ME, id, (tx) => planOwn(tx, id, 'ping', pingOf(id, office.now())));
      await someoneWaits();
      await worker.query(`update webhooks.endpoint set reason = 'it is gone' where id = $1`, [id]);
      await worker.query('commit');
      expect(await pinged).toMatchObject({ kind: 'ping', status: 'pending' });
    } finally {
      worker.release();
    }
  });

  it('is deleted while others that hear of it are', async () => {
    const asked = { url: 'http://127.0.0.1:9/', filter: { types: ['endpoint.deleted' as const] } };
    const made = await Promise.all(Array.from({ length: 8 }, () => office.create(asked)));
    await Promise.all(made.map(({ id }) => office.endpoints.remove(ME, id)));
    expect(await office.endpoints.list(ME, '', 10)).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is a signed CloudEvent of what was recorded, with its place among the others', async () => {
    const to = await receiver();
    const { id, secret, publicKey } = await office.create({ url: to.url, headers: { Authorization: 'Bearer mine' } });
    const [first, second] = (await record(2)) as [number, number];
    await office.worker.drain();
    expect(to.received).toHaveLength(2);
    const [one, two] = to.received.sort((a, b) => a.body.position - b.body.position) as [Received, Received];
    expect(one.headers).toMatchObject({
      ...rest,
      authorization: 'Bearer mine',
      'webhook-timestamp': String(office.now().getTime() / 1000),
      'demarche-attempt': '1',
      'demarche-sequence': '1',
      'demarche-previous': '0',
    });
    expect(one.body).toMatchObject({
      specversion: '1.0',
      type: 'OrganizationDesignated',
      position: first,
      deliverysequence: 1,
      previousposition: 0,
      data: { reference: 'xx-test-0' },
    });
    expect((one.body as unknown as { timestamp: string; time: string }).timestamp).toBe(one.body.time);
    expect(two.body).toMatchObject({ position: second, deliverysequence: 2, previousposition: first });
    expect(one.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{12}_\d+$/);
    expect(to.received.every((each) => isV1(each, secret) && isV1a(each, publicKey))).toBe(true);
    expect(isV1(one, 'whsec_AAAA')).toBe(false);
    const [delivery] = await deliveriesOf(office.writer, id, { before: 1e12, limit: 1 });
    const { log } = await deliveryOf(office.writer, id, delivery!.id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, dueAt: null });
    expect(log).toMatchObject([
      { ok: true, status: 200, number: 1, request: { headers: { Authorization: '…', 'webhook-signature': '…' } } },
    ]);
    expect(JSON.stringify(log)).not.toContain('mine');
  });

  it('is thin where that is asked, and where the event is larger than 20 kB', async () => {
    const [thin, full] = [await receiver(), await receiver()];
    await office.create({ url: thin.url, payload: 'thin' });
    await office.create({ url: full.url });
    const aliases = Array.from({ length: 500 }, (_, i) => ({
      name: `${'An alias of forty characters and more '}${i}`,
      kind: 'aka' as const,
    }));
    const subject = { type: 'organization' as const, name: 'Large', aliases: aliases as never };
    const position = await office.append([sample.designated('large', '2001', { record: { subject } })]);
    await office.plan();
    await office.worker.drain();
    for (const { received } of [thin, full]) {
      const { body, text } = received[0]!;
      const { dataref, data } = body as unknown as { dataref: string; data: object };
      expect(text.length).toBeLessThan(4_000);
      expect(data).toMatchObject({
        id: body.id,
        type: 'OrganizationDesignated',
        position,
        list: 'xx-test',
        link: dataref,
      });
      expect(dataref).toBe(`/v1/events/${body.id}`);
    }
  });

  it('is planned once, whatever is deleted or comes again', async () => {
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    await record(3);
    await office.worker.drain();
    await office.owner.query('delete from webhooks.delivery where endpoint = $1', [id]);
    await office.owner.query(`update subscriptions.checkpoint set position = 0 where subscription = 'webhooks'`);
    await office.owner.query(`update subscriptions.checkpoint set position = $1 where subscription = 'webhooks'`, [
      await office.log.head(),
    ]);
    expect(await catchUp(office.notifier, office.now)).toBe(false);
    await office.worker.drain();
    expect(to.received).toHaveLength(3);
  });

  it('is made of no reparse, unless that is asked for', async () => {
    const [news, all] = [await receiver(), await receiver()];
    await office.create({ url: news.url });
    await office.create({ url: all.url, filter: { causes: ['reparse', 'source'] } });
    const event = designated('reparsed');
    await office.append([{ ...event, data: { ...event.data, cause: 'reparse' } } as typeof event]);
    await office.plan();
    await office.worker.drain();
    expect([news.received.length, all.received.length]).toEqual([0, 1]);
  });

  it('goes to who asks for it by list, country, type, subject or programme', async () => {
    const to = await receiver();
    const byProgram = await receiver();
    await office.create({
      url: to.url,
      filter: {
        lists: ['yy-test'],
        types: ['OrganizationDesignated'],
        countries: ['KZ'],
        subjects: ['yy-test:a', 'yy-test:b'],
      },
    });
    await office.create({ url: byProgram.url, filter: { programs: ['FTO'] } });
    const options = { list: 'yy-test', authority: 'KZ', record: { programs: ['FTO'] } };
    await office.append([sample.designated('a', '2001', options)], 'designation-yy-test:a');
    await office.append([sample.delisted('a', '2002', options)], 'designation-yy-test:a');
    await office.append(
      [sample.designated('b', '2001', { ...options, record: { programs: ['X'] } })],
      'designation-yy-test:b',
    );
    await office.append([sample.designated('c', '2001', options)], 'designation-yy-test:c');
    await office.plan();
    await office.worker.drain();
    // They are sent side by side.
    expect(to.received.map(({ body }) => body.subject).sort()).toEqual([
      'designation-yy-test:a',
      'designation-yy-test:b',
    ]);
    expect(byProgram.received.map(({ body }) => body.type).sort()).toEqual([
      'OrganizationDelisted',
      'OrganizationDesignated',
      'OrganizationDesignated',
    ]);
    const head = await office.log.head();
    const preview = await previewOf(office.writer, { programs: ['FTO'] }, { after: head - 4, upTo: head }, 10);
    expect(preview.matching).toBe(3);
  });
});

describe('an attempt that fails', () => {
  it('is repeated under the same id at the times of the schedule, and given up after the last', async () => {
    const to = await receiver(status(500));
    const { id } = await office.create({ url: to.url, retrySeconds: [5, 300] });
    await record(1);
    await office.worker.drain();
    expect(await office.deliveries(id)).toMatchObject([
      { status: 'pending', attempts: 1, due_at: new Date(office.now().getTime() + 5_000) },
    ]);
    office.later(4_999);
    await office.worker.drain();
    expect(to.received).toHaveLength(1);
    office.later(1);
    await office.worker.drain();
    office.later(300_000);
    await office.worker.drain();
    office.later(DAY);
    await office.worker.drain();
    expect(to.received.map(({ headers }) => headers['demarche-attempt'])).toEqual(['1', '2', '3']);
    expect(new Set(to.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(to.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    expect(await office.deliveries(id)).toMatchObject([{ status: 'failed', attempts: 3 }]);
  });

  it.each([
    ['seconds', () => '120', 120_000],
    ['a date', (now: Date) => new Date(now.getTime() + 90_000).toUTCString(), 90_000],
    ['more than a day', () => '1000000', DAY],
  ])('waits as long as the receiver asks, in %s', async (_, header, ms) => {
    const to = await receiver(status(429, { 'retry-after': header(office.now()) }));
    const { id } = await office.create({ url: to.url });
    await record(2);
    await office.worker.drain();
    const until = new Date(office.now().getTime() + ms);
    expect(new Date((await standing(id)).standing.heldUntil!)).toEqual(until);
    to.will(status(204));
    office.later(ms - 1);
    await office.worker.drain();
    expect(to.received.length).toBeLessThanOrEqual(2);
    office.later(1);
    await office.worker.drain();
    expect((await office.deliveries(id)).map((each) => each.status)).toEqual(['delivered', 'delivered']);
  });

  it.each([
    ['a success', 200],
    ['another failure', 500],
    ['a shorter wait', 429],
  ])('keeps the endpoint held where %s comes after it', async (_, later) => {
    const asked: ServerResponse[] = [];
    // Both are under way before either is answered: the one that asks for an hour first.
    const to = await receiver((_received, response) => {
      if (asked.push(response) < 2) return;
      asked[0]!.writeHead(429, { 'retry-after': '3600' }).end();
      setTimeout(() => asked[1]!.writeHead(later, later === 429 ? { 'retry-after': '1' } : {}).end(), 50);
    });
    const { id } = await office.create({ url: to.url, concurrency: 2 });
    await record(2);
    await office.worker.drain();
    expect(to.received).toHaveLength(2);
    const until = new Date(office.now().getTime() + 3_600_000).toISOString();
    expect((await standing(id)).standing).toMatchObject({ heldUntil: until, failures: later === 200 ? 0 : 2 });
    to.will(status(204));
    await record(1);
    office.later(3_599_999);
    await office.worker.drain();
    expect(to.received).toHaveLength(2);
    office.later(1);
    await office.worker.drain();
    expect((await office.deliveries(id)).filter((each) => each.status !== 'delivered')).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('is one that is redirected with %d: nobody follows', async (code) => {
    const secret = await receiver();
    const to = await receiver(status(code, { location: secret.url }));
    const { id } = await office.create({ url: to.url });
    await record(1);
    await office.worker.drain();
    expect([to.received.length, secret.received.length]).toEqual([1, 0]);
    const [delivery] = await office.deliveries(id);
    expect(await office.attempts(delivery!.id)).toMatchObject([
      { status: code, ok: false, code: 'redirect', phase: 'answer' },
    ]);
  });

  it.each<[string, Answering, object]>([
    ['never answers', () => undefined, { phase: 'headers', code: 'timeout', status: null }],
    [
      'sends a byte now and then',
      (_, to) => void setInterval(() => to.write('x'), 100).unref(),
      { phase: 'body', code: 'timeout' },
    ],
    [
      'breaks off after 200',
      (_, to) => {
        to.writeHead(200, { 'content-length': 10 }).write('half');
        setTimeout(() => to.destroy(), 20);
      },
      { phase: 'body', code: 'reset' },
    ],
  ])('is one where the receiver %s', async (_, answering, logged) => {
    const to = await receiver(answering);
    const { id } = await office.create({ url: to.url });
    await record(1);
    const egress = createEgress({ guard: office.guard, limits: { headersMs: 300, bodyMs: 300 } });
    await office.workerWith({ egress }).drain();
    await egress.close();
    const [delivery] = await office.deliveries(id);
    expect(delivery).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await office.attempts(delivery!.id)).toMatchObject([{ ok: false, ...logged }]);
  });

  it('says which rule refused an address', async () => {
    await expect(office.create({ url: 'http://169.254.169.254/latest' })).rejects.toMatchObject({
      pointer: '/url',
      message: expect.stringContaining('link-local'),
    });
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    await office.owner.query(`update webhooks.endpoint set url = 'http://169.254.169.254/' where id = $1`, [id]);
    await record(1);
    await office.worker.drain();
    const [delivery] = await office.deliveries(id);
    expect(await office.attempts(delivery!.id)).toMatchObject([
      { ok: false, phase: 'address', code: 'blocked', detail: expect.stringContaining('link-local') },
    ]);
  });

  it('opens the breaker after five, and one probe closes it', async () => {
    const to = await receiver(status(503));
    const { id } = await office.create({ url: to.url, concurrency: 1 });
    await record(20);
    await office.worker.drain();
    expect(to.received).toHaveLength(5);
    await record(1);
    office.later(29_999);
    await office.worker.drain();
    expect(to.received).toHaveLength(5);
    office.later(1);
    await office.worker.drain();
    expect(to.received).toHaveLength(6);
    expect((await standing(id)).standing).toMatchObject({ failures: 6, heldUntil: expect.any(String) });
    to.will(status(200));
    office.later(60_000);
    await office.worker.drain();
    expect((await office.deliveries(id)).every((each) => each.status === 'delivered')).toBe(true);
    expect((await standing(id)).standing).toMatchObject({
      failures: 0,
      failingSince: null,
      heldUntil: null,
      pending: 0,
    });
  });

  it('disables an endpoint that is gone, and tells the owner’s other endpoint that asks for it', async () => {
    const [gone, other, stranger] = [await receiver(status(410)), await receiver(), await receiver()];
    const { id } = await office.create({ url: gone.url });
    await office.create({ url: other.url, filter: { types: ['endpoint.disabled'] } });
    await office.create(
      { url: stranger.url, filter: { types: ['endpoint.disabled'] } },
      { owner: 'you', seesAll: false },
    );
    await record(3);
    await office.worker.drain();
    expect(await standing(id)).toMatchObject({ status: 'disabled', reason: expect.stringContaining('410') });
    expect(other.received.map(({ body }) => body)).toMatchObject([
      { type: 'endpoint.disabled', subject: id, data: { endpoint: id, reason: expect.any(String) } },
    ]);
    expect(stranger.received).toEqual([]);
    await record(1);
    const before = gone.received.length;
    await office.worker.drain();
    expect(gone.received).toHaveLength(before);
  });

  it('disables an endpoint after five days of nothing else; enabled again, it gets all that it missed', async () => {
    const to = await receiver(status(500));
    const { id } = await office.create({ url: to.url, order: 'by-list' });
    await record(1);
    for (let hours = 0; hours < 5 * 24 + 25 && (await standing(id)).status === 'enabled'; hours += 2) {
      await office.worker.drain();
      office.later(2 * HOUR);
      if (hours % 24 === 0) await record(1);
    }
    expect(await standing(id)).toMatchObject({
      status: 'disabled',
      reason: expect.stringContaining('Nothing but failures'),
    });
    const missed = await record(3);
    to.will(status(200));
    to.received.length = 0;
    await office.endpoints.change(ME, id, { status: 'enabled' });
    while (await catchUp(office.notifier, office.now));
    await office.worker.drain();
    expect(to.positions().slice(-3)).toEqual(missed);
    expect(to.positions()).toEqual([...to.positions()].sort((a, b) => a - b));
  });
});

describe('order', () => {
  it('is kept on each list where that is asked, whatever fails in between', async () => {
    let asked = 0;
    const accepted: Received[] = [];
    const to = await receiver((received, response) => {
      // Fails for good reason or none, the same each time the spec runs.
      const fails = (++asked * 7919) % 10 < 3;
      if (!fails) accepted.push(received);
      response.writeHead(fails ? 500 : 200).end();
    });
    const { id } = await office.create({
      url: to.url,
      order: 'by-list',
      concurrency: 4,
      retrySeconds: Array(20).fill(1),
    });
    for (let i = 0; i < 30; i++) await office.append([designated(`s-${i}`, `list-${i % 3}`)]);
    await office.plan();
    for (let i = 0; i < 300 && (await standing(id)).standing.pending > 0; i++) {
      await office.worker.drain();
      office.later(1_500);
    }
    expect(accepted).toHaveLength(30);
    for (const list of ['list-0', 'list-1', 'list-2']) {
      const own = accepted.filter(({ body }) => (body as unknown as { data: { list: string } }).data.list === list);
      expect(own.map(({ body }) => body.position)).toEqual(own.map(({ body }) => body.position).sort((a, b) => a - b));
      expect(own).toHaveLength(10);
    }
  });

  it('leaves no gap unseen: each delivery names the one before it', async () => {
    const to = await receiver();
    await office.create({ url: to.url, filter: { lists: ['gap'] } });
    await record(2, 'gap');
    await record(2, 'other');
    await record(3, 'gap');
    await office.worker.drain();
    const all = to.received.sort((a, b) => a.body.deliverysequence - b.body.deliverysequence).map(({ body }) => body);
    expect(all.map(({ deliverysequence }) => deliverysequence)).toEqual([1, 2, 3, 4, 5]);
    expect(all.map(({ previousposition }) => previousposition)).toEqual([
      0,
      ...all.slice(0, -1).map(({ position }) => position),
    ]);
    // One that got lost is healed from the log: it is between the two positions.
    const [, before, , after] = all;
    const healed = await office.log.read({
      after: before!.position,
      upTo: after!.position - 1,
      limit: 10,
      list: 'gap',
    });
    expect(healed.map(({ position }) => position)).toEqual([all[2]!.position]);
  });
});

describe('one endpoint', () => {
  it('that hangs delays no other', async () => {
    const open: { end(): void }[] = [];
    const hanging = await receiver((_, response) => void open.push(response));
    const quick = await receiver();
    const slow = office.workerWith({
      egress: {
        send: (request: { lane: string }) =>
          request.lane === stuck ? held.promise : office.egress.send(request as never),
      },
    });
    const held = Promise.withResolvers<never>();
    const { id: stuck } = await office.create({ url: hanging.url });
    await office.create({ url: quick.url });
    await record(50);
    const done = slow.drain();
    for (let i = 0; i < 6_000 && quick.received.length < 50; i++) await new Promise((next) => setTimeout(next, 10));
    expect(quick.received).toHaveLength(50);
    held.reject(new Error('at last'));
    await done;
  });

  it('gets no more in a second than it takes', async () => {
    const to = await receiver();
    await office.create({ url: to.url, ratePerSecond: 10 });
    await record(25);
    await office.worker.drain();
    expect(to.received).toHaveLength(10);
    office.later(500);
    await office.worker.drain();
    expect(to.received).toHaveLength(15);
    office.later(10_000);
    await office.worker.drain();
    expect(to.received).toHaveLength(25);
  });

  it('that a killed worker was sending to is taken over after its lease, and nothing of it is lost', async () => {
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    await record(3);
    const [claimed] = await office.worker.claim(10);
    expect(claimed).toMatchObject({ id });
    await office.worker.drain();
    expect(to.received).toHaveLength(0);
    for (const [end, came] of [
      [`clock_timestamp() + interval '19 s'`, 0],
      [`clock_timestamp()`, 3],
    ] as const) {
      await office.writer.query(`update webhooks.standing set leased_until = ${end} where endpoint = $1`, [id]);
      await office.worker.drain();
      expect(to.received).toHaveLength(came);
    }
    // Whoever slept through its lease writes nothing any more.
    const before = await office.deliveries(id);
    await record(1);
    await office.worker.serve(claimed!);
    await office.worker.drain();
    expect((await office.deliveries(id)).slice(0, 3)).toEqual(before);
    expect((await standing(id)).standing.pending).toBe(0);
  });

  it('is seen by its owner and by admins alone', async () => {
    const { id } = await office.create({ url: 'http://127.0.0.1:9/' });
    const you = { owner: 'you', seesAll: false };
    await expect(office.endpoints.find(you, id)).rejects.toThrow('There is no webhook');
    await expect(office.endpoints.change(you, id, { status: 'paused' })).rejects.toThrow('There is no webhook');
    await expect(office.endpoints.remove(you, id)).rejects.toThrow('There is no webhook');
    expect(await office.endpoints.list(you, '', 10)).toEqual([]);
    expect(await office.endpoints.list({ owner: 'root', seesAll: true }, '', 10)).toMatchObject([{ id }]);
    await office.endpoints.remove(ME, id);
    await expect(office.endpoints.find(ME, id)).rejects.toThrow('There is no webhook');
  });
});

describe('secrets', () => {
  it('sign together while they are rotated, and the old ones no longer than was said', async () => {
    const to = await receiver();
    const old = await office.create({ url: to.url });
    const fresh = await office.endpoints.rotate(ME, old.id, 3_600);
    await record(1);
    await office.worker.drain();
    const during = to.received.at(-1)!;
    expect([isV1(during, old.secret), isV1(during, fresh.secret)]).toEqual([true, true]);
    expect([isV1a(during, old.publicKey), isV1a(during, fresh.publicKey)]).toEqual([true, true]);
    office.later(HOUR);
    await record(1);
    await office.worker.drain();
    const after = to.received.at(-1)!;
    expect([isV1(after, old.secret), isV1(after, fresh.secret)]).toEqual([false, true]);
    expect([isV1a(after, old.publicKey), isV1a(after, fresh.publicKey)]).toEqual([false, true]);
    const last = await office.endpoints.rotate(ME, old.id, 0);
    await record(1);
    await office.worker.drain();
    expect([isV1(to.received.at(-1)!, fresh.secret), isV1(to.received.at(-1)!, last.secret)]).toEqual([false, true]);
  });

  it('are at most ten', async () => {
    const { id } = await office.create({ url: 'http://127.0.0.1:9/' });
    for (let i = 0; i < 9; i++) await office.endpoints.rotate(ME, id, 3_600);
    await expect(office.endpoints.rotate(ME, id, 3_600)).rejects.toThrow('sign already');
    await office.endpoints.rotate(ME, id, 0);
  });

  it('are unreadable in the database, and can be sealed with another key', async () => {
    const { id, secret, secretId } = await office.create({ url: 'http://127.0.0.1:9/', headers: { 'x-key': 'mine' } });
    const { rows } = await office.owner.query<{ sealed: Buffer }>('select sealed from webhooks.secret');
    for (const plain of [Buffer.from('mine'), Buffer.from(secret.slice('whsec_'.length), 'base64')])
      expect(rows.some(({ sealed }) => sealed.includes(plain))).toBe(false);
    const both = parseKeyring(
      `second:${Buffer.alloc(32, 2).toString('base64')},first:${Buffer.alloc(32, 1).toString('base64')}`,
    );
    expect(await inTransaction(office.writer, (tx) => resealAll(tx, both))).toBe(3);
    const second = parseKeyring(`second:${Buffer.alloc(32, 2).toString('base64')}`);
    expect(await secretOf(office.writer, second, id, secretId, office.now())).toBe(secret);
    await expect(secretOf(office.writer, office.keyring, id, secretId, office.now())).rejects.toThrow(
      'not among the keys',
    );
    // What is sealed for one cannot be put in another's place.
    await office.owner.query(`update webhooks.secret set id = id || 'x' where id = $1`, [secretId]);
    await expect(secretOf(office.writer, second, id, `${secretId}x`, office.now())).rejects.toThrow();
  });
});

describe('how it goes', () => {
  it('is told by gauges and counters', async () => {
    const meter = createDeliveryMeter();
    const registry = new Registry();
    const set = webhookGauges(office.reader, meter, office.now)(registry);
    const told = async () => {
      await set();
      const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith('demarche_webhook_'));
      return Object.fromEntries(lines.map((line) => line.slice('demarche_webhook_'.length).split(' ')));
    };
    const nothing = {
      'endpoints{state="enabled"}': '0',
      'endpoints{state="held"}': '0',
      'endpoints{state="paused"}': '0',
      'endpoints{state="disabled"}': '0',
      endpoints_leased: '0',
      deliveries_pending: '0',
      deliveries_due: '0',
      oldest_due_seconds: '0',
      exhausted_total: '0',
      'attempts_total{result="delivered"}': '0',
      'attempts_total{result="failed"}': '0',
    };
    expect(await told()).toEqual(nothing);
    const [good, bad, gone] = [await receiver(), await receiver(status(500)), await receiver(status(410))];
    for (const { url } of [good, bad, gone]) await office.create({ url, retrySeconds: [60] });
    const paused = await office.create({ url: good.url });
    await record(1);
    await office.endpoints.change(ME, paused.id, { status: 'paused' });
    await office.owner.query('update webhooks.delivery set created_at = $1', [office.now()]);
    office.later(7_000);
    const before = { ...nothing, 'endpoints{state="enabled"}': '3', 'endpoints{state="paused"}': '1' };
    const waiting = { ...before, deliveries_pending: '4', deliveries_due: '3', oldest_due_seconds: '7' };
    expect(await told()).toEqual(waiting);
    const worker = office.workerWith({ meter });
    const claimed = await worker.claim(10);
    expect(await told()).toEqual({ ...waiting, endpoints_leased: '3' });
    await Promise.all(claimed.map((each) => worker.serve(each)));
    const after = {
      ...before,
      'endpoints{state="enabled"}': '2',
      'endpoints{state="disabled"}': '1',
      exhausted_total: '1',
      deliveries_pending: '2',
      'attempts_total{result="delivered"}': '1',
      'attempts_total{result="failed"}': '2',
    };
    expect(await told()).toEqual(after);
    // Due again after its minute: then for half of one.
    office.later(90_000);
    expect(await told()).toEqual({ ...after, deliveries_due: '1', oldest_due_seconds: '30' });
    bad.will(status(503, { 'retry-after': '600' }));
    await worker.drain();
    expect(await told()).toMatchObject({
      'endpoints{state="held"}': '1',
      deliveries_due: '0',
      oldest_due_seconds: '0',
    });
  });
});

describe('what was sent before', () => {
  it('is sent once more under its id, one by one', async () => {
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    await record(1);
    await office.worker.drain();
    const [delivery] = await office.deliveries(id);
    await office.endpoints.planning(ME, id, (tx) => resend(tx, id, delivery!.id));
    await office.worker.drain();
    expect(new Set(to.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(to.received).toHaveLength(2);
  });

  it('is replayed from any position, counted first, marked, throttled, beside what is new', async () => {
    const to = await receiver();
    const positions = await record(30, 'old');
    const { id } = await office.create({ url: to.url, filter: { lists: ['old'] }, order: 'by-list' });
    const after = positions[0]! - 1;
    const asked = { after, upTo: positions.at(-1)!, perSecond: 50, dryRun: true };
    const replaying = (dryRun: boolean) =>
      office.endpoints.planning(ME, id, (tx, endpoint) => startReplay(tx, endpoint, { ...asked, dryRun }));
    expect(await replaying(true)).toMatchObject({ id: null, events: 30 });
    await office.worker.drain();
    expect(to.received).toEqual([]);
    expect(await replaying(false)).toMatchObject({ id: expect.any(String), events: 30 });
    await planReplays(office.notifier, office.now);
    expect(await planReplays(office.notifier, office.now)).toBe(false);
    await office.worker.drain();
    expect(to.received).toHaveLength(10);
    const [live] = await record(1, 'old');
    await office.worker.drain();
    expect(to.received.at(-1)!.body).toMatchObject({ position: live, deliverysequence: 1, previousposition: 0 });
    expect(to.received.at(-1)!.headers).not.toHaveProperty('demarche-replay');
    for (let i = 0; i < 10; i++) {
      office.later(MINUTE);
      await planReplays(office.notifier, office.now);
      await office.worker.drain();
    }
    const replayed = to.received.filter(({ headers }) => headers['demarche-replay'] === 'true');
    expect(replayed.map(({ body }) => body.position)).toEqual(positions);
    expect(replayed.every(({ body }) => (body as unknown as { replay: boolean }).replay)).toBe(true);
  });

  it('is told of while it is replayed, and called off: what waits is not sent, what is on its way is not tried again', async () => {
    const to = await receiver();
    const positions = await record(40, 'off');
    const { id } = await office.create({ url: to.url, filter: { lists: ['off'] }, ratePerSecond: 1 });
    const span = { after: positions[0]! - 1, upTo: positions.at(-1)! };
    const begin = () =>
      office.endpoints.planning(ME, id, (tx, endpoint) =>
        startReplay(tx, endpoint, { ...span, perSecond: 50, dryRun: false }),
      );
    const first = (await begin()).id!;
    await planReplays(office.notifier, office.now);
    const second = (await begin()).id!;
    const told = (replay: string) => replayOf(office.writer, id, replay);
    const begun = { ...span, perSecond: 50, events: 40, planned: 10, pending: 10, status: 'running' };
    expect(await told(first)).toMatchObject({ id: first, ...begun });
    const off = () => office.endpoints.withholding(ME, id, (tx) => cancelReplay(tx, id, first, office.now()));
    // Called off while the first of its deliveries is on its way, which then fails.
    const called: Promise<unknown>[] = [];
    to.will((_, response) => {
      if (called.length > 0) return void response.end();
      called.push(off().then(() => response.writeHead(500).end()));
    });
    await office.worker.drain();
    expect(await told(first)).toMatchObject({ ...begun, pending: 0, status: 'cancelled' });
    const statuses = Map.groupBy(await office.deliveries(id), (each) => each.status);
    expect(statuses.get('cancelled')).toHaveLength(10);
    expect(
      statuses
        .get('cancelled')!
        .map(({ attempts }) => attempts)
        .reduce((a, b) => a + b),
    ).toBe(1);
    for (let i = 0; i < 60; i++) {
      office.later(MINUTE);
      await planReplays(office.notifier, office.now);
      await office.worker.drain();
    }
    // The other goes on to its end, and cannot be called off any more.
    expect(await told(second)).toMatchObject({ ...begun, planned: 40, pending: 0, status: 'done' });
    expect(to.received).toHaveLength(1 + 40);
    const over = office.endpoints.withholding(ME, id, (tx) => cancelReplay(tx, id, second, office.now()));
    expect(await over).toMatchObject({ status: 'done' });
    expect(await off()).toMatchObject({ status: 'cancelled' });
    const listed = await replaysOf(office.writer, id, { before: 1e12, limit: 5 });
    expect(listed.map(({ replay }) => replay.id)).toEqual([second, first]);
    expect(await replaysOf(office.writer, id, { before: listed[0]!.number, limit: 5 })).toEqual([listed[1]]);
    await expect(replayOf(office.writer, 'wh_000000000000', first)).rejects.toThrow('There is no replay');
  });

  it('comes in order, and as if it were new, where an endpoint begins in the past', async () => {
    const to = await receiver();
    const positions = await record(10, 'past');
    await office.create({ url: to.url, filter: { lists: ['past'] }, order: 'by-list', from: positions[0]! - 1 });
    // What is recorded before it has caught up waits for what comes before.
    const [live] = await record(1, 'past');
    expect(to.received).toEqual([]);
    while (await catchUp(office.notifier, office.now));
    await office.worker.drain();
    const [next] = await record(1, 'past');
    await office.worker.drain();
    expect(to.positions()).toEqual([...positions, live, next]);
    expect(to.received.map(({ body }) => body.deliverysequence)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('is forgotten after a while, and what waits is not', async () => {
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    await record(2);
    await forgetOld(office.notifier, office.now(), 30);
    await office.worker.drain();
    to.will(status(500));
    await record(1);
    await office.worker.drain();
    const count = async () =>
      (await office.owner.query<{ count: number }>('select count(*) as count from webhooks.attempt')).rows[0]!.count;
    const before = await count();
    expect(before).toBeGreaterThanOrEqual(3);
    office.later(80 * DAY);
    await forgetOld(office.notifier, office.now(), 30);
    expect(await count()).toBe(0);
    expect(await office.deliveries(id)).toMatchObject([{ status: 'pending' }]);
    to.will(status(200));
    to.received.length = 0;
    await office.worker.drain();
    expect(to.received).toHaveLength(1);
  });

  it('can be tried with a ping', async () => {
    const to = await receiver();
    const { id } = await office.create({ url: to.url });
    const ping = await office.endpoints.planning(ME, id, (tx) => planOwn(tx, id, 'ping', pingOf(id, office.now())));
    expect(ping).toMatchObject({ kind: 'ping', status: 'pending' });
    await office.worker.drain(id);
    expect(to.received.map(({ body }) => body)).toMatchObject([{ type: 'ping', subject: id }]);
  });
});
