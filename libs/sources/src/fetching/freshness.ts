import type { Pool } from 'pg';

/** How current what we hold of a list is, as the authority last told. */
export interface Freshness {
  list: string;
  /** The day of the publication that was last known to be current. */
  published: string | null;
  /** When the authority last gave a file, or said that there is none newer. */
  fetched: Date | null;
  /** When what we hold was last known to be current. */
  verified: Date | null;
  /** Since when that is too long ago; null while it is not. */
  staleSince: Date | null;
  /** It is stale because fetching fails: somebody has to look. */
  alarm: boolean;
  /** In a row. */
  failures: number;
  lastError: string | null;
}

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
