export { catalogue, sourceOf } from './catalogue.ts';
export { ingestPublication, type IngestOptions, type IngestReport } from './ingest.ts';
export type { ReadLimits } from './limits.ts';
export type { ListSource } from './list-source.ts';
export { listFromMapping } from './mapped-list.ts';
export { PublicationRefused, type RefusalCode } from './refusal.ts';
