import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { z } from 'zod';
import type { listItem } from '#contract';
import type { Gauges } from '#process';

type Answered = z.infer<typeof listItem>['freshness'];
type Instants = 'fetched' | 'verified' | 'staleSince';

/** How current what we hold of a list is, as the authority last told; as it is answered, with its instants as dates. */
export type Freshness = { list: string } & Omit<Answered, Instants> & Record<Instants, Date | null>;

const NEVER_FETCHED = {
  published: null,
  fetched: null,
  verified: null,
  staleSince: null,
  alarm: false,
  failures: 0,
  lastError: null,
} satisfies Omit<Freshness, 'list'>;

/** The lists, each with its freshness; `published` is the day of its last publication, whoever brought it. */
export function withFreshness<Item extends { id: string; lastPublication: { publishedOn: string } | null }>(
  items: readonly Item[],
  all: readonly Freshness[],
) {
  return items.map((item) => {
    const { list: _, ...known } = all.find(({ list }) => list === item.id) ?? { list: item.id, ...NEVER_FETCHED };
    return { ...item, freshness: { ...known, published: item.lastPublication?.publishedOn ?? null } };
  });
}

// A list never verified is stale when its first failure is that long ago.
const STALE_FROM = `coalesce(verified_at, failing_since) + stale_after_days * interval '1 day'`;

const FRESHNESS = `
  select list, published_on::text as published, fetched_at as fetched, verified_at as verified,
    case when ${STALE_FROM} <= $1 then ${STALE_FROM} end as "staleSince",
    failures > 0 and ${STALE_FROM} <= $1 as alarm, failures, last_error as "lastError"
  from sources.fetching order by list`;

/** Of every list that is fetched. */
export const freshnessOf = async (pool: Pool, now: Date): Promise<Freshness[]> =>
  (await pool.query<Freshness>(FRESHNESS, [now])).rows;

const RAISE = `
  update sources.fetching set alarmed_at = $1 where alarmed_at is null and failures > 0 and ${STALE_FROM} <= $1
  returning list, failures, verified_at as verified, last_error as "lastError"`;

/** The lists whose alarm begins now; each is told once until it is fetched again. */
export const raiseAlarms = async (pool: Pool, now: Date) =>
  (await pool.query<Pick<Freshness, 'list' | 'failures' | 'verified' | 'lastError'>>(RAISE, [now])).rows;

/** Prometheus gauges of the fetched lists. */
export const listGauges =
  (pool: Pool): Gauges =>
  (registry) => {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `demarche_list_${name}`, help, labelNames: ['list'], registers: [registry] });
    const gauges = {
      published: gauge('published_timestamp_seconds', 'Day of the publication last known to be current'),
      fetched: gauge(
        'fetched_timestamp_seconds',
        'When the authority last answered with the list, or that it is as it was',
      ),
      verified: gauge('verified_timestamp_seconds', 'When what is held was last known to be current'),
      stale: gauge('stale', 'Whether that is longer ago than the list’s set time'),
      alarm: gauge('alarm', 'Whether it is stale because fetching fails'),
      failures: gauge('fetch_failures', 'Failed fetches in a row'),
    };
    return async () => {
      const all = await freshnessOf(pool, new Date());
      for (const each of Object.values(gauges)) each.reset();
      for (const { list, published, fetched, verified, staleSince, alarm, failures } of all) {
        if (published) gauges.published.set({ list }, Date.parse(published) / 1000);
        if (fetched) gauges.fetched.set({ list }, fetched.getTime() / 1000);
        if (verified) gauges.verified.set({ list }, verified.getTime() / 1000);
        gauges.stale.set({ list }, Number(staleSince !== null));
        gauges.alarm.set({ list }, Number(alarm));
        gauges.failures.set({ list }, failures);
      }
    };
  };
