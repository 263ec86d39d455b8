export { openListStore, sourcesMigrations, type ListStore } from './list-store.ts';
export { createPostgresArtefacts, publishedBytes, type Artefact, type Artefacts } from './keeping/artefacts.ts';
export { catalogue, sourceOf } from './catalogue.ts';
export { createListStates, type ListStates } from './comparing/list-states.ts';
export { readDownloads, type Downloads } from './fetching/download.ts';
export { fetchList, type FetchReport } from './fetching/fetch-list.ts';
export { freshnessOf, withFreshness, type Freshness } from './fetching/freshness.ts';
export { keepFetching } from './fetching/schedule.ts';
export { withTightHeap } from './ingesting/tight-heap.ts';
export { ingestPublication, type IngestOptions, type Ledger } from './ingesting/ingest.ts';
export type { IngestReport } from './ingesting/report.ts';
export type { Limits } from './limits.ts';
export type { ListSource } from './list-source.ts';
export { listFromMapping } from './lists/by-mapping/list-from-mapping.ts';
export { withOwnLists } from './own-lists.ts';
export { printedDates } from './ingesting/read-publication.ts';
export { reparseList, type ReparseReport } from './replaying/reparse.ts';
export { verifyArtefacts, type ArtefactsReport } from './replaying/verify.ts';
export { countryCode } from './mapping/countries.ts';
export { PublicationRejected, type RejectionCode } from './reading/rejection.ts';
export { orInputError, readYaml } from './yaml-file.ts';

export { openSpool } from './keeping/spool.ts';

export * as followTheMoney from './lists/by-mapping/ftm-schema.ts';
