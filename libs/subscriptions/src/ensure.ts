import type { Pool } from 'pg';
import { inTransaction } from '#database';
import type { EventLog } from '#event-log';
import type { ReadModel } from './read-model.ts';
import { fill, underRebuildLock } from './rebuild.ts';
import { createIndexes, createSchema } from './tables.ts';
import { currentVersion, isOlder, saveVersion, SupersededError, versionOf } from './versions.ts';
import { showMissing, showTables } from './views.ts';

/**
 * Makes the tables of new read models, and fills those anew whose version is not the code's: once, however many processes
 * start together. Throws SupersededError where this version was there before the present one; `takeBack` says that going
 * back is meant.
 */
export async function ensureReadModels(
  pool: Pool,
  log: EventLog,
  models: readonly ReadModel[],
  { takeBack = false }: { takeBack?: boolean } = {},
): Promise<void> {
  for (const model of models) {
    const version = await versionOf(model);
    const current = await currentVersion(pool, model);
    if (current === version) await showMissing(pool, model);
    else if (current === undefined) await make(pool, model, version);
    else {
      if (!takeBack && (await isOlder(pool, model, version, current))) throw new SupersededError(model.name);
      await underRebuildLock(pool, model, async () => {
        // Another process may have done it meanwhile.
        if ((await currentVersion(pool, model)) === version) return;
        // Its tables may have other columns: there is nothing to compare, and the difference is meant.
        await fill(pool, log, model, { acceptDifference: true });
      });
    }
  }
}

const make = (pool: Pool, model: ReadModel, version: string) =>
  inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`read-model ${model.name}`]);
    if ((await currentVersion(tx, model)) !== undefined) return;
    await createSchema(tx, model, model.schema);
    await createIndexes(tx, model, model.schema);
    await showTables(tx, model);
    await saveVersion(tx, model, version);
  });
