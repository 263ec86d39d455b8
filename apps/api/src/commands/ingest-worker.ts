import { createReadStream } from 'node:fs';
import { createNotifications, createPool } from '#database';
import { createPostgresEventLog } from '#event-log';
import { createPostgresArtefacts, ingestPublication, sourceOf, withOwnLists } from '#sources';
import type { Outcome, Task } from './ingest-aside.ts';

// A process that ingests one publication and ends; with its parent, where that ends first.

async function work({ url, list, path, options, listsFolder }: Task): Promise<Outcome> {
  const lists = await withOwnLists(listsFolder);
  const pool = createPool({ url, role: 'demarche_writer', name: 'demarche ingest', max: 4 });
  const notifications = createNotifications(url, 'event_log');
  try {
    const log = createPostgresEventLog({ pool, notifications });
    const ledger = { log, artefacts: createPostgresArtefacts(pool), lists };
    return { report: await ingestPublication(ledger, sourceOf(list, lists)!, createReadStream(path), options) };
  } catch (error) {
    const { name, message, pointer, code } = error as Error & { pointer?: string; code?: string };
    return { error: { name, message, pointer, code } };
  } finally {
    await notifications.close();
    await pool.end();
  }
}

process.once('disconnect', () => process.exit(1));
process.once('message', (task: Task) => {
  void work(task).then((outcome) => process.send!(outcome, () => process.exit(0)));
});
