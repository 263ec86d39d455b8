import type { Pool } from 'pg';
import type { Designation, DesignationPeriod } from '#contract';
import type { Status, SubjectType } from '#domain';
import { ITEM, ON_RECORD, PERIOD } from './item.ts';
import { searchedFor } from './search.ts';

export interface DesignationFilter {
  authority?: string;
  list?: string;
  statuses?: readonly Status[];
  type?: SubjectType;
  program?: string;
  /** Part of a name, an alias or a number, whatever its case, accents and script. */
  q?: string;
}

/** Where a page ends: the sort key of its last item. */
export interface PageKey {
  list: string;
  name: string;
  id: string;
}

/** What of a name its page is sorted by: as many characters as the index has of it. */
const SORTED = 200;

/** The place of an item in the order of pages. */
export const pageKeyOf = ({ list, subject, id }: Pick<Designation, 'list' | 'subject' | 'id'>): PageKey => ({
  list,
  id,
  name: [...subject.name.slice(0, 2 * SORTED)].slice(0, SORTED).join(''),
});

// The ranges only filter here (coalesce hides them from their index): found by time, the whole list would have to be sorted
// for one page; read in the order of the page, some hundred rows are looked at.
const pageSql = (scope: 'authority' | 'list', columns = ITEM) => `
  select ${columns} from designation_timeline.period
  where ${scope} = $1 and coalesce(valid @> $2::date and known @> $3::bigint, false)
    and status = any($4)
    and ($5::text is null or list = $5) and ($6::text is null or type = $6) and ($7::text is null or $7 = any(programs))
    and ($8::text is null or ($8 <> '' and strpos(search, $8) > 0) or ($13 <> '' and strpos(search, $13) > 0))
    and (list, left(name, 200), designation) > ($9, $10, $11)
  order by list, left(name, 200), designation limit $12`;
const PAGE = { authority: pageSql('authority'), list: pageSql('list'), whole: pageSql('list', PERIOD) };

/**
 * A page of the designations that stand on day `on` as known at position `knownAt`, in the order of list and name.
 * Give the authority or the list. Pages are stable under concurrent appends, because `knownAt` is part of the question.
 */
export function designationsOn(
  pool: Pool,
  asOf: { on: string; knownAt: number },
  filter: DesignationFilter,
  page: { after?: PageKey; limit: number },
): Promise<Designation[]> {
  return rowsOf(pool, filter.authority === undefined ? 'list' : 'authority', asOf, filter, page);
}

/** A page of one list, each designation with its record and its days. */
export const periodsOfList = (
  pool: Pool,
  asOf: { on: string; knownAt: number },
  list: string,
  page: { after?: PageKey; limit: number },
): Promise<DesignationPeriod[]> => rowsOf(pool, 'whole', asOf, { list }, page);

async function rowsOf<Row extends Designation>(
  pool: Pool,
  kind: keyof typeof PAGE,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list, statuses = ON_RECORD, type, program, q }: DesignationFilter,
  { after, limit }: { after?: PageKey; limit: number },
): Promise<Row[]> {
  const searched = q === undefined ? null : searchedFor(q);
  const { rows } = await pool.query<Row>({
    name: `designations by ${kind}`,
    text: PAGE[kind],
    values: [
      authority ?? list,
      on,
      knownAt,
      statuses,
      list ?? null,
      type ?? null,
      program ?? null,
      searched?.typed ?? null,
      after?.list ?? '',
      after?.name ?? '',
      after?.id ?? '',
      limit,
      searched?.latin ?? null,
    ],
  });
  return rows;
}
