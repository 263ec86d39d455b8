import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type FollowOptions } from '#client';
import type { DesignationPeriod } from '#contract';
import { ANSWERING } from '#read-models';
import { source, startRest, type Rest } from './support/rest.ts';

const LIST = 'li-snap';
const ON = '2024-01-01';
const ON_RECORD = ['listed', 'suspended', 'uncertain'];

interface Head {
  knownAt: number;
  next: string;
}

describe('a whole list, and what comes after it', () => {
  let rest: Rest;
  const about = { source: source(), confidence: 'confirmed', effective: '2020-01-01' };
  const id = (reference: string) => `/v1/designations/${LIST}:${reference}`;
  const done = async (answer: ReturnType<Rest['post']>) => {
    const { status, body } = await answer;
    expect([200, 201, body.detail]).toContain(status);
    return body as { position: number; event: { id: string } };
  };
  const designate = (reference: string, list = LIST) =>
    done(
      rest.post('/v1/designations', {
        ...about,
        list,
        record: { reference, programs: ['T'], subject: { type: 'person', name: `Party ${reference}`, aliases: [] } },
      }),
    );
  const batch = (designations: unknown[], query = '') =>
    rest.call('POST', `/v1/designations:batch${query}`, {}, { designations });

  beforeAll(async () => {
    rest = await startRest();
    for (const list of [LIST, 'md-snap'])
      await done(rest.post('/v1/lists', { ...about, list, name: list, authority: list.slice(0, 2).toUpperCase() }));
    for (let n = 1; n <= 12; n++) await designate(`A${n}`);
    await designate('B1', 'md-snap');
    await done(rest.post(`${id('A1')}/delisting`, { ...about, effective: '2021-01-01' }));
    await done(rest.post(`${id('A2')}/suspension`, { ...about, effective: '2022-01-01' }));
  });
  afterAll(() => rest.stop());

  it('is one answer for a day and a position, with its count and hash', async () => {
    const knownAt = await rest.log.head();
    await rest.progress.waitFor(ANSWERING, knownAt, 60_000);
    const url = `/v1/lists/${LIST}/snapshot?on=${ON}&knownAt=${knownAt}`;
    const text = await (await fetch(rest.base + url)).text();
    const { body: lines } = await rest.get(url);
    const [head, ...items] = lines as [Head, ...DesignationPeriod[]];
    const { end } = items.pop() as unknown as { end: object };
    expect(head).toMatchObject({ on: ON, list: LIST, knownAt });
    expect(head.next).toBe(`/v1/events/stream?after=${knownAt}&list=${LIST}&reparse=true`);
    expect(items.map(({ reference }) => reference)).not.toContain('A1');
    expect(items.find(({ reference }) => reference === 'A2')).toMatchObject({ status: 'suspended' });
    const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
    const sha256 = createHash('sha256').update(before).digest('hex');
    expect(end).toEqual({ count: items.length, position: knownAt, sha256 });
    const { body } = await rest.get(`/v1/lists/${LIST}/designations?on=${ON}&knownAt=${knownAt}&limit=100`);
    expect(items.map(({ reference }) => reference)).toEqual(
      (body.items as { reference: string }[]).map(({ reference }) => reference),
    );
  });

  /** Follows from a snapshot's `next`: whenever something is told of a designation, it is asked for anew, as known then. */
  const follow = async (next: string, held: Map<string, DesignationPeriod>, until: () => number) => {
    const query = Object.fromEntries(new URL(next, rest.base).searchParams) as FollowOptions['query'];
    for await (const { subject, position } of createClient({ base: rest.base }).follow({ query })) {
      if (subject.startsWith('designation-')) {
        const asked = subject.slice('designation-'.length);
        const { body } = await batch([asked], `?on=${ON}&knownAt=${position}`);
        const [item] = body.items;
        if (item.found && ON_RECORD.includes(item.designation.status)) held.set(asked, item.designation);
        else held.delete(asked);
      }
      if (position >= until()) return;
    }
  };

  it('and its stream give the list as it is afterwards, whatever is recorded in between', async () => {
    let last = Infinity;
    let written = 0;
    const writing = (async () => {
      for (let n = 1; n <= 10; n++) {
        written = (await designate(`W${n}`)).position;
        await designate(`N${n}`, 'md-snap');
        await done(rest.post(`${id(`A${n + 2}`)}/delisting`, { ...about, effective: `2023-01-${10 + n}` }));
        if (n === 4) {
          const { event } = await done(rest.post(`${id('W1')}/delisting`, { ...about, effective: '2023-06-01' }));
          await done(rest.post(`/v1/events/${event.id}/retraction`, { why: 'It was another', source: source() }));
        }
        if (n === 6) {
          const { event } = await done(rest.post(`${id('W2')}/suspension`, { ...about, effective: '2023-06-01' }));
          const changes = { effective: '2025-01-01' };
          await done(rest.post(`/v1/events/${event.id}/correction`, { changes, why: 'Another day', source: source() }));
        }
      }
      last = (await done(rest.post(`${id('A12')}/delisting`, { ...about, effective: '2023-12-31' }))).position;
      return last;
    })();
    while (written === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const snapshots = [];
    for (let n = 0; n < 3; n++) {
      const { body } = await rest.get(`/v1/lists/${LIST}/snapshot?on=${ON}`);
      const [head, ...items] = body as [Head, ...DesignationPeriod[]];
      items.pop();
      const held = new Map(items.map((each) => [each.id, each]));
      snapshots.push({ held, at: head.knownAt, following: follow(head.next, held, () => last) });
    }
    const end = await writing;
    expect(snapshots[0]!.at).toBeLessThan(end);
    await Promise.all(snapshots.map(({ following }) => following));
    const { body } = await rest.get(`/v1/lists/${LIST}/snapshot?on=${ON}&knownAt=${end}`);
    const wanted = (body as DesignationPeriod[]).slice(1, -1);
    expect(wanted.length).toBeGreaterThan(8);
    const sorted = (items: Iterable<DesignationPeriod>) => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const { held } of snapshots) expect(sorted(held.values())).toEqual(sorted(wanted));
  });

  it.each([
    ['/v1/lists/zz-none/snapshot', 404, undefined],
    [`/v1/lists/${LIST}/snapshot?knownAt=999999`, 400, '/knownAt'],
    [`/v1/lists/${LIST}/snapshot?on=tomorrow`, 400, '/on'],
    [`/v1/lists/${LIST}/snapshot?status=all`, 400, undefined],
  ])('%s is refused', async (path, status, pointer) => {
    const answer = await rest.get(path);
    expect(answer.status).toBe(status);
    if (pointer) expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  describe('looked up in a batch', () => {
    it('is answered in the order asked, each found or a problem', async () => {
      const knownAt = await rest.log.head();
      await rest.progress.waitFor(ANSWERING, knownAt, 60_000);
      const asked = [`${LIST}:A2`, { list: LIST, reference: 'A1' }, 'zz-none:X', `${LIST}:A2`, 'md-snap:B1'];
      const { status, headers, body } = await batch(asked, `?on=${ON}&knownAt=${knownAt}`);
      expect(status).toBe(200);
      expect(headers.get('demarche-position')).toBe(String(body.position));
      expect(body).toMatchObject({ on: ON, knownAt });
      expect(
        body.items.map((item: { asked: string; designation?: { status: string }; problem?: { status: number } }) => [
          item.asked,
          item.designation?.status ?? item.problem?.status,
        ]),
      ).toEqual([
        [`${LIST}:A2`, 'suspended'],
        [`${LIST}:A1`, 'delisted'],
        ['zz-none:X', 404],
        [`${LIST}:A2`, 'suspended'],
        ['md-snap:B1', 'listed'],
      ]);
      for (const [i, day] of [
        [0, '2019-01-01'],
        [0, ON],
      ] as const) {
        const one = await rest.get(`${id('A2')}?on=${day}&knownAt=${knownAt}`);
        const many = await batch([`${LIST}:A2`], `?on=${day}&knownAt=${knownAt}`);
        expect(one.body).toMatchObject(many.body.items[i].designation);
      }
    });

    it('takes a thousand at a time, and no more', async () => {
      const asked = Array.from({ length: 1_000 }, (_, n) => `${LIST}:A${n}`);
      const { status, body } = await batch(asked);
      expect(status).toBe(200);
      expect(body.items.map((item: { asked: string }) => item.asked)).toEqual(asked);
      const tooMany = await batch([...asked, `${LIST}:A1`]);
      expect([tooMany.status, tooMany.body.errors[0].pointer]).toEqual([400, '/designations']);
    });

    it('is refused where it cannot be read', async () => {
      const url = '/v1/designations:batch';
      const json = { 'content-type': 'application/json' };
      const refused: [Record<string, string>, string, number][] = [
        [{ 'content-type': 'text/plain' }, '{}', 415],
        [json, '{', 400],
        [json, '{"designations":[]}', 400],
        [json, '{"designations":["no-colon"]}', 400],
        [json, '{"designations":["a:b"],"designations":["a:c"]}', 400],
        [json, '{"designations":["a:b"],"more":1}', 400],
        [json, JSON.stringify({ designations: ['a:b'], x: 'y'.repeat(1_100_000) }), 413],
      ];
      for (const [headers, body, status] of refused) {
        const answer = await rest.call('POST', url, headers, body);
        expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), status]);
      }
      expect((await batch(['a:b'], '?knownAt=999999')).body.errors).toMatchObject([{ pointer: '/knownAt' }]);
      const get = await rest.get(url);
      expect([get.status, get.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    });

    it('needs a key where reading does', async () => {
      const closed = await startRest({ readsOpen: false });
      try {
        const body = { designations: ['a:b'] };
        expect((await closed.call('POST', '/v1/designations:batch', {}, body)).status).toBe(401);
        const { key } = await closed.keys.create(
          { owner: 'reader', scopes: ['read'] },
          { actor: 'test', address: null },
        );
        const headers = { authorization: `Bearer ${key}` };
        expect((await closed.call('POST', '/v1/designations:batch', headers, body)).status).toBe(200);
      } finally {
        await closed.stop();
      }
    });
  });
});
