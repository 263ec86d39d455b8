import { setTimeout } from 'node:timers/promises';
import { InputError, isDay } from '#domain';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const LONGEST = 1_000;

/**
 * An RFC 3339 instant in milliseconds since 1970, rounded down: recorded_at has whole milliseconds, so that no finer part
 * of an instant changes what was recorded by then. Offsets up to 23:59. Null where it is none.
 */
export function instantOf(text: string): number | null {
  const match = text.length <= LONGEST ? INSTANT.exec(text) : null;
  const [, day, hour, minute, second = '00', fraction = '', sign, offsetHour = '00', offsetMinute = '00'] = match ?? [];
  if (day === undefined || !isDay(day)) return null;
  if (Number(hour) > 23 || Number(offsetHour) > 23 || [minute, second, offsetMinute].some((part) => Number(part) > 59))
    return null;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return Date.parse(`${day}T${hour}:${minute}:${second}Z`) + milliseconds - offset;
}

/** The instant that somebody asks for. Throws InputError for what is none. */
export function requiredInstant(text: string): number {
  const at = instantOf(text);
  if (at === null) throw new InputError(`${text} is no instant; write 2024-06-05T12:00:00Z`, '/knownAt');
  return at;
}

/** How far ahead of the log's clock an instant may lie: so long it is waited for. The caller's clock may be a little fast. */
const AHEAD_MS = 5_000;

/**
 * Returns when nothing can be recorded at or before an instant any more. `quiet` gives a moment of the log's own clock
 * before which everything is recorded that ever will be. An instant that lies further ahead means now.
 */
export async function untilPast(at: number, quiet: () => Promise<number>): Promise<void> {
  for (;;) {
    const now = await quiet();
    if (at < now || at - now > AHEAD_MS) return;
    await setTimeout(at - now + 1);
  }
}
