import type { Pool } from 'pg';
import { currentScorer, type Scorer } from '#matching';
import { openedQuestion } from './changed-periods.ts';
import { holdPeriods } from './held.ts';
import { nameRows, type FoundPeriod, type NameRows } from './name-rows.ts';

const NAMED = openedQuestion(
  'names of opened periods',
  `list, status, type,
    array(select name union all select a ->> 'name' from jsonb_array_elements(record #> '{subject,aliases}') a) as names,
    array(
      select i ->> 'number' from jsonb_array_elements(record #> '{subject,identifiers}') i where i ->> 'number' is not null
    ) as numbers`,
);

/** The names of all designations in memory, as known at any position that they were brought to. */
export function createNames(pool: Pool, scorer: Scorer = currentScorer) {
  const { upTo, held } = holdPeriods<FoundPeriod, NameRows>(pool, { question: NAMED, empty: () => nameRows(scorer) });
  return {
    scorer,
    /** The names as known up to a position at least, which the designation timeline has reached. */
    upTo,
    /** What is held, and up to which position; undefined before the first question. */
    size() {
      const { position = 0, rows } = held() ?? {};
      return rows && { position, ...rows.size() };
    },
  };
}
export type Names = ReturnType<typeof createNames>;
