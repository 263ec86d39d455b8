export { DossierError, readDossier, type DossierIssue } from './read.ts';
export { recordDossier, type RecordOptions, type RecordReport } from './record.ts';
export { dossierJsonSchema, type Dossier } from './schema.ts';
