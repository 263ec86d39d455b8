import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventLog } from '#event-log';
import type { Endpoints, Keyring } from '#webhooks';
import type { Context } from '../context.ts';

/** What commands about webhooks work with. */
export interface Hooks {
  endpoints: Endpoints;
  keyring: Keyring;
  /** In the role `demarche_writer`. */
  pool: Pool;
  log: EventLog;
  /** Sends what is due to an endpoint, where nobody else does. */
  drain(endpoint: string): Promise<void>;
}

/** Opens the workspace for a command about webhooks. */
export const openHooks = (context: Context, work: (hooks: Hooks) => Promise<void>): Promise<void> =>
  context.withWorkspace(async (workspace) => {
    const { createEndpoints, createWorker } = await import('#webhooks');
    const { createEgress } = await import('#egress');
    const { createPool } = await import('#database');
    const { guardOf } = await import('#process');
    const settings = await context.settings();
    const guard = guardOf(settings);
    const { store, log, logger, url } = workspace;
    const keyring = await workspace.keyring();
    const endpoints = createEndpoints({ pool: store.writer, keyring, guard });
    const drain = async (endpoint: string) => {
      const egress = createEgress({ guard });
      const pool = createPool({ url, role: 'demarche_notifier', name: 'demarche webhooks', max: 2 });
      await createWorker({ pool, log, egress, keyring, logger, base: settings.PUBLIC_URL }).drain(endpoint);
      await egress.close();
      await pool.end();
    };
    await work({ endpoints, keyring, pool: store.writer, log, drain });
  });

const PATIENCE_MS = 20_000;

/** Sends what is due to an endpoint; where another process does, waits until it has tried one delivery. */
export async function sendNow({ pool, drain }: Hooks, endpoint: string, delivery: number): Promise<void> {
  const { deliveryOf } = await import('#webhooks');
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await setTimeout(100)) {
    await drain(endpoint);
    if ((await deliveryOf(pool, endpoint, delivery)).attempts > 0) return;
  }
}
