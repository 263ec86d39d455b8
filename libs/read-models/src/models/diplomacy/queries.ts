import type { Pool } from 'pg';
import type { GovernmentReport, Known, PostReport } from '#domain';

/** The sending and the receiving side of posts; all where left out. */
export interface DiplomacyQuestion {
  sending?: string;
  receiving?: string;
}

const ACTS = `
  select event as id, position, type, data from diplomacy.act
  where known @> $3::bigint and territory is null
    and ($1::text is null or sending = $1) and ($2::text is null or receiving = $2) order by position`;

const TERRITORIES = `
  select event as id, position, type, data from diplomacy.act
  where known @> $2::bigint and territory = any($1) order by position`;

/** What is told of posts, as corrected. */
export const postReports = async (
  pool: Pool,
  { sending, receiving }: DiplomacyQuestion,
  knownAt: number,
): Promise<Known<PostReport>[]> =>
  (await pool.query<Known<PostReport>>(ACTS, [sending ?? null, receiving ?? null, knownAt])).rows;

/** What is told of the governments of territories, as corrected. */
export const governmentReports = async (
  pool: Pool,
  territories: readonly string[],
  knownAt: number,
): Promise<Known<GovernmentReport>[]> =>
  (await pool.query<Known<GovernmentReport>>(TERRITORIES, [territories, knownAt])).rows;
