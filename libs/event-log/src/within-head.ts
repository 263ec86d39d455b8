import { InputError } from '#domain';
import type { EventLog } from './event-log.ts';

/** Gives a position back. Throws InputError, which points at where it was told, for one that the log has not reached. */
export async function withinHead(log: Pick<EventLog, 'head'>, position: number, pointer: string): Promise<number> {
  const head = await log.head();
  if (position > head) throw new InputError(`${position} lies beyond the log, whose last position is ${head}`, pointer);
  return position;
}
