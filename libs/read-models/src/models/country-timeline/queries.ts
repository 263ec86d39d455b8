import type { Pool } from 'pg';
import type { Role, TimelineItem } from '#contract';

export interface ConcernFilter {
  role?: Role;
  type?: string;
  /** Only what may have been on or after this day, and what may have been on or before that one. */
  from?: string;
  to?: string;
}

/** Where a page ends: the sort key of its last item. */
export interface ConcernKey {
  day: string;
  latest: string;
  position: number;
}

const PAGE = `
  select position, event as id, type, stream, authority, roles, effective, title, publisher,
    coalesce(earliest, latest)::text as day, latest::text as latest
  from country_timeline.concern
  where country = $1 and known @> $2::bigint
    and ($3::text is null or $3 = any(roles)) and ($4::text is null or type = $4)
    and ($5::date is null or latest >= $5) and ($6::date is null or earliest is null or earliest <= $6)
    and (coalesce(earliest, latest), latest, position) > ($7::date, $8::date, $9::bigint)
  order by coalesce(earliest, latest), latest, position limit $10`;

const FIRST: ConcernKey = { day: '-infinity', latest: '-infinity', position: 0 };

/** What concerns a country, in order of validity, as known at a position. */
export async function concernsOf(
  pool: Pool,
  country: string,
  knownAt: number,
  { role, type, from, to }: ConcernFilter,
  { after = FIRST, limit }: { after?: ConcernKey; limit: number },
): Promise<{ item: TimelineItem; key: ConcernKey }[]> {
  const { rows } = await pool.query<TimelineItem & Omit<ConcernKey, 'position'>>({
    name: 'country timeline',
    text: PAGE,
    values: [
      country,
      knownAt,
      role ?? null,
      type ?? null,
      from ?? null,
      to ?? null,
      after.day,
      after.latest,
      after.position,
      limit,
    ],
  });
  return rows.map(({ day, latest, ...item }) => ({ item, key: { day, latest, position: item.position } }));
}
