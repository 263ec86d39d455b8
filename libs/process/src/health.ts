import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { EventLog } from '#event-log';
import type { Progress } from '#subscriptions';

/** Adds gauges to a registry, and gives what sets them when they are asked for. */
export type Gauges = (registry: Registry) => () => Promise<void>;

/** The gauges of several parts of a process. */
export const allGauges =
  (...parts: readonly Gauges[]): Gauges =>
  (registry) => {
    const set = parts.map((part) => part(registry));
    return async () => void (await Promise.all(set.map((each) => each())));
  };

/** What a process can tell of its health. */
export interface HealthProbes {
  log: EventLog;
  progress: Progress;
  /** Gauges beside those of the log and its subscriptions. */
  gauges?: Gauges;
  /** Whether questions are answered yet; always, where left out. */
  isStarted?(): boolean;
}

/** Whether the database answers, and how far each subscription is behind the log's head, in events. */
export async function readiness({ log, progress, isStarted }: HealthProbes) {
  if (isStarted && !isStarted())
    return { status: 'starting' as const, detail: 'What is recorded is still on its way into the read models' };
  try {
    const [head, standings] = await Promise.all([log.head(), progress.standings()]);
    const subscriptions = standings.map((each) => ({ ...each, lag: Math.max(0, head - each.position) }));
    const lag = Math.max(0, ...subscriptions.map((each) => each.lag));
    return { status: 'ready' as const, head, lag, subscriptions };
  } catch {
    // Why, with its host and user, is for our log alone.
    return { status: 'unavailable' as const, detail: 'The database does not answer' };
  }
}

/** Prometheus metrics of this process and the subscriptions, read when they are asked for. */
export function createMetrics(probes: HealthProbes) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const headGauge = gauge('demarche_log_position', 'Last position of the log');
  const positionGauge = gauge('demarche_subscription_position', 'Everything up to here is in', ['subscription']);
  const lagGauge = gauge('demarche_subscription_lag', 'Events behind the head of the log', ['subscription']);
  const failingGauge = gauge(
    'demarche_subscription_failed_attempts',
    'Attempts that failed since it last went on; 0 where it goes on',
    ['subscription'],
  );
  const parkedGauge = gauge('demarche_subscription_parked', 'Events that could not be digested', ['subscription']);
  const setOthers = probes.gauges?.(registry);

  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      const state = await readiness(probes);
      if (state.status === 'ready') {
        headGauge.set(state.head);
        for (const { name, position, lag, parked, attempts } of state.subscriptions) {
          positionGauge.set({ subscription: name }, position);
          lagGauge.set({ subscription: name }, lag);
          failingGauge.set({ subscription: name }, attempts);
          parkedGauge.set({ subscription: name }, parked);
        }
        await setOthers?.();
      }
      return registry.metrics();
    },
  };
}
