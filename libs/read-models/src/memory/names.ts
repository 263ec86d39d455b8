import type { Pool } from 'pg';
import { currentScorer, type Scorer } from '#matching';
import { openedQuestion } from './changed-periods.ts';
import { holdPeriods } from './held.ts';
import { nameRows, type FoundPeriod, type NameRows, type SchemaOf } from './name-rows.ts';

const NAMED = openedQuestion(
  'names of opened periods',
  // As JSON, which is read in a third of the time that arrays take.
  `list, status, type, name, jsonb_path_query_array(record, '$.subject.aliases[*].name') as aliases,
    jsonb_path_query_array(record, '$.subject.identifiers[*].number')
      || jsonb_path_query_array(record, '$.subject.vessel.callSign')
      || jsonb_path_query_array(record, '$.subject.aircraft.serialNumber')
      || jsonb_path_query_array(record, '$.subject.aircraft.transponderCode') as numbers,
    record #> '{subject,activities}' as activities`,
);

/** Four million names. */
const MAX_BYTES = 1024 ** 3;

export interface NamesOptions {
  /** With more bytes than this they are given up. */
  maxBytes?: number;
}

/**
 * The names of all designations in memory, as known at any position that they were brought to, to be filtered by the schemata
 * that `schemaOf` gives. Where they are too large `upTo` throws TooLargeError.
 */
export function createNames(
  pool: Pool,
  schemaOf: SchemaOf,
  { maxBytes = MAX_BYTES }: NamesOptions = {},
  scorer: Scorer = currentScorer,
) {
  const empty = () => nameRows({ scorer, schemaOf, maxBytes });
  const { upTo, size } = holdPeriods<FoundPeriod, NameRows>(pool, { question: NAMED, empty });
  return { scorer, upTo, size };
}
export type Names = ReturnType<typeof createNames>;
