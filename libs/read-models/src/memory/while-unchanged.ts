import type { Pool } from 'pg';
import { BELIEVED_MS, goesOn, sourceOf, type Source, type SourceTable } from './source.ts';

/**
 * Gives what is held of some tables; `empty` begins it anew where a rebuild put another table in place, or a parked event was
 * applied, which may have changed what was known long ago.
 */
export function whileUnchanged<Held>(
  pool: Pool,
  tables: readonly SourceTable[],
  empty: () => Held,
): () => Promise<Held> {
  let held = empty();
  let sources: Source[] | undefined;
  let believedUntil = 0;

  return async () => {
    if (performance.now() < believedUntil) return held;
    const asked = performance.now();
    const now = await Promise.all(tables.map((table) => sourceOf(pool, table)));
    if (!sources?.every((source, at) => goesOn(source, now[at]!))) held = empty();
    sources = now;
    believedUntil = asked + BELIEVED_MS;
    return held;
  };
}
