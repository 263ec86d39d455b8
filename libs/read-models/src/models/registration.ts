import type { EventLog } from '#event-log';
import type { ReadModel } from '#subscriptions';

/** A read model by its name, and how it is made on a log. */
export interface Registration {
  name: string;
  on(log: EventLog): ReadModel;
}

/** Makes a registration. The tables live in the schema of the read model's name. */
export const readModel = (
  name: string,
  parts: (log: EventLog) => Omit<ReadModel, 'name' | 'schema'>,
): Registration => ({
  name,
  on: (log) => ({ name, schema: name.replaceAll('-', '_'), ...parts(log) }),
});
