import type { Pool } from 'pg';
import { searchableText, type DesignationRecord, type Status, type SubjectType } from '#domain';

/** One designation as it stands on a day. Dates are EDTF; positions name events in the log. */
export interface DesignationItem {
  id: string;
  list: string;
  authority: string;
  reference: string;
  programs: string[];
  status: Status;
  /** What an uncertain status may be. */
  possible: Status[];
  since: string | null;
  until: string | null;
  subject: DesignationRecord['subject'];
  lastEvent: number;
  conflicts: number[];
}

export interface DesignationFilter {
  authority?: string;
  list?: string;
  statuses?: readonly Status[];
  type?: SubjectType;
  program?: string;
  /** Part of a name, an alias or a number, whatever its case and accents. */
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
export const pageKeyOf = ({ list, subject, id }: Pick<DesignationItem, 'list' | 'subject' | 'id'>): PageKey => ({
  ...{ list, id },
  name: [...subject.name.slice(0, 2 * SORTED)].slice(0, SORTED).join(''),
});

/** On record in some way: what a list query gives when no status is asked for. */
export const ON_RECORD: readonly Status[] = ['listed', 'suspended', 'uncertain'];

const ITEM = `
  designation as id, list, authority, reference, programs, status, possible, since, until,
  record -> 'subject' as subject, last_event as "lastEvent", conflicts`;

// The ranges only filter here (coalesce hides them from their index): found by time, the whole list would have to be sorted
// for one page; read in the order of the page, some hundred rows are looked at.
const pageSql = (scope: 'authority' | 'list') => `
  select ${ITEM} from designation_timeline.period
  where ${scope} = $1 and coalesce(valid @> $2::date and known @> $3::bigint, false)
    and status = any($4)
    and ($5::text is null or list = $5) and ($6::text is null or type = $6) and ($7::text is null or $7 = any(programs))
    and ($8::text is null or ($8 <> '' and strpos(search, $8) > 0))
    and (list, left(name, 200), designation) > ($9, $10, $11)
  order by list, left(name, 200), designation limit $12`;
const PAGE = { authority: pageSql('authority'), list: pageSql('list') };

/**
 * A page of the designations that stand on day `on` as known at position `knownAt`, in the order of list and name.
 * Give the authority or the list. Pages are stable under concurrent appends, because `knownAt` is part of the question.
 */
export async function designationsOn(
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list, statuses = ON_RECORD, type, program, q }: DesignationFilter,
  { after, limit }: { after?: PageKey; limit: number },
): Promise<DesignationItem[]> {
  const scope = authority === undefined ? 'list' : 'authority';
  const { rows } = await pool.query<DesignationItem>({
    name: `designations by ${scope}`,
    text: PAGE[scope],
    values: [
      authority ?? list,
      ...[
        on,
        knownAt,
        statuses,
        list ?? null,
        type ?? null,
        program ?? null,
        q === undefined ? null : searchableText(q),
      ],
      ...[after?.list ?? '', after?.name ?? '', after?.id ?? '', limit],
    ],
  });
  return rows;
}

const RESOLVE = `
  select designation from designation_timeline.reference
  where (designation = $1 or (list = $3 and reference = $4)) and known @> $2::bigint
  order by (designation = $1) desc, lower(known) desc limit 1`;

/** The designation that an id or any of its references (`un-sc:QI.A.12.01`) leads to, as known; null where none does. */
export async function resolveDesignation(pool: Pool, id: string, knownAt: number): Promise<string | null> {
  const colon = id.indexOf(':');
  const values = [id, knownAt, id.slice(0, colon), id.slice(colon + 1)];
  const { rows } = await pool.query<{ designation: string }>(RESOLVE, values);
  return rows[0]?.designation ?? null;
}

export interface DesignationPeriod extends DesignationItem {
  /** The days for which this is the answer; both inclusive, null is open. */
  validFrom: string | null;
  validTo: string | null;
  record: DesignationRecord;
}

const PERIOD = `${ITEM}, record, lower(valid)::text as "validFrom", (upper(valid) - 1)::text as "validTo"`;

const ON_DAY = `
  select ${PERIOD} from designation_timeline.period where designation = $1 and valid @> $2::date and known @> $3::bigint`;

const LINE = `
  select ${PERIOD} from designation_timeline.period where designation = $1 and known @> $2::bigint
  order by lower(valid) nulls first`;

