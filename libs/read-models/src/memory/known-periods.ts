import type { Pool } from 'pg';
import { BOUNDS } from './changed-periods.ts';
import { COUNTED_COLUMNS, periodColumns, type CountedPeriod, type PeriodColumns } from './period-columns.ts';

const KNOWN = `
  select designation, ${COUNTED_COLUMNS}, ${BOUNDS} from designation_timeline.period where known @> $1::bigint
  order by lower(known)`;

/** The periods that are known at a position, for once: where no index holds them. */
export async function readKnown(pool: Pool, knownAt: number): Promise<PeriodColumns> {
  const columns = periodColumns();
  for (const period of (await pool.query<CountedPeriod>(KNOWN, [knownAt])).rows) columns.open(period);
  return columns;
}
