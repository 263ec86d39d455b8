export { findBroker, isOwn, startBroker, type Broker, type OwnBroker, type Probe } from './broker.ts';
export { sample, sampleRecord, sampleSource } from './sample-events.ts';
export { specFor } from './spec-for.ts';
export { createTemporaryDatabase } from './temporary-database.ts';
