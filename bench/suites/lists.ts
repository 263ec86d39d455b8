import { readModels } from '#read-models';
import { ingestPublication, sourceOf, openListStore, type ListStore } from '#sources';
import { rebuildAll } from '#subscriptions';
import { withServer, type BenchServer } from './bench-server.ts';
import { askChild } from '../children/child.ts';
import { projectAll } from './project.ts';
import { atLeast, atMost, peakMb, rounded, summarize, timed } from '../report.ts';
import { sdnFile } from '../inputs/sdn-file.ts';
import { LARGE_INPUTS, type LargeInput } from '../inputs/large-inputs.ts';
import type { SeriesAnswer } from '../children/list-children.ts';
import { inPieces } from '../inputs/un-file.ts';

const ENTRIES = 15_000;
const ROUNDS = 3;
const REBUILT_EVENTS = 100_000;

/**
 * Lists of the size that compliance teams live by: seconds to ingest one of 15,000 entries in a warm process, MB/s of
 * reading alone, and all real scrapes of 2021 and 2022, where they lie beside the repository.
 */
export async function benchLists() {
  return withServer(async (server) => {
    const seconds = await takingIn(server);
    const reading = await askChild<Record<string, number>>('reading', {});
    const series = await askChild<SeriesAnswer>('series', { url: await server.createDatabase() });
    const [first, unchanged, changed] = Object.values(seconds).map(summarize);
    const isThere = 'peakMb' in series;
    return {
      unit: 's',
      entries: ENTRIES,
      figures: { first, unchanged, 'one changed row': changed },
      reading_mb_per_s: reading,
      series,
      goals: [
        atMost('first ≤ 5 s', first!.median, 5),
        atMost('unchanged ≤ 1 s', unchanged!.median, 1),
        atMost('one changed row ≤ 1 s', changed!.median, 1),
        atLeast('XML ≥ 15 MB/s', reading.xml, 15),
        atLeast('CSV ≥ 25 MB/s', reading.csv, 25),
        atMost('143 scrapes ≤ 180 s', isThere ? series.seconds : undefined, 180),
        atMost('memory over them ≤ 500 MB', isThere ? series.peakMb : undefined, 500),
      ],
    };
  });
}

/** Peak memory of a process that is given 200 MB of one thing or another, and what comes of it. To reach: 600 MB. */
export async function benchLarge() {
  return withServer(async ({ createDatabase }) => {
    const figures: Record<string, { peakMb: number; outcome: string }> = {};
    for (const input of Object.keys(LARGE_INPUTS) as LargeInput[])
      figures[input] = await askChild('large', { url: await createDatabase(), input });
    for (const [input, { outcome }] of Object.entries(figures))
      if (input.startsWith('believed') && !outcome.endsWith('designated')) throw new Error(`${input}: ${outcome}`);
    const worst = Math.max(...Object.values(figures).map(({ peakMb }) => peakMb));
    return { unit: 'MB', figures, goals: [atMost('200 MB of anything ≤ 600 MB', worst, 600)] };
  });
}

/** Seconds to fill all read models anew from the log of a list that was amended again and again. To reach: 20 s. */
export async function benchListRebuild() {
  return withServer(async ({ createDatabase }) => {
    const store = await openListStore(await createDatabase(), 'bench');
    const { log, projector: pool } = store;
    for (let round = 0; (await log.head()) < REBUILT_EVENTS; round++)
      await take(store, sdnFile(ENTRIES, { changed: ENTRIES, round }), `2024-01-${String(round + 1).padStart(2, '0')}`);
    await projectAll({ pool, log });
    const events = await log.head();
    const figures: Record<string, number> = {};
    const { seconds } = await timed(async () => {
      for (const { readModel, equal, ms } of await rebuildAll(pool, log, readModels(log))) {
        if (!equal) throw new Error(`${readModel} came out different`);
        figures[readModel] = rounded(ms / 1_000);
      }
    });
    await store.close();
    const all = { events, seconds: rounded(seconds), peakMb: peakMb() };
    return { unit: 's', figures, ...all, goals: [atMost('all ≤ 20 s', seconds, 20)] };
  });
}

const HISTORY = 200;
const BACKFILLED = 20;
const BACKFILL_ENTRIES = 5_000;

/** Seconds to put 20 publications into a history of 200, each of 5,000 entries of which 10 come, 10 go and 30 change. */
export async function benchBackfill() {
  return withServer(async ({ createDatabase }) => {
    const store = await openListStore(await createDatabase(), 'bench');
    const all = Array.from({ length: HISTORY + BACKFILLED }, (_, n) => ({
      day: new Date(Date.UTC(2020, 0, 1 + 7 * n)).toISOString().slice(0, 10),
      bytes: sdnFile(BACKFILL_ENTRIES, { changed: 30, round: n, first: 10 * n }),
    }));
    const isLate = (n: number) => n % (all.length / BACKFILLED) === 5;
    const history = await timed(async () => {
      for (const { day, bytes } of all.filter((_, n) => !isLate(n))) await take(store, bytes, day);
    });
    const backfill = await timed(async () => {
      for (const { day, bytes } of all.filter((_, n) => isLate(n)).reverse()) await take(store, bytes, day, true);
    });
    const events = await store.log.head();
    await store.close();
    const figures = { history: rounded(history.seconds), backfill: rounded(backfill.seconds) };
    return { unit: 's', figures, events, peakMb: peakMb(), goals: [atMost('backfill ≤ 60 s', backfill.seconds, 60)] };
  });
}

const take = async (store: ListStore, bytes: Buffer, publishedOn: string, backfill = false) => {
  const options = { publishedOn, backfill, actor: 'bench', observedAt: '2026-01-01T00:00:00.000Z' };
  const report = await ingestPublication(store, sourceOf('us-ofac-sdn')!, inPieces(bytes), options);
  if (report.rejected) throw new Error(`${publishedOn}: ${report.rejected.detail}`);
  return report;
};

async function takingIn({ createDatabase, dropDatabase }: BenchServer) {
  const seconds = { first: [] as number[], unchanged: [] as number[], changed: [] as number[] };
  // The round before the first one warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const url = await createDatabase();
    const store = await openListStore(url, 'bench');
    const first = await timed(() => take(store, sdnFile(ENTRIES), '2024-01-01'));
    const unchanged = await timed(() => take(store, sdnFile(ENTRIES), '2024-01-02'));
    const changed = await timed(() => take(store, sdnFile(ENTRIES, { changed: 1 }), '2024-01-03'));
    const found = [first.result.designated, unchanged.result.unchanged, changed.result.amended];
    if (String(found) !== String([ENTRIES, ENTRIES, 1]))
      throw new Error(`Ingested otherwise than meant: ${String(found)}`);
    await store.close();
    await dropDatabase(url);
    if (round === 0) continue;
    seconds.first.push(first.seconds);
    seconds.unchanged.push(unchanged.seconds);
    seconds.changed.push(changed.seconds);
  }
  return seconds;
}
