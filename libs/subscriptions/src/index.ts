export { FencedError, createLease } from './lease.ts';
export { createProgress, type Progress } from './progress.ts';
export { ensureReadModels } from './ensure.ts';
export { projecting, type ReadModel } from './read-model.ts';
export { rebuild, rebuildAll, type RebuildReport } from './rebuild.ts';
export { createSubscription, type Outlet, type Subscriber } from './subscription.ts';
export { createOutletSubscription } from './outlet.ts';
export { createDueDays } from './due-days.ts';
export { parking, unpark, type Unparked } from './unpark.ts';

/** The tables of this lib, for `migrate`. */
export const subscriptionsMigrations = { lib: 'subscriptions', folder: new URL('./sql/', import.meta.url) };
export { createRelayLease } from './relay-lease.ts';
export { runReadModels } from './run.ts';
