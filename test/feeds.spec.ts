import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { eventForm, questions } from '#contract';
import { canonicalize } from '#domain';
import { source, startRest, type Rest } from './support/rest.ts';

/** What an Atom feed says: the text of its simple elements, and of each entry's. */
function readAtom(xml: string) {
  const entries: Record<string, string>[] = [];
  const feed: Record<string, string> = {};
  const links: Record<string, string> = {};
  let name = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name: opened, attributes }) => {
    name = opened;
    if (opened === 'entry') entries.push({});
    if (opened === 'link' && entries.length === 0) links[attributes.rel!.value] = attributes.href!.value;
    if (opened === 'fh:archive') feed.archive = 'true';
  });
  parser.on('text', (text) => {
    const to = entries.at(-1) ?? feed;
    if (text.trim() !== '') to[name] = (to[name] ?? '') + text;
  });
  parser.write(xml).close();
  return { feed, links, entries };
}

const NAME = 'Party <b>&amp; "Sons"</b> \u001b[31m Ω';

describe('events in the forms that others read', () => {
  let rest: Rest;
  let last = 0;
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${rest.base}${path}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  beforeAll(async () => {
    rest = await startRest();
    const about = { source: source(), confidence: 'confirmed', effective: '2020-01-01' };
    await rest.post('/v1/lists', { ...about, list: 'li-feed', name: 'Feed', authority: 'LI' });
    for (let n = 1; n <= 5; n++)
      await rest.post('/v1/designations', {
        ...about,
        list: 'li-feed',
        record: {
          reference: `Ж ${n}`,
          programs: ['T'],
          subject: { type: 'person', name: `${NAME} ${n}`, aliases: [] },
        },
      });
    await rest.post('/v1/designations/li-feed:%D0%96%201/suspension', {
      ...about,
      effective: '[2021-01-01..2021-02-01]',
    });
    const { body } = await rest.post('/v1/designations/li-feed:%D0%96%202/delisting', {
      ...about,
      effective: '[..2022]',
    });
    last = body.position as number;
  });
  afterAll(() => rest.stop());

  it('are a CloudEvents batch, page by page', async () => {
    const seen: unknown[] = [];
    for (let path: string | undefined = '/v1/events?limit=3'; path;) {
      const { status, headers, text } = await get(path, { accept: 'application/cloudevents-batch+json' });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/cloudevents-batch+json; charset=utf-8']);
      expect(headers.get('vary')).toBe('accept, accept-encoding');
      seen.push(...(JSON.parse(text) as unknown[]));
      path = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    const { items } = (await rest.get('/v1/events?limit=100')).body as { items: unknown[] };
    expect(seen).toEqual(items);
    for (const each of seen) eventForm.parse(each);
    expect((await get('/v1/events?format=cloudevents', { accept: 'text/html' })).text).toBe(JSON.stringify(items));
  });

  it('are each one CloudEvent, structured or binary', async () => {
    const { body } = await rest.get(`/v1/events/${last}`);
    const structured = await get(`/v1/events/${last}`, { accept: 'application/cloudevents+json' });
    expect(structured.headers.get('content-type')).toBe('application/cloudevents+json; charset=utf-8');
    expect(structured.text).toBe(canonicalize(body));
    const binary = await get(`/v1/events/${last}`, { accept: 'application/json' });
    const { data, datacontenttype, ...attributes } = body as Record<string, unknown>;
    expect(binary.headers.get('content-type')).toBe(datacontenttype);
    expect(JSON.parse(binary.text)).toEqual(data);
    const told = Object.fromEntries(
      Object.keys(attributes).map((name) => [name, decodeURIComponent(binary.headers.get(`ce-${name}`)!)]),
    );
    expect(told).toEqual(Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])));
    expect(binary.headers.get('ce-subject')).toBe('designation-li-feed:%D0%96%202');
    expect(binary.headers.get('etag')).not.toBe(structured.headers.get('etag'));
    const again = await get(`/v1/events/${last}`, {
      accept: 'application/json',
      'if-none-match': binary.headers.get('etag')!,
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each(['/v1/events', '/v1/events/1'])('%s is refused to who takes none of its forms', async (path) => {
    const { status, body } = await rest.get(path, { accept: 'text/html' });
    expect([status, body.code]).toEqual([406, 'not-acceptable']);
  });

  it('are an Atom feed, the newest first, which leads to all that came before', async () => {
    const { status, headers, text } = await get('/v1/feeds/events.atom?list=li-feed&limit=3');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    const { feed, links, entries } = readAtom(text);
    expect(feed).toMatchObject({ id: links.self, title: 'Demarche: li-feed' });
    expect(links.self).toBe(`${rest.base}/v1/feeds/events.atom?list=li-feed&limit=3`);
    const name = NAME.replace('\u001b', '\ufffd');
    expect(entries.map(({ title }) => title)).toEqual([
      `${name} 2 was delisted from li-feed (valid by 2022)`,
      `The designation of ${name} 1 on li-feed was suspended (valid from a day between 2021-01-01 and 2021-02-01)`,
      `${name} 5 was designated on li-feed (valid from 2020-01-01)`,
    ]);
    const event = (await rest.get(`/v1/events/${last}`)).body as { id: string; time: string };
    expect(entries[0]).toMatchObject({ id: `urn:uuid:${event.id}`, updated: event.time });
    expect(feed.updated).toBe(event.time);

    const seen = [...entries];
    for (let next: string | undefined = links['prev-archive']; next;) {
      const page = readAtom(await (await fetch(next)).text());
      expect(page.feed).toMatchObject({ archive: 'true', id: links.self });
      expect(page.links.current).toBe(links.self);
      seen.push(...page.entries);
      next = page.links['prev-archive'];
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(last);
    expect(seen).toHaveLength(last);
  });

  it('are a JSON Feed, by any filter', async () => {
    const { headers, text } = await get('/v1/feeds/events.json?country=LI&type=PersonDesignated&limit=2');
    expect(headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const feed = questions.eventsJsonFeed.answer.parse(JSON.parse(text));
    expect(feed.items.map(({ title }) => title)).toEqual([
      `${NAME} 5 was designated on li-feed (valid from 2020-01-01)`,
      `${NAME} 4 was designated on li-feed (valid from 2020-01-01)`,
    ]);
    expect(feed.items[0]!.tags).toEqual(['PersonDesignated', 'LI', 'li-feed']);
    const before = questions.eventsJsonFeed.answer.parse(await (await fetch(feed.next_url!)).json());
    expect(before.items[0]!.title).toContain(' 3 was designated');
    expect((await fetch(feed.items[0]!.url)).status).toBe(200);
  });

  it('are not sent again to who has them, until there is more', async () => {
    for (const path of ['/v1/feeds/events.atom', '/v1/feeds/events.json']) {
      const first = await get(path);
      const etag = first.headers.get('etag')!;
      const second = await get(path, { 'if-none-match': etag });
      expect([second.status, second.text]).toEqual([304, '']);
    }
  });

  it('have the addresses under which they were asked for', async () => {
    const path = '/v1/feeds/events.json?limit=1';
    const said = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'lists.example.org' };
    expect(JSON.parse((await get(path, said)).text).feed_url).toBe(`${rest.base}${path}`);
    // A proxy says it truly, where it is trusted.
    const behind = await startRest({ trustProxy: '127.0.0.1' });
    const answer = await fetch(`${behind.base}${path}`, { headers: said });
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect(((await answer.json()) as { feed_url: string }).feed_url).toBe(`https://lists.example.org${path}`);
    await behind.stop();
  });

  it('that cannot be are refused', async () => {
    const refused: [string, number, string | undefined][] = [
      ['/v1/feeds/events.atom?list=zz-none', 404, undefined],
      ['/v1/feeds/events.atom?type=Nothing', 400, '/type'],
      ['/v1/feeds/events.atom?before=0', 400, '/before'],
      ['/v1/feeds/events.json?before=999999', 400, '/before'],
      ['/v1/feeds/events.json?limit=201', 400, '/limit'],
      ['/v1/feeds/events.json?colour=red', 400, undefined],
      ['/v1/events?format=xml', 400, '/format'],
    ];
    for (const [path, status, pointer] of refused) {
      const answer = await rest.get(path);
      expect([path, answer.status]).toEqual([path, status]);
      if (pointer) expect(answer.body.errors).toMatchObject([{ pointer }]);
    }
  });

  it('call nothing done that was told of a later day', async () => {
    const about = { source: source(), confidence: 'confirmed', effective: '2190-03-12' };
    await rest.post('/v1/designations/li-feed:%D0%96%203/delisting', about);
    const { entries } = readAtom((await get('/v1/feeds/events.atom?list=li-feed&limit=1')).text);
    const name = NAME.replace('\u001b', '\ufffd');
    expect(entries[0]!.title).toBe(`${name} 3 is to be delisted from li-feed (valid from 2190-03-12)`);
  });
});
