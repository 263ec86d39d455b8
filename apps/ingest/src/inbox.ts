import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { LogUnavailableError } from '#event-log';
import { ingestPublication, type Ledger, type ListSource } from '#sources';

interface Inbox {
  /** `<inbox>/<list>/<file>`; a file is moved to `<inbox>/<list>/done` or `refused` once its outcome is recorded. */
  inbox: string;
  ledger: Ledger;
  lists: readonly ListSource[];
  logger: Logger;
  signal: AbortSignal;
}

const LOOK_MS = 500;
/** Who writes a file gives it this ending until it is whole. */
const PARTIAL = '.part';

/**
 * Ingests every publication that is put into the inbox, each list's files in the order of their names, until the signal
 * aborts. Killed between recording and moving, it finds the publication recorded when it comes to the file again.
 */
export async function watchInbox({ inbox, lists, ledger, logger, signal }: Inbox): Promise<void> {
  for (const { list } of lists)
    for (const folder of ['done', 'refused']) await mkdir(join(inbox, list, folder), { recursive: true });
  while (!signal.aborted) {
    for (const source of lists) await emptyFolder(source, { inbox, ledger, logger, signal });
    await setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function emptyFolder(source: ListSource, { inbox, ledger, logger, signal }: Omit<Inbox, 'lists'>): Promise<void> {
  const folder = join(inbox, source.list);
  const files = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL))
    .map(({ name }) => name)
    .sort();
  for (const file of files) {
    if (signal.aborted) return;
    try {
      const publishedOn = /@(\d{4}-\d{2}-\d{2})$/.exec(file)?.[1];
      const options = { publishedOn, actor: 'ingest', observedAt: new Date().toISOString() };
      const report = await ingestPublication(ledger, source, createReadStream(join(folder, file)), options);
      await rename(join(folder, file), join(folder, report.rejected ? 'refused' : 'done', file));
      logger.info({ file, ...report }, report.rejected ? 'publication.refused' : 'publication.ingested');
    } catch (error) {
      // The file stays where it is and comes again; the files behind it wait, because order matters.
      logger.error({ err: error, file, list: source.list }, 'publication.failed');
      if (!(error instanceof LogUnavailableError))
        await setTimeout(LOOK_MS * 4, undefined, { signal }).catch(() => undefined);
      return;
    }
  }
}
