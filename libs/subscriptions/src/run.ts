import type { Pool } from 'pg';
import type { Transport } from '#messaging';
import { projecting, type ReadModel } from './read-model.ts';
import { createSubscription, type SubscriptionOptions } from './subscription.ts';

type RunOptions = Omit<SubscriptionOptions, 'pool' | 'subscriber'> & { pool: Pool; transport: Transport };

/** Keeps read models up to date until the signal aborts; then lets their leases go. */
export async function runReadModels(
  models: readonly ReadModel[],
  { transport, ...options }: RunOptions,
): Promise<void> {
  await Promise.all(
    models.map((model) =>
      transport.run(createSubscription({ ...options, subscriber: projecting(model) }), options.signal),
    ),
  );
}
