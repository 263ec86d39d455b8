import type { Pool } from 'pg';
import type { EventLog } from '#event-log';
import { createLogTransport, type Delivery, type Transport } from '#messaging';
import { readModels } from '#read-models';
import { ensureReadModels, runReadModels } from '#subscriptions';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Target {
  pool: Pool;
  log: EventLog;
}

/** A transport that tells, without anybody polling, what a subscription has stored. */
export const watching = (transport: Transport, onStored: (name: string, delivery: Delivery) => void): Transport => ({
  run: (subscription, signal) =>
    transport.run(
      {
        ...subscription,
        async deliver(delivery) {
          await subscription.deliver(delivery);
          onStored(subscription.name, delivery);
        },
      },
      signal,
    ),
});

/** Brings every read model to the log's head in this process. */
export async function projectAll({ pool, log }: Target): Promise<void> {
  const models = readModels(log);
  await ensureReadModels(pool, log, models);
  const head = await log.head();
  const behind = new Set(models.map(({ name }) => name));
  const stop = new AbortController();
  const transport = watching(createLogTransport(log, quiet), (name, { reached }) => {
    if (reached.every(({ through }) => through >= head)) behind.delete(name);
    if (behind.size === 0) stop.abort();
  });
  await runReadModels(models, { pool, transport, claim: 'wait', signal: stop.signal });
}
