import type { Pool } from 'pg';
import type { DesignationRecord, Status } from '#domain';

/** How a designation stood on one of two days. */
export interface Standing {
  status: Status;
  possible: Status[];
  since: string | null;
  until: string | null;
  record: DesignationRecord;
}

/** A designation that was not the same on the two days. */
export interface Turned {
  id: string;
  before?: Standing;
  after?: Standing;
}

const TURNED = `
  select designation as id, valid @> $2::date as "isBefore", status, possible, since, until, record
  from designation_timeline.period
  where list = $1 and known @> $4::bigint and (valid @> $2::date) <> (valid @> $3::date)
  order by designation`;

/** The designations of a list whose answer of the one day is not that of the other, as known at a position. */
export async function turnedBetween(
  pool: Pool,
  list: string,
  { from, to, knownAt }: { from: string; to: string; knownAt: number },
): Promise<Turned[]> {
  const { rows } = await pool.query<Standing & { id: string; isBefore: boolean }>({
    name: 'turned between',
    text: TURNED,
    values: [list, from, to, knownAt],
  });
  const byId = new Map<string, Turned>();
  for (const { id, isBefore, ...standing } of rows)
    byId.set(id, { ...byId.get(id), id, [isBefore ? 'before' : 'after']: standing });
  return [...byId.values()];
}
