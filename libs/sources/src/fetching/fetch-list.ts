import type { Printed } from '#contract';
import type { Guard } from '#egress';
import { open, mkdtemp, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { ingestPublication, type IngestOptions, type Ledger } from '../ingesting/ingest.ts';
import { emptyReport, type IngestReport } from '../ingesting/report.ts';
import type { Download, ListSource } from '../list-source.ts';
import { FetchFailed } from './failure.ts';
import { defaultFetchLimits, get, openConnections, type Answer, type FetchLimits } from './get.ts';
import { publishedSha256 } from './listing.ts';
import {
  failed,
  findState,
  neverFetched,
  saveState,
  untilNext,
  untilRetry,
  verified,
  type FetchState,
} from './state.ts';

/** What fetching is done with. */
export interface Fetching {
  ledger: Ledger;
  /** Acts as `demarche_writer`. */
  pool: Pool;
  limits?: Partial<FetchLimits>;
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string;
  /** Where requests may go; to public addresses alone, where left out. */
  guard?: Guard;
  now?: () => Date;
  /** From 0 to 1. */
  random?: () => number;
}

export interface FetchOptions extends Pick<IngestOptions, 'force' | 'dryRun' | 'actor'> {
  signal?: AbortSignal;
}

/** The report of the publication that was fetched, and the server's answer. */
export type FetchReport = Printed['fetch'];

/** A server that says that nothing has changed is believed for so long; then the file itself is asked for. */
const BELIEVED_MS = 24 * 60 * 60_000;

/**
 * Fetches the list's current publication and ingests it, where the server has another than we hold. How it went is kept only
 * once it is recorded: killed in between, it is fetched again. Throws FetchFailed where no whole file came.
 */
export async function fetchList(
  fetching: Fetching,
  source: ListSource,
  download: Download,
  options: FetchOptions,
): Promise<FetchReport> {
  const { pool, now = () => new Date(), random = Math.random } = fetching;
  const limits = { ...defaultFetchLimits, ...fetching.limits };
  const state = await stateFor(pool, source.list, download, now());
  const keep = async (next: (now: Date) => FetchState) => {
    if (!options.dryRun) await saveState(pool, next(now()));
  };
  const retry = (retryAfterMs: number | null = null) => untilRetry(state.failures + 1, retryAfterMs, random());
  const file = await openTemporary();
  try {
    const answer = await answerTo(download, state, file, {
      ...options,
      limits,
      now: now(),
      ca: fetching.ca,
      guard: fetching.guard,
    });
    const report = await ingestAnswer(fetching.ledger, source, download, state, answer, file, {
      ...options,
      limits,
      now: now(),
    });
    const { rejected } = report;
    if (rejected) {
      const failure = { lastError: `rejected: ${rejected.code}: ${rejected.detail}`, rejectedAs: rejectionOf(report) };
      await keep((at) => failed(state, failure, at, retry()));
    } else await keep((at) => verified(state, answer, report, at, untilNext(download.everyMinutes, random())));
    return { ...report, fetch: { status: answer.status, notModified: answer.status === 304 } };
  } catch (error) {
    // Told to stop, it says nothing about the list.
    if (options.signal?.aborted) throw error;
    const [lastError, retryAfterMs] =
      error instanceof FetchFailed ? [error.message, error.retryAfterMs] : [`internal: ${(error as Error).name}`, null];
    // Where the database fails too, what failed first is the news.
    await keep((at) => failed(state, { lastError }, at, retry(retryAfterMs))).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

async function stateFor(pool: Pool, list: string, download: Download, now: Date): Promise<FetchState> {
  const state = (await findState(pool, list)) ?? neverFetched(list, download, now);
  const { url, staleAfterDays } = download;
  // The validators of another address say nothing about this one's file.
  return { ...state, staleAfterDays, ...(state.url === url ? {} : { url, etag: null, lastModified: null }) };
}

interface Attempt extends FetchOptions {
  limits: FetchLimits;
  now: Date;
}

/** A whole file whose published hash fits, or the server's word that it is the one we hold. */
async function answerTo(
  download: Download,
  { etag, lastModified, sha256, wholeAt }: FetchState,
  file: FileHandle,
  { signal, force, dryRun, limits, ca, guard, now }: Attempt & Pick<Fetching, 'ca' | 'guard'>,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(limits.totalMs);
  const through = openConnections(limits, { ca, guard });
  try {
    const asking = { through, limits, signal: signal ? AbortSignal.any([signal, deadline]) : deadline };
    const published = download.listing ? await publishedSha256(download.listing, asking) : null;
    const unconditional = { etag: null, lastModified: null };
    const mayBelieve = !force && !dryRun && wholeAt !== null && now.getTime() - wholeAt.getTime() < BELIEVED_MS;
    let answer = await get(download, file, mayBelieve ? { etag, lastModified } : unconditional, asking);
    if (answer.status === 304 && published !== null && published !== sha256)
      answer = await get(download, file, unconditional, asking);
    if (answer.status === 200 && published !== null && published !== answer.sha256)
      throw new FetchFailed('hash', `The file has SHA-256 ${answer.sha256}, but the authority publishes ${published}`);
    return answer;
  } finally {
    await through.destroy();
  }
}

/** Ingests the file that came; where the server says that nothing changed, there is nothing to do. */
async function ingestAnswer(
  ledger: Ledger,
  source: ListSource,
  { undated }: Download,
  { sha256, publishedOn, rejectedAs }: FetchState,
  answer: Answer,
  file: FileHandle,
  { now, limits, force, dryRun, actor }: Attempt,
): Promise<IngestReport> {
  if (answer.status === 304) return emptyReport({ list: source.list, publishedOn, sha256: sha256! });
  const options: IngestOptions = {
    force,
    dryRun,
    actor,
    observedAt: now.toISOString(),
    limits: { bytes: limits.bytes },
    ...(undated ? { publishedOn: dayOf(answer.lastModified) ?? now.toISOString().slice(0, 10) } : {}),
  };
  const content = () => file.createReadStream({ start: 0, autoClose: false });
  if (rejectedAs !== null && !dryRun) {
    // A page that says "try later" may never have the same bytes twice; it is recorded once.
    const looked = await ingestPublication(ledger, source, content(), { ...options, dryRun: true });
    if (looked.rejected && rejectionOf(looked) === rejectedAs) return looked;
  }
  return ingestPublication(ledger, source, content(), options);
}

const rejectionOf = ({ rejected, publishedOn }: IngestReport) => `${rejected?.code} ${publishedOn ?? ''}`;

/** The day of an HTTP date, which is always in UTC. */
function dayOf(httpDate: string | null): string | null {
  const time = Date.parse(httpDate ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}

/** A file without a name: it is gone with us, however we end. */
async function openTemporary(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-fetch-'));
  try {
    return await open(join(folder, 'file'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
