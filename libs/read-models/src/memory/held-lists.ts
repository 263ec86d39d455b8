import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import {
  listFactsAt,
  listsOn,
  type ListFacts,
  type ListFilter,
  type RegisteredList,
} from '../models/list-register/queries.ts';
import { REGISTRATIONS } from './source.ts';
import { whileUnchanged } from './while-unchanged.ts';

/** Bytes of what is known of lists at the positions that were asked about lately. */
const ROOM = 24 * 1024 * 1024;

const boundsOf = (table: string) =>
  `select unnest(array[lower(known), upper(known)]) as at from list_register.${table}`;
/** Positions at which something became known of a list, or was known no longer. */
const CHANGES = `
  select distinct at from (${['registration', 'publication', 'review', 'coverage_change'].map(boundsOf).join(' union all ')}) c
  where at > $1 and at <= $2 order by at`;

/** A list without its last event, which comes with every event of its designations. */
export type HeldList = Omit<RegisteredList, 'lastEvent'>;

type KnownFacts = Omit<ListFacts, 'lastEvent'>[];

/** An object takes some three bytes for each character of its JSON, and an entry of the cache has its own. */
const sizeOf = (facts: KnownFacts, key: string): number => 3 * JSON.stringify(facts).length + 2 * key.length + 200;

interface Held {
  facts: LRUCache<string, KnownFacts>;
  /** The positions at which the register changed, and the one up to which they are here. */
  changes: number[];
  upTo: number;
}

/** What is known of lists is read once for all the days that are asked about, and for all positions between two changes. */
export function createHeldLists(pool: Pool) {
  const empty = (): Held => ({
    facts: new LRUCache({ maxSize: ROOM, sizeCalculation: sizeOf }),
    changes: [],
    upTo: 0,
  });
  const held = whileUnchanged(pool, [REGISTRATIONS], empty);

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
      const into = await held();
      const since = await lastChange(into, knownAt);
      const key = [since, authority, list].join(' ');
      const known = into.facts.get(key);
      if (known) return listsOn(known, on);
      const facts = (await listFactsAt(pool, since, { authority, list })).map(({ lastEvent: _, ...rest }) => rest);
      into.facts.set(key, facts);
      return listsOn(facts, on);
    },
  };
}
