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

/** What is known of lists at a position is read once, for all the days that are asked about. */
export function createHeldLists(pool: Pool) {
  const empty = () => createKept<string, ListFacts[]>(ROOM, (facts) => JSON.stringify(facts).length);
  let kept = empty();
  let source: Source | undefined;
  let believedUntil = 0;

  async function forgetWhatChanged(): Promise<void> {
    if (performance.now() < believedUntil) return;
    const asked = performance.now();
    const now = await sourceOf(pool, REGISTRATIONS);
    if (!source || !goesOn(source, now)) kept = empty();
    source = now;
    believedUntil = asked + BELIEVED_MS;
  }

  return {
    /** The lists with their coverage and audits for day `on` as known at `knownAt`. */
    async listsAt({ on, knownAt }: { on: string; knownAt: number }, filter: ListFilter): Promise<RegisteredList[]> {
      await forgetWhatChanged();
      const key = [knownAt, filter.authority, filter.list].join(' ');
      const into = kept;
      const known = into.get(key);
      if (known) return listsOn(known, on);
      const facts = await listFactsAt(pool, knownAt, filter);
      into.keep(key, facts);
      return listsOn(facts, on);
    },
  };
}
