import { withAt } from '../pointer.ts';

/** An event with its place in the log. */
export type Known<E> = E & {
  id: string;
  position: number;
  /** The last correction that shaped it, where there is one. */
  correctedAt?: number;
};

interface Stored {
  type: string;
  data: object;
}
interface Changes {
  position: number;
  changes: Record<string, unknown>;
}

export const isCorrection = ({ type }: { type: string }): boolean =>
  type === 'EventCorrected' || type === 'EventRetracted';

/**
 * The events of one stream as last corrected, without those retracted and without the corrections themselves. Of several
 * corrections of one field the last recorded wins; a retracted correction is as if it had not been made; both may be
 * corrected in turn. Takes the events known so far, in log order. Source: docs/time.md.
 */
export function withCorrections<E extends Stored>(events: readonly Known<E>[]): Known<E>[] {
  const told = events.filter(isCorrection);
  if (told.length === 0) return [...events];

  // Newest first: whether a correction holds, and what it says, depends only on later ones that speak of it.
  const retracted = new Set<string>();
  const corrections = new Map<string, Changes[]>();
  const corrected = (event: Known<E>): Known<E> => {
    const own = corrections.get(event.id);
    if (!own) return event;
    const data = own.reduceRight((known, { changes }) => withChanges(known, changes), event.data);
    return { ...event, data, correctedAt: own[0]!.position };
  };
  for (const correction of told.toReversed()) {
    if (retracted.has(correction.id)) continue;
    const { type, data, position, correctedAt } = corrected(correction);
    const { of, changes } = data as { of: string; changes: Record<string, unknown> };
    if (type === 'EventRetracted') retracted.add(of);
    else corrections.set(of, [...(corrections.get(of) ?? []), { position: correctedAt ?? position, changes }]);
  }
  return events.filter((event) => !retracted.has(event.id) && !isCorrection(event)).map(corrected);
}

/** Corrections and retractions that were not retracted themselves, the newest first. */
export function correctionsStanding<E extends Stored>(events: readonly Known<E>[]): Known<E>[] {
  const retracted = new Set<string>();
  return events
    .filter(isCorrection)
    .toReversed()
    .filter(({ id, type, data }) => {
      if (retracted.has(id)) return false;
      if (type === 'EventRetracted') retracted.add((data as { of: string }).of);
      return true;
    });
}

/** `data` with the members that a correction names; null takes a member away. */
export const withChanges = <T extends object>(data: T, changes: Readonly<Record<string, unknown>>): T =>
  Object.entries(changes).reduce(
    (known, [field, value]) => withAt(known, pointerOf(field), value === null ? undefined : value),
    data,
  );

/** A correction names a member of the event's data, or points into it (RFC 6901). */
export const pointerOf = (field: string): string => (field.startsWith('/') ? field : `/${field}`);