const REFERENCES = `
  select reference from designation_timeline.reference where designation = $1 and known @> $2::bigint
  order by lower(known), reference`;

/** The designation as it stands on a day; null where that day lies before it was ever listed. */
export async function designationOn(
  pool: Pool,
  designation: string,
  { on, knownAt }: { on: string; knownAt: number },
): Promise<DesignationPeriod | null> {
  return (await pool.query<DesignationPeriod>(ON_DAY, [designation, on, knownAt])).rows[0] ?? null;
}

/** All periods of a designation as known at a position, in the order of the days. */
export const periodsOf = async (pool: Pool, designation: string, knownAt: number): Promise<DesignationPeriod[]> =>
  (await pool.query<DesignationPeriod>(LINE, [designation, knownAt])).rows;

/** Every reference of a designation, the first one first. */
export const referencesOf = async (pool: Pool, designation: string, knownAt: number): Promise<string[]> =>
  (await pool.query<{ reference: string }>(REFERENCES, [designation, knownAt])).rows.map(({ reference }) => reference);

export interface StatusCount {
  authority: string;
  list: string;
  status: Status;
  count: number;
}

const COUNTS = `
  select authority, list, status, count(*) as count from designation_timeline.period
  where valid @> $1::date and known @> $2::bigint and ($3::text is null or authority = $3)
    and ($4::text is null or list = $4)
  group by authority, list, status order by authority, list, status`;

/** How many designations stand in which status, per list. */
export const countsOn = async (
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list }: { authority?: string; list?: string } = {},
): Promise<StatusCount[]> =>
  (await pool.query<StatusCount>(COUNTS, [on, knownAt, authority ?? null, list ?? null])).rows;

/** All lists of an authority, or one list. */
export type Scope = { authority: string; list?: undefined } | { list: string; authority?: undefined };

export interface StandingItem {
  id: string;
  list: string;
  name: string;
  status: Status;
  since: string | null;
  programs: string[];
}

const STANDING = `
  select designation as id, list, name, status, since, programs from designation_timeline.period
  where ($1::text is null or authority = $1) and ($2::text is null or list = $2)
    and valid @> $3::date and known @> $4::bigint and status = any($5) order by list, left(name, 200), designation`;

/** Everything on record on a day, in few words: for comparing whole lists. */
export const standingOn = async (
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list }: Scope,
): Promise<StandingItem[]> =>
  (await pool.query<StandingItem>(STANDING, [authority ?? null, list ?? null, on, knownAt, ON_RECORD])).rows;

const SPANS = `
  select designation as id, lower(valid)::text as "from", upper(valid)::text as "to" from designation_timeline.period
  where ($1::text is null or authority = $1) and ($2::text is null or list = $2)
    and known @> $3::bigint and status = any($4)`;

/** The days on which designations were on record; `to` is the first day after, null where there is none. */
export const standingSpans = async (
  pool: Pool,
  knownAt: number,
  { authority, list }: Scope,
): Promise<{ id: string; from: string | null; to: string | null }[]> =>
  (
    await pool.query<{ id: string; from: string | null; to: string | null }>(SPANS, [
      authority ?? null,
      list ?? null,
      knownAt,
      ON_RECORD,
    ])
  ).rows;

const BY_IDS = `
  select ${ITEM} from designation_timeline.period
  where designation = any($1) and valid @> $2::date and known @> $3::bigint order by authority, list, name`;

/** Designations by their ids, as they stand on a day; those not listed by then are left out. */
export const designationsByIds = async (
  pool: Pool,
  ids: readonly string[],
  { on, knownAt }: { on: string; knownAt: number },
): Promise<DesignationItem[]> => (await pool.query<DesignationItem>(BY_IDS, [ids, on, knownAt])).rows;

const PROGRAM = `
  select count(*) filter (where $2 = any(programs) and valid @> $3::date and status = any($5)) as listed, count(*) as held
  from designation_timeline.period where list = $1 and known @> $4::bigint`;

/** How many stand under a programme of a list on a day; null where nothing of that list is held. */
export async function countProgram(
  pool: Pool,
  { list, program, on, knownAt }: { list: string; program: string; on: string; knownAt: number },
): Promise<number | null> {
  const { rows } = await pool.query<{ listed: number; held: number }>(PROGRAM, [list, program, on, knownAt, ON_RECORD]);
  return rows[0]!.held === 0 ? null : rows[0]!.listed;
}
