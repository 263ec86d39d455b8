import type { Pool } from 'pg';
import type { StandingItem } from '#contract';
import { ON_RECORD } from './item.ts';

/** All lists of an authority, or one list. */
export type AuthorityOrList = { authority: string; list?: undefined } | { list: string; authority?: undefined };

const STANDING = `
  select designation as id, list, name, status, since, programs from designation_timeline.period
  where ($1::text is null or authority = $1) and ($2::text is null or list = $2)
    and valid @> $3::date and known @> $4::bigint and status = any($5) order by list, left(name, 200), designation`;

/** Everything on record on a day, in few words: for comparing whole lists. */
export const standingOn = async (
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list }: AuthorityOrList,
): Promise<StandingItem[]> =>
  (await pool.query<StandingItem>(STANDING, [authority ?? null, list ?? null, on, knownAt, ON_RECORD])).rows;

const SPANS = `
  select designation as id, lower(valid)::text as "from", upper(valid)::text as "to" from designation_timeline.period
  where ($1::text is null or authority = $1) and ($2::text is null or list = $2)
    and known @> $3::bigint and status = any($4)`;

/** The days on which designations were on record; `to` is the first day after, null where there is none. */
export const standingSpans = async (
  pool: Pool,
  knownAt: number,
  { authority, list }: AuthorityOrList,
): Promise<{ id: string; from: string | null; to: string | null }[]> =>
  (
    await pool.query<{ id: string; from: string | null; to: string | null }>(SPANS, [
      authority ?? null,
      list ?? null,
      knownAt,
      ON_RECORD,
    ])
  ).rows;
