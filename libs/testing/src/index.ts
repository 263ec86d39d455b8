export { sample, sampleRecord, sampleSource } from './sample-events.ts';
export { createTemporaryDatabase } from './temporary-database.ts';
