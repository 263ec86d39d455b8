import type { Pool } from 'pg';
import { together, type Transport } from '#messaging';
import { projecting, type ReadModel } from './read-model.ts';
import { createSubscription, type SubscriptionOptions } from './subscription.ts';

type RunOptions = Omit<SubscriptionOptions, 'pool' | 'subscriber'> & { pool: Pool; transport: Transport };

/** Keeps read models up to date until the signal aborts; then lets their leases go. Where one cannot go on, none does. */
export const runReadModels = (
  models: readonly ReadModel[],
  { transport, signal, ...options }: RunOptions,
): Promise<void> =>
  together(
    signal,
    models.map(
      (model) => (until) =>
        transport.run(createSubscription({ ...options, signal: until, subscriber: projecting(model) }), until),
    ),
  );
