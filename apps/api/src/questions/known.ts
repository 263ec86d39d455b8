import { eventTypes, InputError, NotFoundError } from '#domain';
import type { EventLog } from '#event-log';

// A filter that nothing can fit is a mistake, and must not pass as "there are none".

/** Throws InputError for a type that no event has. */
export function knownType(type: string | undefined): void {
  if (type !== undefined && !eventTypes.includes(type))
    throw new InputError(`There is no event type ${type}; there are ${eventTypes.join(', ')}`, '/type');
}

/** What to say where no list is known of those of an authority, of one, or of one of an authority. */
export function unknownScope({ authority, list }: { authority?: string; list?: string }): string {
  if (list === undefined) return `Nothing is recorded of ${authority}`;
  return authority === undefined ? `There is no list ${list}` : `${authority} has no list ${list}`;
}

/** Throws NotFoundError where nothing was ever recorded in the list or the stream that is asked for. */
export async function knownStreams(log: EventLog, filter: { list?: string; stream?: string }): Promise<void> {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    const [first] = await log.read({ after: 0, limit: 1, [name]: value });
    if (!first) throw new NotFoundError(`There is no ${name} ${value}`);
  }
}
