export {
  databaseSettings,
  distributedConfig,
  egressSettings,
  fetchSettings,
  guardOf,
  listSettings,
  parseConfig,
  reads,
  webhookSettings,
} from './config.ts';
export { allGauges, createMetrics, readiness, type Gauges, type HealthProbes } from './health.ts';
export { createLogger } from './logging.ts';
export { runService, type ServiceContext } from './service.ts';
export { openFollower, openStore, type Follower, type OpenOptions, type Store } from './store.ts';
