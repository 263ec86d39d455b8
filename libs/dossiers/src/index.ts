export { DossierError, readDossier, type DossierIssue } from './read.ts';
export { recordDossier, type RecordReport } from './record.ts';
export type { Dossier } from './schema.ts';
