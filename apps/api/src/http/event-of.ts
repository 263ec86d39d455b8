import { NotFoundError } from '#domain';
import type { EventLog, RecordedEvent } from '#event-log';

/** An event's key in a path: its position, or its id. */
export const eventKey = (id: string): string | number => (/^\d{1,15}$/.test(id) ? Number(id) : id);

/** An event by its id or its position. Throws NotFoundError. */
export async function eventOf(log: Pick<EventLog, 'find'>, id: string): Promise<RecordedEvent> {
  const event = await log.find(eventKey(id));
  if (!event) throw new NotFoundError(`There is no event ${id}`);
  return event;
}
