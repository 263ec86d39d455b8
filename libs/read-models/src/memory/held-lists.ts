import type { Pool } from 'pg';
import {
  listFactsAt,
  listsOn,
  type ListFacts,
  type ListFilter,
  type RegisteredList,
} from '../models/list-register/queries.ts';
import { createKept } from './kept.ts';
import { BELIEVED_MS, goesOn, sourceOf, type Source } from './source.ts';

const REGISTRATIONS = { model: 'list-register', table: 'list_register.registration' };
/** Characters of JSON of what is known of lists at the positions that were asked about lately. */
const ROOM = 8 * 1024 * 1024;

const boundsOf = (table: string) =>
  `select unnest(array[lower(known), upper(known)]) as at from list_register.${table}`;
/** Positions at which something became known of a list, or was known no longer. */
const CHANGES = `
  select distinct at from (${['registration', 'publication', 'review', 'coverage_change'].map(boundsOf).join(' union all ')}) c
  where at > $1 and at <= $2 order by at`;

/** A list without its last event, which comes with every event of its designations. */
export type HeldList = Omit<RegisteredList, 'lastEvent'>;

interface Held {
  facts: ReturnType<typeof createKept<string, Omit<ListFacts, 'lastEvent'>[]>>;
  /** The positions at which the register changed, and the one up to which they are here. */
  changes: number[];
  upTo: number;
}

/** What is known of lists is read once for all the days that are asked about, and for all positions between two changes. */
export function createHeldLists(pool: Pool) {
  const empty = (): Held => ({
    facts: createKept(ROOM, (facts) => JSON.stringify(facts).length),
    changes: [],
    upTo: 0,
  });
  let held = empty();
  let source: Source | undefined;
  let believedUntil = 0;

  async function forgetWhatChanged(): Promise<void> {
    if (performance.now() < believedUntil) return;
    const asked = performance.now();
    const now = await sourceOf(pool, REGISTRATIONS);
    if (!source || !goesOn(source, now)) held = empty();
    source = now;
    believedUntil = asked + BELIEVED_MS;
  }

  /** The position of the last change of the register that was known. */
  async function lastChange(into: Held, knownAt: number): Promise<number> {
    if (knownAt > into.upTo) {
      const { rows } = await pool.query<{ at: number }>(CHANGES, [into.upTo, knownAt]);
      // Others may have read some of them meanwhile.
      into.changes.push(...rows.map(({ at }) => at).filter((at) => at > into.upTo));
      into.upTo = Math.max(into.upTo, knownAt);
    }
    return into.changes.findLast((at) => at <= knownAt) ?? 0;
  }

  return {
    /** The lists with their coverage and audits for day `on` as known at `knownAt`. */
    async listsAt(
      { on, knownAt }: { on: string; knownAt: number },
      { authority, list }: ListFilter,
    ): Promise<HeldList[]> {
      await forgetWhatChanged();
      const into = held;
      const since = await lastChange(into, knownAt);
      const key = [since, authority, list].join(' ');
      const known = into.facts.get(key);
      if (known) return listsOn(known, on);
      const facts = (await listFactsAt(pool, since, { authority, list })).map(({ lastEvent: _, ...rest }) => rest);
      into.facts.keep(key, facts);
      return listsOn(facts, on);
    },
  };
}
