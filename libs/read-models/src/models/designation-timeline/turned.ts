import type { Pool } from 'pg';
import { inTransaction } from '#database';
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
  declare turned no scroll cursor for
  select designation as id, valid @> $2::date as "isBefore", status, possible, since, until, record
  from designation_timeline.period
  where list = $1 and known @> $4::bigint and (valid @> $2::date) <> (valid @> $3::date)
  order by designation`;

/** Two whole records a designation: so many of them are held at once. */
const PAGE = 1_000;

type Row = Standing & { id: string; isBefore: boolean };

/**
 * Gives `take` the designations of a list whose answer of the one day is not that of the other, as known at a position: some at
 * a time, so that no whole list is held.
 */
export async function turnedBetween(
  pool: Pool,
  list: string,
  { from, to, knownAt }: { from: string; to: string; knownAt: number },
  take: (turned: readonly Turned[]) => Promise<void>,
  page = PAGE,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(TURNED, [list, from, to, knownAt]);
    let last: Turned | undefined;
    for (;;) {
      const { rows } = await tx.query<Row>(`fetch ${page} from turned`);
      const found = last ? [last] : [];
      for (const { id, isBefore, ...standing } of rows) {
        const own = found.at(-1)?.id === id ? found.at(-1)! : { id };
        if (own !== found.at(-1)) found.push(own);
        own[isBefore ? 'before' : 'after'] = standing;
      }
      // The next page may have the other row of the last one.
      const isEnd = rows.length < page;
      last = isEnd ? undefined : found.pop();
      await take(found);
      if (isEnd) return;
    }
  });
}
