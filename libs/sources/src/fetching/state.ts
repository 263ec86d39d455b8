import type { Pool } from 'pg';
import type { IngestReport } from '../ingesting/report.ts';
import type { Download } from '../list-source.ts';
import type { Answer, Validators } from './get.ts';

/** How the fetching of one list stands. */
export interface FetchState extends Validators {
  list: string;
  /** The address that the validators belong to. */
  url: string;
  /** The publication that was last known to be the authority's current one. */
  sha256: string | null;
  publishedOn: string | null;
  /** When the authority last gave a file, or said that there is none newer. */
  fetchedAt: Date | null;
  /** When what we hold was last known to be current. */
  verifiedAt: Date | null;
  /** When that was last seen by the file itself and not by the server's word. */
  wholeAt: Date | null;
  failingSince: Date | null;
  failures: number;
  lastError: string | null;
  /** Code and day of the publication rejected last, while none has been ingested since. */
  rejectedAs: string | null;
  nextAt: Date;
  staleAfterDays: number;
}

export const neverFetched = (list: string, { url, staleAfterDays }: Download, now: Date): FetchState => ({
  list,
  url,
  staleAfterDays,
  etag: null,
  lastModified: null,
  sha256: null,
  publishedOn: null,
  fetchedAt: null,
  verifiedAt: null,
  wholeAt: null,
  failingSince: null,
  failures: 0,
  lastError: null,
  rejectedAs: null,
  nextAt: now,
});

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** What we hold is the authority's current publication. */
export function verified(
  state: FetchState,
  answer: Answer,
  { sha256, publishedOn }: Pick<IngestReport, 'sha256' | 'publishedOn'>,
  now: Date,
  waitMs: number,
): FetchState {
  const seen = answer.status === 304 ? {} : { etag: answer.etag, lastModified: answer.lastModified, wholeAt: now };
  return {
    ...state,
    ...seen,
    sha256,
    publishedOn,
    fetchedAt: now,
    verifiedAt: now,
    nextAt: later(now, waitMs),
    failingSince: null,
    failures: 0,
    lastError: null,
    rejectedAs: null,
  };
}

/** It failed; where a file came all the same and was rejected, `rejectedAs` says how. */
export function failed(
  state: FetchState,
  { lastError, rejectedAs }: { lastError: string; rejectedAs?: string },
  now: Date,
  waitMs: number,
): FetchState {
  const { failures, failingSince } = state;
  return {
    ...state,
    lastError,
    failures: failures + 1,
    failingSince: failingSince ?? now,
    nextAt: later(now, waitMs),
    // A rejected file must come again whole, whatever the server thinks that we hold.
    ...(rejectedAs === undefined ? {} : { rejectedAs, fetchedAt: now, etag: null, lastModified: null }),
  };
}

const MINUTE = 60_000;
const FIRST_RETRY_MS = 2 * MINUTE;
const LEAST_RETRY_MS = MINUTE / 2;
const MOST_RETRY_MS = 6 * 60 * MINUTE;
const MOST_ASKED_MS = 24 * 60 * MINUTE;
const SPREAD = 0.1;

/** Until the next time after a success: a little sooner or later, so that not all of us ask at the full hour. */
export const untilNext = (everyMinutes: number, random: number): number =>
  everyMinutes * MINUTE * (1 - SPREAD + 2 * SPREAD * random);

/** Until the next time after so many failures in a row: anything up to a time that doubles; what the server asks for, at least. */
export function untilRetry(failures: number, retryAfterMs: number | null, random: number): number {
  const most = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  const wait = LEAST_RETRY_MS + (most - LEAST_RETRY_MS) * random;
  return Math.max(wait, Math.min(retryAfterMs ?? 0, MOST_ASKED_MS));
}

const FIND = `
  select list, url, etag, last_modified as "lastModified", sha256, published_on::text as "publishedOn",
    fetched_at as "fetchedAt", verified_at as "verifiedAt", whole_at as "wholeAt", failing_since as "failingSince",
    failures, last_error as "lastError", refused_as as "rejectedAs", next_at as "nextAt", stale_after_days as "staleAfterDays"
  from sources.fetching where list = $1`;

// An alarm ends with the failures that it was about.
const SAVE = `
  insert into sources.fetching as f (list, url, etag, last_modified, sha256, published_on, fetched_at, verified_at, whole_at,
    failing_since, failures, last_error, refused_as, next_at, stale_after_days)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  on conflict (list) do update set url = $2, etag = $3, last_modified = $4, sha256 = $5, published_on = $6, fetched_at = $7,
    verified_at = $8, whole_at = $9, failing_since = $10, failures = $11, last_error = $12, refused_as = $13, next_at = $14,
    stale_after_days = $15, alarmed_at = case when $11 > 0 then f.alarmed_at end`;

export async function findState(pool: Pool, list: string): Promise<FetchState | null> {
  return (await pool.query<FetchState>(FIND, [list])).rows[0] ?? null;
}

export async function saveState(pool: Pool, state: FetchState): Promise<void> {
  const { list, url, etag, lastModified, sha256, publishedOn, fetchedAt, verifiedAt, wholeAt } = state;
  const { failingSince, failures, lastError, rejectedAs, nextAt, staleAfterDays } = state;
  await pool.query(SAVE, [
    list,
    url,
    etag,
    lastModified,
    sha256,
    publishedOn,
    fetchedAt,
    verifiedAt,
    wholeAt,
    failingSince,
    failures,
    lastError,
    rejectedAs,
    nextAt,
    staleAfterDays,
  ]);
}
