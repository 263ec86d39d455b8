export { findBroker, isOwn, startBroker, type Broker, type OwnBroker, type Probe } from './broker.ts';
export { createAuthority, startHttps, withoutProxies, type HttpsAnswer, type HttpsServer } from './https-server.ts';
export { oracleAnswer, type OracleAnswer, type Placed } from './oracle.ts';
export { ownReportsOracle, publicationsAnswer, type OraclePublication, type OwnReport } from './publications-oracle.ts';
export { sample, sampleRecord, sampleSource } from './sample-events.ts';
export { idOf, numbered, factData } from './fact-data.ts';
export { specFor } from './spec-for.ts';
export { createTemporaryDatabase } from './temporary-database.ts';
