import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createEndpoints, makeSecret, parseKeyring, planner, runNotifier, signedHeaders, signerOf } from '#webhooks';
import { createNotifications, createPool, inTransaction } from '#database';
import { createEgress, createGuard, parseAllowances } from '#egress';
import { createPostgresEventLog } from '#event-log';
import { openFollower } from '#process';
import { atLeast, atMost, percentile, rounded, timed } from '../report.ts';
import { benchEvent, fill } from '../inputs/sample-log.ts';
import { quiet } from './project.ts';
import { withServer } from './bench-server.ts';

const EVENTS = 4_000;
const ENDPOINTS = 10;
const PACED_PER_SECOND = 500;
const PACED_SECONDS = 8;
const SIGNED = 20_000;
const AT_A_TIME = 100;

/**
 * Deliveries from the log to a receiver that verifies each of them, in a process of its own: planned in the subscription,
 * signed twice, sent by HTTP, written down. To reach: 5,000 a second; a first attempt within 25 ms (p50) and 250 ms (p99)
 * of the event at 500 events a second; 20,000 signatures of both kinds a second; 100,000 planned a second.
 */
export async function benchWebhooks() {
  const signing = await benchSigning();
  const receiver = await startReceiver();
  try {
    const figures = await withServer(async ({ createDatabase }) => {
      const fanOut = await benchFanOut(await createDatabase());
      const bulk = await benchBulk(await createDatabase(), receiver);
      const paced = await benchPaced(await createDatabase(), receiver);
      return { ...fanOut, ...bulk, ...paced };
    });
    return {
      unit: 'per second; ms',
      figures: { signing, ...figures },
      goals: [
        atLeast('≥ 20,000 signed both ways/s', signing, 20_000),
        atLeast('≥ 100,000 planned/s', figures.planned, 100_000),
        atLeast('≥ 5,000 delivered and verified/s', figures.delivered, 5_000),
        atMost('first attempt p50 ≤ 25 ms', figures.p50, 25),
        atMost('first attempt p99 ≤ 250 ms', figures.p99, 250),
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

const keyring = parseKeyring(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
const guard = createGuard({ allow: parseAllowances('127.0.0.1/32') });
const OWNER = { owner: 'bench', seesAll: false };

async function open(url: string) {
  const follower = await openFollower(url, 'bench', { poolMax: 10 });
  const writer = createPool({ url, role: 'demarche_writer', name: 'bench writer' });
  const notifications = createNotifications(url, 'event_log');
  const log = createPostgresEventLog({ pool: writer, notifications });
  const endpoints = createEndpoints({ pool: writer, keyring, guard });
  const close = async () => {
    await notifications.close();
    await Promise.all([writer.end(), follower.close()]);
  };
  return { follower, writer, log, endpoints, close };
}

/** Events times endpoints that one transaction after another plans. */
async function benchFanOut(url: string) {
  const { log, endpoints, close } = await open(url);
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
  const { follower, log, endpoints, close } = await open(url);
  await receiver.register(endpoints, ENDPOINTS);
  await fill(log, EVENTS);
  const { seconds, result: bad } = await timed(() =>
    receiver.during(EVENTS * ENDPOINTS, () => notify(url, follower.log)),
  );
  await close();
  return { delivered: rounded((EVENTS * ENDPOINTS) / seconds), bad };
}

/** Events come at a steady pace. */
async function benchPaced(url: string, receiver: Receiver) {
  const { follower, log, endpoints, close } = await open(url);
  await receiver.register(endpoints, 1);
  const total = PACED_PER_SECOND * PACED_SECONDS;
  const stop = notify(url, follower.log);
  await new Promise((warm) => setTimeout(warm, 2_000));
  await receiver.during(total, () => {
    void pace(log, total);
    return stop;
  });
  const delays = await receiver.delays();
  await close();
  return { p50: rounded(percentile(delays, 0.5)), p99: rounded(percentile(delays, 0.99)) };
}

async function pace(log: Parameters<typeof fill>[0], total: number): Promise<void> {
  const tick = 20;
  for (let sent = 0; sent < total;) {
    const began = performance.now();
    const count = Math.min(total - sent, (PACED_PER_SECOND * tick) / 1_000);
    const from = sent;
    await fill(log, count, (n) => benchEvent(from + n));
    sent += count;
    await new Promise((next) => setTimeout(next, Math.max(0, tick - (performance.now() - began))));
  }
}

/** Starts a notifier; gives what stops it. */
function notify(url: string, log: Awaited<ReturnType<typeof open>>['log']): () => Promise<void> {
  const stop = new AbortController();
  const egress = createEgress({ guard });
  const running = runNotifier({ url, log, logger: quiet, keyring, egress, keptDays: 30, signal: stop.signal });
  return async () => {
    stop.abort();
    await running;
    await egress.close();
  };
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A receiver in a process of its own: it verifies each request, and tells what came. */
async function startReceiver() {
  const child = spawn(process.execPath, [process.argv[1]!, 'child', 'receiver', '{}'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value!) as Record<string, never>;
  const tell = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const { port } = await next();
  let delays: number[] = [];
  return {
    async register(endpoints: ReturnType<typeof createEndpoints>, count: number) {
      const secrets: Record<string, string> = {};
      for (let i = 0; i < count; i++) {
        const body = { url: `http://127.0.0.1:${String(port)}/`, concurrency: 10, from: 0 };
        const { id, secret } = await endpoints.create(OWNER, body);
        secrets[id.slice(3)] = secret;
      }
      tell({ secrets });
      await next();
    },
    /** Runs until so many different messages came; gives how many were not as they should be. */
    async during(expected: number, start: () => () => Promise<void>): Promise<number> {
      tell({ expected });
      await next();
      const stop = start();
      const told = await next();
      await stop();
      delays = told.delays!;
      return Number(told.bad);
    },
    delays: async () => delays,
    stop: () => child.kill(),
    gone: () => once(child, 'exit'),
  };
}
