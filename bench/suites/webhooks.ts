import { setTimeout } from 'node:timers/promises';
import { makeSecret, planner, signedHeaders, signerOf, startReplay } from '#webhooks';
import { createPool, inTransaction } from '#database';
import type { EventLog } from '#event-log';
import { openOffice, OWNER, startNotifier, startReceiver, type Receiver } from '../inputs/webhook-office.ts';
import { atLeast, atMost, percentile, rounded, timed } from '../report.ts';
import { benchEvent, fill } from '../inputs/sample-log.ts';
import { withServer } from './bench-server.ts';
import { benchClaims } from './webhook-claims.ts';

const EVENTS = 4_000;
const ENDPOINTS = 10;
const PACED_PER_SECOND = 500;
const PACED_SECONDS = 8;
const SIGNED = 20_000;
const AT_A_TIME = 100;
const REPLAYED = 10_000;
const MANY_ENDPOINTS = 50;
const MANY_PER_SECOND = 10;
/** For so long deliveries are kept going; not at all, where left out. */
const SUSTAINED_SECONDS = Number(process.env.BENCH_WEBHOOK_SECONDS ?? 0);
/** So many deliveries wait at a time, at most, while they are. */
const AHEAD = 20_000;

/**
 * Deliveries from the log to a receiver that verifies each of them, in a process of its own: planned in the subscription,
 * signed twice, sent by HTTP, written down. To reach: 5,000 a second, for a minute too; a first attempt within 25 ms (p50) and
 * 250 ms (p99) of the event at 500 events a second; 3,000 a second replayed; 20,000 signatures of both kinds a second; 100,000
 * planned a second; one of fifty endpoints that hangs makes the p99 of the others 1.2 times as long at most.
 */
export async function benchWebhooks() {
  const signing = await benchSigning();
  const receiver = await startReceiver();
  try {
    const figures = await withServer(async (server) => {
      const { createDatabase } = server;
      const fanOut = await benchFanOut(await createDatabase());
      const bulk = await benchBulk(await createDatabase(), receiver);
      const sustained = SUSTAINED_SECONDS > 0 ? await benchSustained(await createDatabase(), receiver) : {};
      const paced = await benchPaced(await createDatabase(), receiver);
      const replayed = await benchReplay(await createDatabase(), receiver);
      const quiet = await benchMany(await createDatabase(), receiver, 0);
      const hanging = await benchMany(await createDatabase(), receiver, 1);
      const claims = await benchClaims(server);
      return { ...fanOut, ...bulk, ...sustained, ...paced, ...replayed, p99Of50: { quiet, hanging }, claims };
    });
    const { quiet, hanging } = figures.p99Of50;
    return {
      unit: 'per second; ms',
      figures: { signing, ...figures },
      goals: [
        atLeast('≥ 20,000 signed both ways/s', signing, 20_000),
        atLeast('≥ 100,000 planned/s', figures.planned, 100_000),
        atLeast('≥ 5,000 delivered and verified/s', figures.delivered, 5_000),
        atLeast('≥ 5,000/s for a minute', (figures as { sustained?: number }).sustained, 5_000),
        atMost('first attempt p50 ≤ 25 ms', figures.p50, 25),
        atMost('first attempt p99 ≤ 250 ms', figures.p99, 250),
        atLeast('≥ 3,000 replayed/s', figures.replayed, 3_000),
        atMost('one of 50 hanging: p99 ≤ 1.2 ×', hanging / quiet, 1.2),
        atMost('bad or lost: 0', figures.bad, 0),
      ],
    };
  } finally {
    receiver.stop();
  }
}

/** Messages of 1.5 kB, signed v1 and v1a, as many at a time as a worker sends. */
async function benchSigning(): Promise<number> {
  const signers = (['v1', 'v1a'] as const).map((kind) => signerOf(kind, makeSecret(kind).bytes));
  const message = { id: 'msg_0a1b2c3d4e5f_1', at: new Date(), body: 'x'.repeat(1_500) };
  const started = performance.now();
  const sign = async () => {
    for (let i = 0; i < SIGNED / AT_A_TIME; i++) await signedHeaders(signers, message);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, sign));
  return rounded((SIGNED * 1_000) / (performance.now() - started));
}

/** Events times endpoints that one transaction after another plans. */
async function benchFanOut(url: string) {
  const { log, endpoints, close } = await openOffice(url);
  const pool = createPool({ url, role: 'demarche_notifier', name: 'bench notifier' });
  for (let i = 0; i < ENDPOINTS; i++) await endpoints.create(OWNER, { url: 'http://127.0.0.1:9/' });
  await fill(log, EVENTS);
  const subscriber = planner(() => new Date());
  const { seconds } = await timed(async () => {
    for (let after = 0; after < EVENTS; after += 1_000) {
      const events = await log.read({ after, limit: 1_000 });
      await inTransaction(pool, (tx) => subscriber.apply(tx, events));
    }
  });
  await pool.end();
  await close();
  return { planned: rounded((EVENTS * ENDPOINTS) / seconds) };
}

