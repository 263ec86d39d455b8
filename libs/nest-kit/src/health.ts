import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { EventLog } from '#event-log';
import type { Freshness } from '#sources';
import type { Progress } from '#subscriptions';

/** What a process can tell of its health. */
export interface HealthSources {
  log: EventLog;
  progress: Progress;
  freshness(): Promise<Freshness[]>;
  /** Whether questions are answered yet; always, where left out. */
  isStarted?(): boolean;
}

/** Whether the database answers, and how far each subscription is behind the log's head, in events. */
export async function readiness({ log, progress, isStarted }: HealthSources) {
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

/** Prometheus metrics of this process, the subscriptions and the fetched lists, read when they are asked for. */
export function createMetrics(sources: HealthSources) {
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
  const listGauge = (name: string, help: string) => gauge(`demarche_list_${name}`, help, ['list']);
  const lists = {
    published: listGauge('published_timestamp_seconds', 'Day of the publication last known to be current'),
    fetched: listGauge(
      'fetched_timestamp_seconds',
      'When the authority last answered with the list, or that it is as it was',
    ),
    verified: listGauge('verified_timestamp_seconds', 'When what is held was last known to be current'),
    stale: listGauge('stale', 'Whether that is longer ago than the list’s set time'),
    alarm: listGauge('alarm', 'Whether it is stale because fetching fails'),
    failures: listGauge('fetch_failures', 'Failed fetches in a row'),
  };
  const setLists = (all: readonly Freshness[]) => {
    for (const each of Object.values(lists)) each.reset();
    for (const { list, published, fetched, verified, staleSince, alarm, failures } of all) {
      if (published) lists.published.set({ list }, Date.parse(published) / 1000);
      if (fetched) lists.fetched.set({ list }, fetched.getTime() / 1000);
      if (verified) lists.verified.set({ list }, verified.getTime() / 1000);
      lists.stale.set({ list }, Number(staleSince !== null));
      lists.alarm.set({ list }, Number(alarm));
      lists.failures.set({ list }, failures);
    }
  };

  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      const state = await readiness(sources);
      if (state.status === 'ready') {
        headGauge.set(state.head);
        for (const { name, position, lag, parked, attempts } of state.subscriptions) {
          positionGauge.set({ subscription: name }, position);
          lagGauge.set({ subscription: name }, lag);
          failingGauge.set({ subscription: name }, attempts);
          parkedGauge.set({ subscription: name }, parked);
        }
        setLists(await sources.freshness());
      }
      return registry.metrics();
    },
  };
}
