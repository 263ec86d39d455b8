import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What came of this process's attempts since it started. */
export interface DeliveryMeter {
  delivered: number;
  failed: number;
  /** Deliveries that are given up, after their last attempt. */
  exhausted: number;
}

export const createDeliveryMeter = (): DeliveryMeter => ({ delivered: 0, failed: 0, exhausted: 0 });

/** Beyond so many it says so many: who is asked every few seconds must not count for longer. */
const MOST_COUNTED = 1_000_000;

const ENDPOINTS = `
  select count(*) filter (where p.status = 'enabled' and s.held_until <= $1) as enabled,
    count(*) filter (where p.status = 'enabled' and s.held_until > $1) as held,
    count(*) filter (where p.status = 'paused') as paused, count(*) filter (where p.status = 'disabled') as disabled,
    count(*) filter (where s.leased_until > clock_timestamp()) as leased
  from webhooks.endpoint p join webhooks.standing s on s.endpoint = p.id`;

// Of those that may be sent now. What was never tried is due since it was planned.
const DELIVERIES = `
  with waiting as (
    select endpoint, due_at, created_at from webhooks.delivery where status = 'pending' limit ${MOST_COUNTED}),
  sendable as (
    select p.id from webhooks.endpoint p join webhooks.standing s on s.endpoint = p.id
    where p.status = 'enabled' and s.held_until <= $1)
  select count(*) as pending, count(*) filter (where s.id is not null and w.due_at <= $1) as due,
    min(greatest(w.due_at, w.created_at)) filter (where s.id is not null and w.due_at <= $1) as oldest
  from waiting w left join sendable s on s.id = w.endpoint`;

const STATES = ['enabled', 'held', 'paused', 'disabled'] as const;
type Endpoints = Record<(typeof STATES)[number] | 'leased', number>;
interface Deliveries {
  pending: number;
  due: number;
  oldest: Date | null;
}

/**
 * Prometheus gauges of endpoints and of what waits, and counters of what this process sent; those where it sends nothing are
 * left out. `pool` may read the tables of webhooks.
 */
export const webhookGauges =
  (pool: Pool, meter?: DeliveryMeter, now: () => Date = () => new Date()) =>
  (registry: Registry): (() => Promise<void>) => {
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name: `demarche_webhook_${name}`, help, labelNames, registers: [registry] });
    const endpoints = gauge('endpoints', 'Endpoints by state; held: enabled, and left alone for a while', ['state']);
    const leased = gauge('endpoints_leased', 'Endpoints that a process sends to now');
    const pending = gauge('deliveries_pending', `Deliveries that wait; at most ${MOST_COUNTED} are counted`);
    const due = gauge('deliveries_due', 'Of them, those that may be sent now');
    const oldest = gauge('oldest_due_seconds', 'How long the oldest of those has been due; 0 without any');
    if (meter) countIn(registry, meter);
    return async () => {
      const at = now();
      const [states, waiting] = await Promise.all([
        pool.query<Endpoints>(ENDPOINTS, [at]),
        pool.query<Deliveries>(DELIVERIES, [at]),
      ]);
      for (const state of STATES) endpoints.set({ state }, states.rows[0]![state]);
      leased.set(states.rows[0]!.leased);
      const { pending: waits, due: dues, oldest: since } = waiting.rows[0]!;
      pending.set(waits);
      due.set(dues);
      oldest.set(since === null ? 0 : Math.max(0, (at.getTime() - since.getTime()) / 1_000));
    };
  };

function countIn(registry: Registry, meter: DeliveryMeter): void {
  const counter = (name: string, help: string, labelNames: string[], read: (counted: Counter) => void) =>
    new Counter({
      name: `demarche_webhook_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        read(this);
      },
    });
  counter('attempts_total', 'Attempts of this process, by what came of them', ['result'], (counted) => {
    counted.inc({ result: 'delivered' }, meter.delivered);
    counted.inc({ result: 'failed' }, meter.failed);
  });
  counter('exhausted_total', 'Deliveries that this process gave up after their last attempt', [], (counted) =>
    counted.inc(meter.exhausted),
  );
}
