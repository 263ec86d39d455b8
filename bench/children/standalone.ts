import { createApi } from '../../apps/api/src/create-api.ts';
import { config, openWorkspace } from '../../apps/demarche/src/workspace.ts';
import { ANSWERING } from '#read-models';
import { ingestPublication, openListStore, sourceOf } from '#sources';
import { answerParent } from './child.ts';
import { inPieces, unFile } from '../inputs/un-file.ts';

const PUBLICATIONS = 10;

/** The parts of `demarche start` in one process, ten publications ingested: how much memory it then has. */
export async function runStandalone({ url }: { url: string }): Promise<void> {
  const workspace = await openWorkspace(config.parse({ DATABASE_URL: url }), openListStore);
  const { store, readSide, log, logger } = workspace;
  const api = await createApi(store, { readsOpen: true }, logger);
  await api.listen(0, '127.0.0.1');
  const stop = new AbortController();
  const projecting = workspace.project(stop.signal);
  for (let day = 1; day <= PUBLICATIONS; day++)
    await ingestPublication(
      store,
      sourceOf('un-sc-sample')!,
      inPieces(unFile(`2024-01-${String(day).padStart(2, '0')}T00:00:00.000Z`)),
      { actor: 'bench', observedAt: '2024-06-05T12:00:00.000Z' },
    );
  if (!(await readSide.progress.waitFor(ANSWERING, await log.head(), 60_000)))
    throw new Error('The read models did not come along');
  const megabytes = (bytes: number) => Math.round(bytes / 1_048_576);
  await answerParent({
    rssMb: megabytes(process.memoryUsage.rss()),
    peakMb: megabytes(process.resourceUsage().maxRSS * 1_024),
  });
  stop.abort();
  await projecting;
  await api.close();
  await workspace.close();
}
