import { sameContent, type DomainEvent, type Known, type Source } from '#domain';
import type { RecordedEvent } from './event-log.ts';

/**
 * Takes of each event what deciders and lines ask of it: of whole lists that are held in memory the rest, a source's row
 * above all, would be most. Events of one publication follow one another, and share their `source`.
 */
export function slimming<E extends DomainEvent>(): (event: RecordedEvent<E>) => Known<E> {
  let last: Source | undefined;
  return ({ type, schemaVersion, id, position, data }) => {
    const { row: _, ...told } = data as { row?: unknown; source: Source };
    const source = last !== undefined && sameContent(last, told.source) ? last : told.source;
    last = source;
    return { type, schemaVersion, id, position, data: { ...told, source } } as unknown as Known<E>;
  };
}
