import { ingestPublication, sourceOf, openListStore, type ListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { askChild } from '../children/child.ts';
import { atMost, summarize, timed } from '../report.ts';
import { ENTRIES, inPieces, unFile } from '../inputs/un-file.ts';

const ROUNDS = 3;
const FIRST = unFile('2024-01-02T00:00:00.000Z');
const LATER = unFile('2024-02-03T00:00:00.000Z');

/**
 * Seconds to ingest a publication of a thousand entries in a warm process: the first time, the same content with a later
 * date, the same bytes. And the memory of the standalone process after ten of them. To reach: 1.5 s, 0.5 s, 400 MB.
 */
export async function benchIngest() {
  return withServer(async ({ createDatabase, dropDatabase }) => {
    const seconds = { first: [] as number[], unchanged: [] as number[], 'same bytes': [] as number[] };
    // The round before the first one warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      const url = await createDatabase();
      const store = await openListStore(url, 'bench');
      const first = await timed(() => ingest(store, FIRST));
      const unchanged = await timed(() => ingest(store, LATER));
      const same = await timed(() => ingest(store, LATER));
      if (first.result.designated !== ENTRIES || unchanged.result.unchanged !== ENTRIES || same.result.events !== 0)
        throw new Error(`Ingested otherwise than meant: ${JSON.stringify([first, unchanged, same])}`);
      await store.close();
      await dropDatabase(url);
      if (round === 0) continue;
      seconds.first.push(first.seconds);
      seconds.unchanged.push(unchanged.seconds);
      seconds['same bytes'].push(same.seconds);
    }
    const memory = await askChild<{ rssMb: number; peakMb: number }>('standalone', { url: await createDatabase() });
    const [first, unchanged, same] = Object.values(seconds).map(summarize);
    return {
      unit: 's',
      file_mb: Number((FIRST.length / 1e6).toFixed(2)),
      entries: ENTRIES,
      figures: { first, unchanged, 'same bytes': same },
      standalone_rss_mb: memory,
      goals: [
        atMost('first ≤ 1.5 s', first!.median, 1.5),
        atMost('unchanged ≤ 0.5 s', unchanged!.median, 0.5),
        atMost('same bytes ≤ 0.5 s', same!.median, 0.5),
        atMost('standalone ≤ 400 MB after ten publications', memory.rssMb, 400),
      ],
    };
  });
}

const ingest = (store: ListStore, bytes: Buffer) =>
  ingestPublication(store, sourceOf('un-sc-sample')!, inPieces(bytes), {
    actor: 'bench',
    observedAt: '2024-06-05T12:00:00.000Z',
  });
