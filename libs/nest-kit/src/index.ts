export { distributedConfig, parseConfig } from './config.ts';
export { decodeCursor, encodeCursor } from './cursor.ts';
export { createLogger, NestLogger } from './logging.ts';
export { ProblemError, ProblemFilter, type Problem } from './problem.ts';
export { validationPipe } from './validation.ts';
export { createMetrics, readiness, type HealthSources } from './health.ts';
export { runService, type ServiceContext } from './service.ts';
export { openStore, type Store } from './store.ts';
