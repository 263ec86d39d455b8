import { setTimeout } from 'node:timers/promises';
import { createNotifications, createPool, type Notifications } from '#database';
import type { EventLog } from '#event-log';
import { createLogTransport, together, type Log } from '#messaging';
import { createSubscription } from '#subscriptions';
import { forgetOld } from './deliveries.ts';
import { catchUp, planner } from './planner.ts';
import { planReplays } from './replays.ts';
import { createWorker, type Worker, type WorkerOptions } from './worker.ts';

export interface NotifierOptions extends Omit<WorkerOptions, 'pool'> {
  /** Of the database. */
  url: string;
  log: EventLog;
  logger: Log;
  /** Connections, at most. */
  poolMax?: number;
  /** Days for which attempts and finished deliveries are kept. */
  keptDays: number;
  signal: AbortSignal;
}

const POLL_MS = 1_000;
const FAST_MS = 200;
const FORGET_MS = 3_600_000;
const PAUSE_MS = 2_000;
/** Endpoints that one process sends to at a time: those that hang hold one place each, for seconds. */
const MOST_ENDPOINTS = 256;

/** Plans and sends until the signal aborts; any number of processes may. */
export async function runNotifier({ url, poolMax, keptDays, signal, ...options }: NotifierOptions): Promise<void> {
  const { log, logger, now = () => new Date() } = options;
  const pool = createPool({ url, role: 'demarche_notifier', name: 'demarche notifier', max: poolMax });
  const woken = createNotifications(url, 'webhooks');
  const subscription = (until: AbortSignal) =>
    createSubscription({ pool, subscriber: planner(now), claim: 'wait', signal: until });
  try {
    await together(signal, [
      (until) => createLogTransport(log, logger).run(subscription(until), until),
      (until) =>
        keepOn('planning', logger, until, () =>
          planOn(
            () => catchUp(pool, now),
            () => planReplays(pool, now),
            woken,
            until,
          ),
        ),
      (until) => keepOn('sending', logger, until, () => sendOn(createWorker({ ...options, pool }), woken, until)),
      (until) =>
        keepOn('forgetting', logger, until, async () => {
          await forgetOld(pool, now(), keptDays);
          await setTimeout(FORGET_MS, undefined, { signal: until }).catch(() => undefined);
        }),
    ]);
  } finally {
    await woken.close();
    await pool.end();
  }
}

/** Does some work again and again until the signal; what fails is told, and tried again after a pause. */
async function keepOn(what: string, logger: Log, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted)
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, `${what}.failed`);
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
}

/** One look at who is behind, and at the replays. */
async function planOn(
  catchUpAll: () => Promise<boolean>,
  replayAll: () => Promise<boolean>,
  woken: Notifications,
  signal: AbortSignal,
): Promise<void> {
  const waking = woken.next(POLL_MS, signal);
  const isBehind = await catchUpAll();
  const isReplaying = await replayAll();
  if (isBehind) return;
  if (isReplaying) await setTimeout(FAST_MS, undefined, { signal }).catch(() => undefined);
  else await waking;
}

/** Claims endpoints and serves each by itself, so that none waits for another. */
async function sendOn(worker: Worker, woken: Notifications, signal: AbortSignal): Promise<void> {
  const serving = new Set<Promise<void>>();
  try {
    while (!signal.aborted) {
      const stop = new AbortController();
      const waking = woken.next(POLL_MS, AbortSignal.any([signal, stop.signal]));
      const room = MOST_ENDPOINTS - serving.size;
      const claimed = room > 0 ? await worker.claim(room) : [];
      for (const endpoint of claimed) {
        const done = worker.serve(endpoint, signal).finally(() => serving.delete(done));
        serving.add(done);
      }
      if (claimed.length === 0) await Promise.race([waking, ...(room > 0 ? [] : serving)]);
      stop.abort();
    }
  } finally {
    await Promise.all(serving);
  }
}
