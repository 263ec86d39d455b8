import type { Pool } from 'pg';
import type { Egress } from '#egress';
import type { EventLog, RecordedEvent } from '#event-log';
import type { Log } from '#messaging';
import { claim, dueOf, LEASE_MS, LostError, record, renew, type Claimed, type Due, type Result } from './claims.ts';
import { createDeliveryMeter, type DeliveryMeter } from './gauges.ts';
import type { Keyring } from './keyring.ts';
import { look, tell } from './operational.ts';
import { allowance, BREAKS_AFTER, disabledBecause, healthAfter } from './outcome.ts';
import { sendOnce, type Letterhead } from './send.ts';
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
/** After so long nothing more of a batch is begun, so that what was sent is recorded. */
const SLICE_MS = 2_000;
/** After so long an endpoint is given back: another may have waited longer. */
const TURN_MS = 10_000;
const KEPT_EVENTS = 2_000;

const DISABLE = `update webhooks.endpoint set status = 'disabled', reason = $2, updated_at = $3, version = version + 1 where id = $1`;

/** Sends what is due to endpoints, one endpoint by one process at a time. */
export function createWorker(options: WorkerOptions) {
  const { pool, log, egress, keyring, logger, base = '', now = () => new Date(), random = Math.random } = options;
  const { meter = createDeliveryMeter() } = options;
  const events = createEventCache(log);

  /** Sends some deliveries: those of a lane one after the other, so many lanes at a time as the endpoint takes. */
  async function sendAll(letterhead: Letterhead, due: readonly Due[], signal?: AbortSignal): Promise<Result[]> {
    const { endpoint } = letterhead;
    const known = await events(due.flatMap(({ position }) => position ?? []));
    const lanes = [...lanesOf(due)];
    const results: Result[] = [];
    const began = performance.now();
    const isOver = () =>
      signal?.aborted === true || performance.now() - began > SLICE_MS || endpoint.heldUntil !== null;
    const sendLanes = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        for (const delivery of lane) {
          if (isOver()) return;
          const result = await sendOnce(
            { egress, now, random },
            letterhead,
            delivery,
            known.get(delivery.position ?? 0),
          );
          results.push(result);
          Object.assign(endpoint, healthAfter(endpoint, result.outcome, now()));
          if (!result.outcome.ok) break;
        }
    };
    await Promise.all(Array.from({ length: endpoint.concurrency }, sendLanes));
    return results;
  }

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
    const told: string[] = [];
    await record(pool, endpoint, results, {
      ...{ nextFreeAt: endpoint.nextFreeAt, isMore, isLast },
      notBefore: most === 0 ? allowed.nextAt : at,
      isBack: isBroken && endpoint.failures === 0,
      async also(tx) {
        for (const { delivery, next } of results)
          if (next.status === 'failed')
            told.push(
              ...(await tell(tx, endpoint, 'delivery.exhausted', now(), {
                delivery: delivery.id,
                position: delivery.position,
              })),
            );
        if (disabled === undefined) return;
        await tx.query(DISABLE, [endpoint.id, disabled, now()]);
        told.push(...(await tell(tx, endpoint, 'endpoint.disabled', now(), { reason: disabled })));
      },
    });
    await look(pool, [...new Set(told)], now());
    report(endpoint, results, disabled);
    return !isLast;
  }

  function report({ id }: Claimed, results: readonly Result[], disabled: string | undefined): void {
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

/** Deliveries by lane, each lane in its order; one without a lane is a lane of its own. */
function* lanesOf(due: readonly Due[]): Generator<Due[]> {
  const lanes = new Map<string, Due[]>();
  const all: Due[][] = [];
  for (const delivery of due) {
    const known = delivery.lane === null ? undefined : lanes.get(delivery.lane);
    if (known) {
      known.push(delivery);
      continue;
    }
    const lane = [delivery];
    if (delivery.lane !== null) lanes.set(delivery.lane, lane);
    all.push(lane);
  }
  yield* all;
}

/** The same event goes to many endpoints: it is read once. */
function createEventCache(log: EventLog) {
  const kept = new Map<number, RecordedEvent>();
  return async (positions: readonly number[]): Promise<ReadonlyMap<number, RecordedEvent>> => {
    const missing = positions.filter((position) => !kept.has(position));
    const found = new Map(
      positions.flatMap((position) => (kept.has(position) ? [[position, kept.get(position)!]] : [])),
    );
    for (const event of await log.readPositions(missing)) {
      kept.set(event.position, event);
      found.set(event.position, event);
    }
    while (kept.size > KEPT_EVENTS) kept.delete(kept.keys().next().value!);
    return found;
  };
}
