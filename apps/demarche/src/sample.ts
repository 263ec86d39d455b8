import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readDossier, recordDossier } from '#dossiers';
import type { EventLog } from '#event-log';
import { ingestPublication, sourceOf, type ListStore } from '#sources';

// dist/apps/demarche/src → the project's folder.
const SAMPLES = new URL('../../../../samples/', import.meta.url);

/** An empty log gets the sample; so does one in which a first start was cut off before it had recorded all of it. */
export async function wantsSample(log: EventLog): Promise<boolean> {
  const first = await log.find(1);
  if (!first) return true;
  const begun = first.data.fact?.startsWith('article/');
  return begun === true && (await log.readStream('list-un-sc-sample')).length < SAMPLE_LIST_EVENTS;
}

// Registered, and two publications: the last that is recorded of the sample.
const SAMPLE_LIST_EVENTS = 3;

/** The dossiers and publications of `samples/`, each whole or not at all; what is recorded already adds nothing. */
export async function recordSample(store: ListStore): Promise<void> {
  const folder = fileURLToPath(SAMPLES);
  const options = { actor: 'sample', observedAt: new Date().toISOString() };
  const files = (await readdir(folder, { recursive: true })).sort();
  for (const file of files.filter((each) => each.endsWith('.yaml')))
    await recordDossier(store.log, readDossier(file, await readFile(`${folder}${file}`)), options);
  const source = sourceOf('un-sc-sample')!;
  for (const file of files.filter((each) => each.endsWith('.xml')))
    await ingestPublication(store, source, createReadStream(`${folder}${file}`), options);
}
