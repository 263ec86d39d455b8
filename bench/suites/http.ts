import { randomUUID } from 'node:crypto';
import { createKeys } from '#access';
import { sample } from '#testing';
import { openListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { askChild, startChild } from '../children/child.ts';
import type { Load, LoadResult } from '../children/http-load.ts';
import { installPeers } from '../peers/peers.ts';
import { projectAll } from './project.ts';
import { atLeast, summarize } from '../report.ts';
import { fill } from '../inputs/sample-log.ts';

const DESIGNATIONS = 20_000;
const ROUNDS = 3;
const SECONDS = 4;
const PATH = '/v1/countries/XX/designations?on=2024-06-05&limit=50';

// More different pages than the API keeps, so that every one of them is asked of the database.
const PAGES = Array.from({ length: 1_500 }, (_, n) => {
  const on = new Date(Date.UTC(2020, 5, 1 + n)).toISOString().slice(0, 10);
  return `/v1/countries/XX/designations?on=${on}&limit=50`;
});

/**
 * Answers per second of a page of fifty among 20,000 designations, against a bare Nest and Fastify route that sends the
 * same bytes; with a key; with If-None-Match; and of pages never asked before. Servers and load are processes of their own. To
 * reach: 0.8 times the bare route, 0.7 with a key, and 2 times where the caller has the page.
 */
export async function benchHttp() {
  await installPeers();
  return withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    const { log, projector: pool, writer, close } = await openListStore(url, 'bench');
    const registered = sample.registered({ list: 'xx-bench', authority: 'XX' });
    await log.append({
      id: randomUUID(),
      streams: [{ stream: 'list-xx-bench', expected: 'none', events: [registered] }],
    });
    await fill(log, DESIGNATIONS, (n) => ({
      stream: `designation-xx-bench:B.${n}`,
      event: sample.designated(`B.${n}`, '2020-01-02', { list: 'xx-bench', authority: 'XX' }),
    }));
    await projectAll({ pool, log });
    const key = await createKeys(writer).create(
      { owner: 'bench', scopes: ['read'] },
      { actor: 'bench', address: null },
    );
    await close();

    const api = await startChild<{ url: string }>('api', { url });
    const page = await fetch(`${api.answer.url}${PATH}`);
    const body = await page.text();
    if (page.status !== 200) throw new Error(`The API answered ${page.status}: ${body}`);
    const etag = page.headers.get('etag')!;
    const bare = await startChild<{ url: string }>('bare', { body });

    const loads: Record<string, Omit<Load, 'seconds'>> = {
      bare: { url: `${bare.answer.url}${PATH}`, status: 200 },
      demarche: { url: `${api.answer.url}${PATH}`, status: 200 },
      'demarche, with a key': {
        url: `${api.answer.url}${PATH}`,
        status: 200,
        headers: { authorization: `Bearer ${key.key}` },
      },
      'demarche, 304': { url: `${api.answer.url}${PATH}`, status: 304, headers: { 'if-none-match': etag } },
      'demarche, new pages': { url: api.answer.url, status: 200, paths: PAGES },
    };
    const results = Object.keys(loads).map((name) => ({ name, rates: [] as number[], p99s: [] as number[] }));
    for (const load of Object.values(loads)) await askChild('load', { ...load, seconds: 1 });
    for (let round = 0; round < ROUNDS; round++)
      for (const { name, rates, p99s } of results) {
        const { perSecond, p99 } = await askChild<LoadResult>('load', { ...loads[name]!, seconds: SECONDS });
        rates.push(perSecond);
        p99s.push(p99);
      }
    await Promise.all([api.stop(), bare.stop()]);

    const figures = Object.fromEntries(
      results.map(({ name, rates, p99s }) => [name, { ...summarize(rates), p99_ms: summarize(p99s).median }]),
    );
    const ratio = (name: string) => figures[name]!.median / figures.bare!.median;
    return {
      unit: 'answers/s',
      page_bytes: body.length,
      figures,
      goals: [
        atLeast('a page ≥ 0.8 × bare', ratio('demarche'), 0.8),
        atLeast('a page with a key ≥ 0.7 × bare', ratio('demarche, with a key'), 0.7),
        atLeast('304 ≥ 2 × bare', ratio('demarche, 304'), 2),
      ],
    };
  });
}