/** Everything is recorded before the notifier starts. */
async function benchBulk(url: string, receiver: Receiver) {
  const office = await openOffice(url);
  await receiver.register(office, { count: ENDPOINTS, from: 0 });
  await fill(office.log, EVENTS);
  await receiver.begin();
  const { seconds, result } = await timed(async () => {
    const stop = startNotifier(url, office.follower.log);
    const came = await receiver.until(EVENTS * ENDPOINTS);
    await stop();
    return came;
  });
  await office.close();
  return { delivered: rounded((EVENTS * ENDPOINTS) / seconds), bad: result.bad };
}

/** Recorded as fast as it is delivered, for as long as was asked for; then until all is there. */
async function benchSustained(url: string, receiver: Receiver) {
  const office = await openOffice(url);
  await receiver.register(office, { count: ENDPOINTS });
  await receiver.begin();
  const stop = startNotifier(url, office.follower.log);
  let recorded = 0;
  const { seconds, result } = await timed(async () => {
    for (const started = performance.now(); performance.now() - started < SUSTAINED_SECONDS * 1_000;) {
      if (recorded * ENDPOINTS - (await receiver.seen()) > AHEAD) {
        await setTimeout(50);
        continue;
      }
      const from = recorded;
      await fill(office.log, 500, (n) => benchEvent(from + n));
      recorded += 500;
    }
    return receiver.until(recorded * ENDPOINTS);
  });
  await stop();
  await office.close();
  const deliveries = recorded * ENDPOINTS;
  return { sustained: rounded(deliveries / seconds), sustainedSeconds: rounded(seconds), sustainedBad: result.bad };
}

/** Events come at a steady pace. */
async function benchPaced(url: string, receiver: Receiver) {
  const office = await openOffice(url);
  await receiver.register(office, { count: 1 });
  const total = PACED_PER_SECOND * PACED_SECONDS;
  const { delays } = await during(url, office, receiver, { total, perSecond: PACED_PER_SECOND, endpoints: 1 });
  return { p50: rounded(percentile(delays, 0.5)), p99: rounded(percentile(delays, 0.99)) };
}

/** Fifty endpoints, of which so many never answer: how long it takes to the others (p99). */
async function benchMany(url: string, receiver: Receiver, hanging: number): Promise<number> {
  const office = await openOffice(url);
  const endpoints = MANY_ENDPOINTS - hanging;
  await receiver.register(office, { count: endpoints, hanging });
  const total = MANY_PER_SECOND * PACED_SECONDS;
  const { delays } = await during(url, office, receiver, { total, perSecond: MANY_PER_SECOND, endpoints });
  return rounded(percentile(delays, 0.99));
}

interface Pace {
  total: number;
  perSecond: number;
  endpoints: number;
}

/** Runs a notifier while events come at a pace, until all were delivered. */
async function during(
  url: string,
  { follower, log, close }: Awaited<ReturnType<typeof openOffice>>,
  receiver: Receiver,
  { total, perSecond, endpoints }: Pace,
) {
  const stop = startNotifier(url, follower.log);
  await setTimeout(2_000);
  await receiver.begin();
  const [came] = await Promise.all([receiver.until(total * endpoints), pace(log, total, perSecond)]);
  await stop();
  await close();
  return came;
}

async function pace(log: EventLog, total: number, perSecond: number): Promise<void> {
  const tick = Math.max(20, 1_000 / perSecond);
  for (let sent = 0; sent < total;) {
    const began = performance.now();
    const count = Math.min(total - sent, Math.round((perSecond * tick) / 1_000));
    const from = sent;
    await fill(log, count, (n) => benchEvent(from + n));
    sent += count;
    await setTimeout(Math.max(0, tick - (performance.now() - began)));
  }
}

/** Everything once more, to one endpoint, as fast as may be asked for. */
async function benchReplay(url: string, receiver: Receiver) {
  const office = await openOffice(url);
  await fill(office.log, REPLAYED);
  const [id] = await receiver.register(office, { count: 1, from: REPLAYED });
  const stop = startNotifier(url, office.follower.log);
  await setTimeout(2_000);
  await receiver.begin();
  const span = { after: 0, perSecond: 10_000, dryRun: false };
  const { seconds } = await timed(async () => {
    await office.endpoints.planning(OWNER, id!, (tx, endpoint) => startReplay(tx, endpoint, span));
    await receiver.until(REPLAYED);
  });
  await stop();
  await office.close();
  return { replayed: rounded(REPLAYED / seconds) };
}
