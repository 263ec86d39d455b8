import type { Pool, PoolClient } from 'pg';
import type { Egress } from '#egress';
import type { EventLog } from '#event-log';
import type { Log } from '#messaging';
import { claim, dueOf, LEASE_MS, LostError, record, renew, type Claimed, type Result } from './claims.ts';
import { createDeliveryMeter, type DeliveryMeter } from './gauges.ts';
import type { Keyring } from './keyring.ts';
import { look, tell } from './operational.ts';
import { allowance, BREAKS_AFTER, disabledBecause } from './outcome.ts';
import { createSending } from './sending.ts';
import { signingOf } from './secrets.ts';

export interface WorkerOptions {
  /** In the role `demarche_notifier`. */
  pool: Pool;
  log: EventLog;
  egress: Egress;
  keyring: Keyring;
  logger: Log;
  /** The address of the service, for links; links are relative, where left out. */
  base?: string;
  now?: () => Date;
  /** Counts what comes of attempts. */
  meter?: DeliveryMeter;
  /** From 0 to 1. */
  random?: () => number;
}

/** Deliveries that are taken at a time. */
const BATCH = 200;
/** After so long an endpoint is given back: another may have waited longer. */
const TURN_MS = 10_000;

const DISABLE = `update webhooks.endpoint set status = 'disabled', reason = $2, updated_at = $3, version = version + 1 where id = $1`;

/** Sends what is due to endpoints, one endpoint by one process at a time. */
export function createWorker(options: WorkerOptions) {
  const { pool, log, egress, keyring, logger, base = '', now = () => new Date(), random = Math.random } = options;
  const { meter = createDeliveryMeter() } = options;
  const sendAll = createSending({ log, egress, now, random });

  /** One batch; false where the endpoint was given back. */
  async function round(endpoint: Claimed, isLastTurn: boolean, signal?: AbortSignal): Promise<boolean> {
    const at = now();
    const isBroken = endpoint.failures >= BREAKS_AFTER;
    const allowed = allowance(endpoint.rate, endpoint.nextFreeAt, at);
    // Whoever failed for long is asked once whether he is back.
    const most = Math.min(isBroken ? 1 : BATCH, allowed.most);
    const [due, signing] = await Promise.all([
      most > 0 ? dueOf(pool, endpoint, at, most) : [],
      signingOf(pool, keyring, endpoint.id, at),
    ]);
    Object.assign(endpoint, { heldUntil: null, askedUntil: null });
    const results = await sendAll({ endpoint, base, ...signing }, due, signal);
    endpoint.nextFreeAt = allowed.after(results.length);
    const disabled = results
      .map(({ outcome }) => disabledBecause(outcome, endpoint, now()))
      .find((why) => why !== null);
    const isMore = due.length === most && most > 0 && endpoint.heldUntil === null && results.length > 0;
    const isLast = !isMore || isLastTurn || disabled !== undefined;
    let told: string[] = [];
    await record(pool, endpoint, results, {
      nextFreeAt: endpoint.nextFreeAt,
      isMore,
      isLast,
      notBefore: most === 0 ? allowed.nextAt : at,
      isBack: isBroken && endpoint.failures === 0,
      also: async (tx) => {
        told = await tellOf(tx, endpoint, { results, disabled }, now());
      },
    });
    await look(pool, told, now());
    report({ logger, meter }, endpoint, { results, disabled });
    return !isLast;
  }

  /** Sends to a claimed endpoint until nothing is due there, or others have waited long enough. */
  async function serve(endpoint: Claimed, signal?: AbortSignal): Promise<void> {
    const renewal = setInterval(() => void renew(pool, endpoint).catch(() => undefined), LEASE_MS / 3).unref();
    const began = performance.now();
    try {
      while (await round(endpoint, (signal?.aborted ?? false) || performance.now() - began > TURN_MS, signal));
    } catch (error) {
      if (error instanceof LostError) logger.warn({ err: error, endpoint: endpoint.id }, 'endpoint.lost');
      else logger.error({ err: error, endpoint: endpoint.id }, 'endpoint.failed');
    } finally {
      clearInterval(renewal);
    }
  }

  return {
    claim: (most: number) => claim(pool, now(), most),
    serve,
    /** Sends what is due to all endpoints, or to one of them, until nothing is; for commands and specs. */
    async drain(only?: string): Promise<void> {
      for (;;) {
        const claimed = await claim(pool, now(), 100, only);
        if (claimed.length === 0) return;
        await Promise.all(claimed.map((endpoint) => serve(endpoint)));
      }
    },
  };
}
export type Worker = ReturnType<typeof createWorker>;

/** What came of deliveries, and why the endpoint gets no more, where that is so. */
interface Done {
  results: readonly Result[];
  disabled: string | undefined;
}

/** Has the owner's endpoints told of what is given up, and of an endpoint that is disabled; gives those that now have something due. */
async function tellOf(tx: PoolClient, endpoint: Claimed, { results, disabled }: Done, at: Date): Promise<string[]> {
  const told: string[] = [];
  for (const { delivery, next } of results)
    if (next.status === 'failed') {
      const data = { delivery: delivery.id, position: delivery.position };
      told.push(...(await tell(tx, endpoint, 'delivery.exhausted', at, data)));
    }
  if (disabled !== undefined) {
    await tx.query(DISABLE, [endpoint.id, disabled, at]);
    told.push(...(await tell(tx, endpoint, 'endpoint.disabled', at, { reason: disabled })));
  }
  return [...new Set(told)];
}

/** Counts what came of deliveries, and tells the log of each that failed. */
function report(
  { logger, meter }: { logger: Log; meter: DeliveryMeter },
  { id }: Claimed,
  { results, disabled }: Done,
): void {
  for (const { delivery, outcome, next, ms } of results)
    if (!outcome.ok) {
      const { status, phase, code } = outcome;
      const again = next.status === 'pending' ? next.dueAt : null;
      logger.info(
        { endpoint: id, delivery: delivery.id, attempt: next.attempts, status, phase, code, ms, again },
        'delivery.failed',
      );
    }
  const delivered = results.filter(({ outcome }) => outcome.ok).length;
  meter.delivered += delivered;
  meter.failed += results.length - delivered;
  meter.exhausted += results.filter(({ next }) => next.status === 'failed').length;
  if (delivered > 0) logger.info({ endpoint: id, delivered }, 'deliveries.sent');
  if (disabled !== undefined) logger.warn({ endpoint: id, reason: disabled }, 'endpoint.disabled');
}
