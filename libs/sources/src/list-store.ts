import { openStore, type Gauges, type OpenOptions, type Store } from '#process';
import { createListStates, type ListStates } from './comparing/list-states.ts';
import { listGauges } from './fetching/freshness.ts';
import { createPostgresArtefacts, type Artefacts } from './keeping/artefacts.ts';

/** The tables of this lib, for `migrate`. */
export const sourcesMigrations = { lib: 'sources', folder: new URL('./sql/', import.meta.url) };

/** The database as a process sees it that ingests lists: also the published files behind the log. */
export interface ListStore extends Store {
  artefacts: Artefacts;
  /** The lists as far as this process has read them for comparing publications. */
  states: ListStates;
  /** How fresh the fetched lists are. */
  gauges: Gauges;
}

/** Opens the database, migrated to this version. Close it with `close`. */
export async function openListStore(url: string, name: string, options: OpenOptions = {}): Promise<ListStore> {
  const store = await openStore(url, name, { ...options, migrations: [sourcesMigrations] });
  return {
    ...store,
    artefacts: createPostgresArtefacts(store.writer),
    states: createListStates(store.log),
    gauges: listGauges(store.reader),
  };
}
