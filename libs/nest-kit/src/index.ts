export { bearerOf, callerOf, KeyGuard, Needs, type Caller } from './auth.ts';
export { databaseSettings, distributedConfig, fetchSettings, listSettings, parseConfig, reads } from './config.ts';
export { decodeCursor, encodeCursor } from './cursor.ts';
export { createIdempotency, KEY_PATTERN, type Once } from './idempotency.ts';
export { createKeys, SCOPES, type ApiKey, type Keys, type Scope } from './keys.ts';
export { parseJson } from './json.ts';
export { createLogger, NestLogger } from './logging.ts';
export { createGate, type Gate } from './gate.ts';
export {
  CallerGoneError,
  PROBLEM_TYPE,
  problemOf,
  ProblemError,
  ProblemFilter,
  sendProblem,
  type Found,
} from './problem.ts';
export { inputsErrorOf, validationPipe } from './validation.ts';
export { createMetrics, readiness, type HealthSources } from './health.ts';
export { runService, type ServiceContext } from './service.ts';
export { openFollower, openStore, type Follower, type OpenOptions, type Store } from './store.ts';
