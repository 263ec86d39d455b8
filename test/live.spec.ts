import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMemoryEventLog } from '#event-log';
import { createLogger } from '#process';
import { createWorkload } from '../apps/api/src/http/workload.ts';
import { createLive } from '../apps/api/src/live/live.ts';
import { source, startRest, type Rest } from './support/rest.ts';

interface Told {
  id?: string;
  event?: string;
  data?: { position: number; type: string; subject: string };
}

const LISTS = ['li-live', 'md-live'];

describe('the log as it grows', () => {
  let rest: Rest;
  let n = 0;
  const designate = async (list = LISTS[0]!) => {
    const reference = `L${++n}`;
    const { status, body } = await rest.post('/v1/designations', {
      source: source(),
      confidence: 'confirmed',
      effective: '2020-01-01',
      list,
      record: { reference, programs: ['T'], subject: { type: 'person', name: `Party ${n}`, aliases: [] } },
    });
    expect(status).toBe(201);
    return body.position as number;
  };

  /** Follows the stream; `until` gives what was told, once that is enough. */
  const follow = async (query: string, headers: Record<string, string> = {}) => {
    const hangUp = new AbortController();
    const response = await fetch(`${rest.base}/v1/events/stream${query}`, { headers, signal: hangUp.signal });
    const told: Told[] = [];
    let isOver = false;
    const reading = (async () => {
      let rest = '';
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + piece).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const lines = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line)!.slice(1) as [string, string]);
          const { id, event, data } = Object.fromEntries(lines);
          told.push({ id, event, data: data === undefined ? undefined : (JSON.parse(data) as Told['data']) });
        }
      }
    })()
      .catch(() => undefined)
      .finally(() => (isOver = true));
    const events = () => told.filter(({ data }) => data !== undefined);
    const until = async (enough: () => boolean) => {
      while (!enough() && !isOver) await new Promise((resolve) => setTimeout(resolve, 20));
      return events();
    };
    const stop = async () => {
      hangUp.abort();
      await reading;
    };
    return { response, events, until, stop };
  };

  beforeAll(async () => {
    rest = await startRest();
    for (const list of LISTS)
      await rest.post('/v1/lists', {
        source: source(),
        confidence: 'confirmed',
        effective: '2020-01-01',
        list,
        name: list,
        authority: list.slice(0, 2).toUpperCase(),
      });
    await designate();
  });
  afterAll(() => rest.stop());

  it('is told from now on, and from any position, in order and without a gap', async () => {
    const fromNow = await follow('');
    expect(fromNow.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const all = await follow('?after=0');
    const last = await designate();
    const now = await fromNow.until(() => fromNow.events().some(({ data }) => data!.position === last));
    expect(now.map(({ id, event, data }) => [id, event, data!.position])).toEqual([
      [String(last), 'PersonDesignated', last],
    ]);
    const told = await all.until(() => all.events().some(({ data }) => data!.position === last));
    expect(told.map(({ data }) => data!.position)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    const { body } = await rest.get(`/v1/events/${last}`);
    expect(told.at(-1)!.data).toEqual(body);
    await Promise.all([fromNow.stop(), all.stop()]);
  });

  it('goes on after Last-Event-ID, with what fits the filters', async () => {
    const first = await designate(LISTS[1]);
    const other = await designate(LISTS[0]);
    const second = await designate(LISTS[1]);
    const stream = await follow(`?list=${LISTS[1]}&after=0`, { 'last-event-id': String(first) });
    const third = await designate(LISTS[1]);
    const told = await stream.until(() => stream.events().length === 2);
    expect(told.map(({ data }) => data!.position)).toEqual([second, third]);
    expect(other).toBeLessThan(second);
    await stream.stop();
  });

  it.each([
    ['?list=zz-none', {}, 404, undefined],
    ['?type=Nothing', {}, 400, '/type'],
    ['?after=999999', {}, 400, '/after'],
    ['', { 'last-event-id': '999999' }, 400, '/Last-Event-ID'],
    ['', { 'last-event-id': 'evt_7' }, 400, '/Last-Event-ID'],
    ['?wait=1', {}, 400, undefined],
  ])('%s with %j is refused', async (query, headers, status, pointer) => {
    const answer = await rest.get(`/v1/events/stream${query}`, headers);
    expect(answer.status).toBe(status);
    if (pointer) expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  it('has no body where only its header is asked for', async () => {
    const response = await fetch(`${rest.base}/v1/events/stream`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('is closed to who has no key, where reading needs one', async () => {
    const closed = await startRest({ readsOpen: false });
    try {
      expect((await fetch(`${closed.base}/v1/events/stream`)).status).toBe(401);
      const hangUp = new AbortController();
      const headers = { authorization: `Bearer ${closed.key}` };
      const response = await fetch(`${closed.base}/v1/events/stream`, { headers, signal: hangUp.signal });
      expect(response.status).toBe(200);
      hangUp.abort();
    } finally {
      await closed.stop();
    }
  });

  it('is waited for by a page that would be empty, and no longer than asked', async () => {
    const head = await rest.log.head();
    const waiting = rest.get(`/v1/events?after=${head}&wait=30`);
    const position = await designate();
    expect((await waiting).body.items).toMatchObject([{ position }]);
    const { status, body } = await rest.get(`/v1/events?after=${position}&wait=1`);
    expect([status, body.items]).toEqual([200, []]);
    expect((await rest.get(`/v1/events?after=0&wait=30&limit=1`)).body.items).toHaveLength(1);
    expect((await rest.get('/v1/events?wait=61')).status).toBe(400);
  });

  it('cannot be asked for beyond its end, in whatever form: its last position is the last to go on from', async () => {
    const head = await rest.log.head();
    const forms = ['', '&wait=30', '&format=ndjson', '&format=cloudevents', `&list=${LISTS[0]}`];
    for (const path of [...forms.map((more) => `/v1/events?limit=5${more}`), '/v1/events/stream?reparse=true'])
      for (const [after, detail] of [
        [head + 1, `${head + 1} lies beyond the log, whose last position is ${head}`],
        [-1, 'A number in decimal digits'],
      ] as const)
        expect(await rest.get(`${path}&after=${after}`)).toMatchObject({
          status: 400,
          body: { code: 'invalid-request', errors: [{ pointer: '/after', detail }] },
        });
    expect((await rest.get(`/v1/events?after=${head}`)).body).toEqual({ items: [], next: null });
    expect((await rest.get(`/v1/events?after=${head}&format=ndjson`)).body.at(-1)).toMatchObject({
      end: { count: 0, position: head },
    });
    for (const feed of ['events.atom', 'events.json']) {
      const { status, body } = await rest.get(`/v1/feeds/${feed}?before=${head + 2}`);
      expect([status, body.errors]).toEqual([
        400,
        [{ pointer: '/before', detail: `${head + 2} lies beyond the log, whose last position is ${head}` }],
      ]);
    }
    expect((await rest.get(`/v1/feeds/events.json?before=${head + 1}`)).body.items[0].content_text).toContain(
      `Position ${head} `,
    );
  });

  it('comes as lines, with a last one that tells whether they are all', async () => {
    const response = await fetch(`${rest.base}/v1/events?format=ndjson&list=${LISTS[1]}`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const text = await response.text();
    const lines = text.trimEnd().split('\n');
    const { end } = JSON.parse(lines.pop()!) as { end: object };
    const { body } = await rest.get(`/v1/events?list=${LISTS[1]}&limit=100`);
    expect(lines.map((line) => JSON.parse(line))).toEqual(body.items);
    const bytes = lines.map((line) => `${line}\n`).join('');
    expect(end).toEqual({
      count: lines.length,
      position: await rest.log.head(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('goes on for the others where one never reads', async () => {
    const { hostname, port } = new URL(rest.base);
    const silent = connect({ host: hostname, port: Number(port) });
    silent.write('GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: x\r\n\r\n');
    silent.pause();
    const stream = await follow('');
    const position = await designate();
    expect(await stream.until(() => stream.events().length > 0)).toMatchObject([{ id: String(position) }]);
    silent.destroy();
    await stream.stop();
  });
});

describe('those who follow', () => {
  it('are told from memory and from the log alike, and are not too many', async () => {
    const log = createMemoryEventLog();
    const live = createLive(log, createWorkload().light, createLogger('silent', 'test'), 1);
    const signal = new AbortController().signal;
    expect(await live.after(0, {}, 10)).toEqual({ events: [], upTo: 0 });
    let finish = () => {};
    const one = live.follow(() => new Promise<void>((resolve) => (finish = resolve)));
    await expect(live.follow(async () => undefined)).rejects.toMatchObject({ found: { status: 503 } });
    finish();
    await one;
    await expect(live.follow(async () => 'in')).resolves.toBe('in');
    const before = Date.now();
    await live.change(0, 30, signal);
    expect(Date.now() - before).toBeGreaterThan(20);
    live.close();
  });
});
