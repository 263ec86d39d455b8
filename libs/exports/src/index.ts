export { datasetOf, scopeOf } from './datasets.ts';
export { addressOf, describe, resourceOf } from './describe.ts';
export { editionOf, editionsAt, versionsOf, type Edition } from './editions.ts';
export { createExports, type Exports } from './exports.ts';
export { FORMATS, type ExportFile } from './formats/formats.ts';
export { CODINGS, type Coding } from './keeping/write-file.ts';
export type { KeptFile } from './keeping/cache.ts';
export { DELTA_FILE, piecesOf, typeOfFile, type MadeFile } from './make.ts';
export { versionText } from './version.ts';
