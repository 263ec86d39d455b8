import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { holdLock } from '#database';
import { sourceOf } from '../catalogue.ts';
import type { Download } from '../list-source.ts';
import type { Downloads } from './download.ts';
import { FetchFailed } from './failure.ts';
import { fetchList, type Fetching } from './fetch-list.ts';
import { raiseAlarms } from './freshness.ts';

export interface Schedule extends Fetching {
  /** Of the database, for a connection of the leader's own. */
  url: string;
  downloads: Downloads;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  signal: AbortSignal;
  /** How often to look what is due, and whether there is a leader. */
  lookMs?: number;
}

const LOOK_MS = 10_000;

/**
 * Fetches each list when it is due, until the signal aborts. Of all processes that do, one leads and the others wait for
 * their turn. One list after another: reading a list takes memory, and no authority is in a hurry.
 */
export async function keepFetching(schedule: Schedule): Promise<void> {
  const { url, signal, logger, lookMs = LOOK_MS } = schedule;
  while (!signal.aborted) {
    try {
      const lock = await holdLock(url, 'demarche fetching');
      if (lock) await lead({ ...schedule, signal: AbortSignal.any([signal, lock.lost]) }).finally(lock.release);
    } catch (error) {
      // The database is away, perhaps: another look will tell.
      if (!signal.aborted) logger.error({ err: error }, 'fetching.failed');
    }
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined);
  }
}

const FORGET = `delete from sources.fetching where list <> all($1)`;
const NOT_DUE = `select list from sources.fetching where next_at > $1`;

async function lead(schedule: Schedule): Promise<void> {
  const { pool, downloads, signal, logger, lookMs = LOOK_MS, now = () => new Date() } = schedule;
  await pool.query(FORGET, [[...downloads.keys()]]);
  while (!signal.aborted) {
    // One look has one instant: what time brings meanwhile is the next look's, for fetching and for alarms alike.
    const at = now();
    const { rows } = await pool.query<{ list: string }>(NOT_DUE, [at]);
    const waiting = new Set(rows.map(({ list }) => list));
    for (const [list, download] of downloads)
      if (!waiting.has(list) && !signal.aborted) await fetchDue(list, download, schedule);
    for (const alarm of await raiseAlarms(pool, at)) logger.error(alarm, 'list.stale');
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined);
  }
}

async function fetchDue(list: string, download: Download, schedule: Schedule): Promise<void> {
  const { signal, logger } = schedule;
  const started = performance.now();
  const took = () => ({ list, ms: Math.round(performance.now() - started) });
  try {
    const { fetch, ...report } = await fetchList(schedule, sourceOf(list, schedule.ledger.lists)!, download, {
      actor: 'fetch',
      signal,
    });
    if (report.rejected) logger.warn({ ...took(), ...report }, 'publication.refused');
    else logger.info({ ...took(), ...fetch, ...report }, 'list.fetched');
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof FetchFailed) logger.warn({ ...took(), reason: error.message }, 'list.not-fetched');
    // Ours: the failure is kept with the list, which is tried again later.
    else logger.error({ ...took(), err: error }, 'list.not-fetched');
  }
}
