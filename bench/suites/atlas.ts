import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { addDays, authorities, type DomainEvent } from '#domain';
import { sample } from '#testing';
import { openListStore } from '#sources';
import { startChild } from '../children/child.ts';
import { AUTHORITIES, fill } from '../inputs/sample-log.ts';
import { atMost, percentile, rounded } from '../report.ts';
import { memoryFilled } from './memory-filled.ts';
import { withServer } from './bench-server.ts';
import { projectAll } from './project.ts';

const DESIGNATIONS = 20_000;
const EVENTS = 100_000;
const ASKED = 60;
/** What browsers expand. */
const AS_BROWSERS = 'gzip, deflate, br, zstd';
/** Days from the first listing on; each designation moves on five of them. */
const DAYS = 7_000;

const placeOf = (n: number) => {
  const authority = AUTHORITIES[n % AUTHORITIES.length]!;
  return { authority, list: `${authority.toLowerCase()}-bench` };
};

/** Five events of each designation, on days all over twenty years; a quarter have a nationality or two, a fifth a window. */
function eventOf(n: number): { stream: string; event: DomainEvent } {
  const number = n % DESIGNATIONS;
  const options = placeOf(number);
  const reference = `B.${number}`;
  const first = (number * 7_919) % (DAYS - 2_500);
  const day = (offset: number) => addDays('2005-01-01', first + offset + ((number * 31) % 97));
  const nationalities = [authorities[(number * 13) % authorities.length]!, authorities[(number * 7) % 40]!];
  const subject = {
    type: 'person' as const,
    name: `Party ${number}`,
    aliases: [],
    nationalities: nationalities.slice(0, 1 + (number % 4 === 0 ? 1 : 0)),
  };
  const start = number % 5 === 0 ? `[${day(0)}..${day(30)}]` : day(0);
  const event = [
    () => sample.designated(reference, start, { ...options, record: { subject } }),
    () => sample.renamed(reference, day(400), `Party ${n}`, options),
    () => sample.suspended(reference, day(800), options),
    () => sample.reinstated(reference, day(1_200), options),
    () => sample.delisted(reference, day(2_000), options),
  ][Math.floor(n / DESIGNATIONS)]!();
  return { stream: `designation-${options.list}:${reference}`, event };
}

/** The atlas of 20,000 designations of twelve authorities, over HTTP: first asked at a position, asked again, and its size. */
export async function benchAtlas() {
  return withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    const { log, projector: pool, close } = await openListStore(url, 'bench');
    const streams = AUTHORITIES.map((_, n) => placeOf(n)).map((place) => ({
      stream: `list-${place.list}`,
      expected: 'none' as const,
      events: [sample.registered(place)],
    }));
    await log.append({ id: randomUUID(), streams });
    await fill(log, EVENTS, eventOf);
    await projectAll({ pool, log });
    const head = await log.head();
    await close();

    const api = await startChild<{ url: string }>('api', { url });
    const ask = (query: string, codings = AS_BROWSERS) => answered(`${api.answer.url}/v1/atlas?${query}`, codings);
    const started = performance.now();
    const body = gunzipSync((await ask(`knownAt=${head}`, 'gzip')).bytes);
    const ready = (performance.now() - started) / 1_000;
    await memoryFilled(api.answer.url);
    const queries = Array.from({ length: ASKED }, (_, n) => `knownAt=${head - n * 200}`);
    const [anew, again]: number[][] = [[], []];
    const before = await processorMs(api.answer.url);
    for (const query of queries) anew!.push((await ask(query)).ms);
    const processor = rounded(((await processorMs(api.answer.url)) - before) / ASKED);
    for (const _ of queries) again!.push((await ask(queries.at(-1)!)).ms);
    const sizes = { gzip: (await ask(`knownAt=${head}`, 'gzip')).bytes.length, bytes: body.length };
    await api.stop();
    const told = (ms: readonly number[]) => ({ p50: rounded(percentile(ms, 0.5)), p95: rounded(percentile(ms, 0.95)) });
    const points = countPoints(body.toString());
    const figures = { ready, 'first asked': { ...told(anew!), processor }, again: told(again!), ...sizes, points };
    return {
      unit: 'ms; bytes',
      designations: DESIGNATIONS,
      events: EVENTS,
      figures,
      goals: [
        atMost('an atlas p95 ≤ 50 ms', figures['first asked'].p95, 50),
        atMost('≤ 200 kB by gzip', sizes.gzip / 1_000, 200),
      ],
    };
  });
}

/** Processor time that a process has used, in milliseconds; on a busy machine it says more than the clock. */
async function processorMs(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return 1_000 * Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)![1]);
}

/** An answer as it is sent, and how long it took. Throws where it is none. */
async function answered(url: string, codings: string): Promise<{ ms: number; bytes: Buffer }> {
  const started = performance.now();
  const chunks: Buffer[] = [];
  const response = await new Promise<IncomingMessage>((done, failed) => {
    get(url, { headers: { 'accept-encoding': codings } }, done).on('error', failed);
  });
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.statusCode !== 200) throw new Error(`${url} was answered ${response.statusCode}`);
  return { ms: performance.now() - started, bytes: Buffer.concat(chunks) };
}

/** Change points in an atlas, all sides together. */
const countPoints = (body: string): number =>
  Object.values(JSON.parse(body) as Record<string, { day: number[] }[]>)
    .filter(Array.isArray)
    .flat()
    .reduce((sum, { day }) => sum + day.length, 0);
