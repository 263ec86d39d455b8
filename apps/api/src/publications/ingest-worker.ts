import { createReadStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createNotifications, createPool } from '#database';
import { createPostgresEventLog } from '#event-log';
import { addOwnLists, createPostgresArtefacts, ingestPublication, sourceOf } from '#sources';
import type { Outcome, Task } from './ingest-aside.ts';

// A thread that takes in one publication and ends.

const { url, list, path, options, listsFolder } = workerData as Task;

async function work(): Promise<Outcome> {
  await addOwnLists(listsFolder);
  const pool = createPool({ url, role: 'demarche_writer', name: 'demarche ingest', max: 4 });
  const notifications = createNotifications(url, 'event_log');
  try {
    const ledger = { log: createPostgresEventLog({ pool, notifications }), artefacts: createPostgresArtefacts(pool) };
    return { report: await ingestPublication(ledger, sourceOf(list)!, createReadStream(path), options) };
  } catch (error) {
    const { name, message, pointer, code } = error as Error & { pointer?: string; code?: string };
    return { error: { name, message, pointer, code } };
  } finally {
    await notifications.close();
    await pool.end();
  }
}

parentPort!.postMessage(await work());
