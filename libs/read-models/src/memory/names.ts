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

/** Four million names. */
const MAX_BYTES = 1024 ** 3;

export interface NamesOptions {
  /** With more bytes than this they are given up. */
  maxBytes?: number;
}

/** The names of all designations in memory, as known at any position that they were brought to. Where they are too large `upTo` throws TooLargeError. */
export function createNames(pool: Pool, { maxBytes = MAX_BYTES }: NamesOptions = {}, scorer: Scorer = currentScorer) {
  const empty = () => nameRows(scorer, maxBytes);
  const { upTo, size } = holdPeriods<FoundPeriod, NameRows>(pool, { question: NAMED, empty });
  return { scorer, upTo, size };
}
export type Names = ReturnType<typeof createNames>;
