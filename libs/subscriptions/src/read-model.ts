import { isPoisonForTables } from './poison.ts';
import type { Subscriber } from './subscription.ts';
import { SupersededError, versionOf, type Versioned } from './versions.ts';

/** A read model: tables of its own in a schema of its own, filled from the log and from nothing else. */
export interface ReadModel extends Omit<Subscriber, 'isPoison'>, Versioned {
  /** The schema; `name` with underscores. */
  schema: string;
  /** Prefixes of the streams that `apply` needs; all streams if left out. */
  streams?: readonly string[];
  /** Its tables, and for each the columns that are its content. Each has a column `authority`. */
  digested: Readonly<Record<string, readonly string[]>>;
}

// One way to the database and back for both.
const USE_TABLES = `
  select set_config('search_path', $2, true), version from subscriptions.read_model where name = $1`;

/** The read model as a subscriber: its tables in reach, its events applied, while they are of this version. */
export const projecting = (model: ReadModel): Subscriber => {
  const version = versionOf(model);
  // Read once; whoever awaits it hears of an error.
  version.catch(() => undefined);
  return {
    ...model,
    isPoison: isPoisonForTables,
    apply: async (tx, events) => {
      const { rows } = await tx.query<{ version: string }>(USE_TABLES, [model.name, model.schema]);
      // The checkpoint's rows are locked, so that no swap comes in between.
      if (rows[0]?.version !== (await version)) throw new SupersededError(model.name);
      await model.apply(tx, events);
    },
  };
};
