import { createPool, inTransaction } from '#database';
import type { Egress } from '#egress';
import { createWorker, planner } from '#webhooks';
import { keyring, openOffice, OWNER } from '../inputs/webhook-office.ts';
import { fill } from '../inputs/sample-log.ts';
import { jobQueues } from '../peers/job-queues.ts';
import { rounded, timed } from '../report.ts';
import type { BenchServer } from './bench-server.ts';
import { quiet } from './project.ts';

const JOBS = 20_000;
const ENDPOINTS = 10;

/** What every request is answered with, at once. */
const answered: Egress = {
  send: async () => ({
    status: 200,
    headers: {},
    body: Buffer.alloc(0),
    truncated: false,
    ms: { dns: 0, connect: 0, tls: 0, headers: 0, body: 0, total: 0 },
  }),
  close: async () => undefined,
};

/**
 * Deliveries a second that are taken, signed twice and written down with their attempt, sent nowhere; beside job queues that
 * hand out as many jobs of no work, each in a database of its own.
 */
export async function benchClaims({ createDatabase }: BenchServer) {
  const rates: Record<string, number> = { ours: await claimOurs(await createDatabase()) };
  const missing: Record<string, string> = {};
  const queues = await jobQueues().catch((error: Error) => {
    missing.peers = error.message;
    return {};
  });
  for (const [name, take] of Object.entries(queues))
    await take(await createDatabase(), JOBS).then(
      (rate) => (rates[name] = rounded(rate)),
      (error: Error) => (missing[name] = error.message),
    );
  return { rates, missing };
}

async function claimOurs(url: string): Promise<number> {
  const { log, endpoints, close } = await openOffice(url);
  const pool = createPool({ url, role: 'demarche_notifier', name: 'bench notifier' });
  for (let i = 0; i < ENDPOINTS; i++) await endpoints.create(OWNER, { url: 'http://127.0.0.1:9/', concurrency: 10 });
  const events = JOBS / ENDPOINTS;
  await fill(log, events);
  const subscriber = planner(() => new Date());
  await inTransaction(pool, async (tx) => subscriber.apply(tx, await log.read({ after: 0, limit: events })));
  const worker = createWorker({ pool, log, egress: answered, keyring, logger: quiet });
  const { seconds } = await timed(() => worker.drain());
  await pool.end();
  await close();
  return rounded(JOBS / seconds);
}
