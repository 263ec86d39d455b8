import { together } from '#messaging';
import { guardOf, type ServiceContext } from '#process';
import { keepFetching, readDownloads, withOwnLists, type ListStore } from '#sources';
import { watchInbox } from './inbox.ts';

type Settings = Parameters<typeof guardOf>[0] & {
  DATABASE_URL: string;
  INGEST_INBOX: string;
  FETCH: 'on' | 'off';
  FETCH_LISTS?: string;
  LISTS_FOLDER?: string;
};

/** Ingests lists as they are brought and, where FETCH is on, fetches them, until the signal aborts. */
export async function ingestLists({
  settings,
  logger,
  store,
  signal,
}: ServiceContext<Settings, ListStore>): Promise<void> {
  const { DATABASE_URL: url, INGEST_INBOX: inbox, FETCH, FETCH_LISTS, LISTS_FOLDER } = settings;
  const lists = await withOwnLists(LISTS_FOLDER);
  const downloads = await readDownloads(lists, FETCH_LISTS);
  const running = { ledger: { ...store, lists }, logger };
  await together(signal, [
    (until) => watchInbox({ ...running, lists, inbox, signal: until }),
    ...(FETCH === 'on'
      ? [
          (until: AbortSignal) =>
            keepFetching({ ...running, url, pool: store.writer, downloads, guard: guardOf(settings), signal: until }),
        ]
      : []),
  ]);
}
