import type { Pool } from 'pg';
import type { PublicationCounts, Source } from '#domain';
import { coverageOf, type Coverage, type CoverageFacts } from './coverage.ts';

export interface ListItem {
  id: string;
  authority: string;
  name: string | null;
  url: string | null;
  legalBasis: string | null;
  curated: boolean;
  /** Of publications taken in. */
  publications: number;
  rejections: number;
  lastPublication: { publishedOn: string; sha256: string; position: number } | null;
  lastEvent: number;
  coverage: Coverage;
}

const LISTS = `
  select l.list as id, l.authority, l.name, l.url, l.legal_basis as "legalBasis", l.curated, l.last_event as "lastEvent",
    (select coalesce(array_agg(distinct p.published_on::text), '{}') from list_register.publication p
      where p.list = l.list and p.position <= $1 and p.rejected is null) as "publishedOn",
    (select count(*) from list_register.publication p
      where p.list = l.list and p.position <= $1 and p.rejected is null) as publications,
    (select count(*) from list_register.publication p
      where p.list = l.list and p.position <= $1 and p.rejected is not null) as rejections,
    (select jsonb_build_object('publishedOn', p.published_on, 'sha256', p.sha256, 'position', p.position)
      from list_register.publication p where p.list = l.list and p.position <= $1 and p.rejected is null
      order by p.published_on desc, p.position desc limit 1) as "lastPublication",
    (select jsonb_build_object('ended', c.ended, 'effective', c.effective) from list_register.coverage_change c
      where c.list = l.list and c.position <= $1 order by c.position desc limit 1) as change
  from list_register.list l
  where ($2::text is null or l.authority = $2) and ($3::text is null or l.list = $3)
    and coalesce(l.registered_at, 0) <= $1
  order by l.authority, l.list`;

type ListRow = Omit<ListItem, 'curated' | 'coverage'> & CoverageFacts;

/** The lists of an authority, or one list, or all, with their coverage for day `on` as known at `knownAt`. */
export async function listsAt(
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  { authority, list }: { authority?: string; list?: string } = {},
): Promise<ListItem[]> {
  const { rows } = await pool.query<ListRow>({
    name: 'lists',
    text: LISTS,
    values: [knownAt, authority ?? null, list ?? null],
  });
  return rows.map(({ publishedOn, curated, change, ...row }) => ({
    ...row,
    curated: curated !== null,
    coverage: coverageOf({ publishedOn, curated, change }, on),
  }));
}

export interface PublicationItem {
  list: string;
  publishedOn: string | null;
  sha256: string;
  generatedAt: string | null;
  recordedAt: string;
  position: number;
  reader: string | null;
  counts: PublicationCounts | null;
  unknown: Record<string, number> | null;
  quarantined: { entry: string; reason: string }[] | null;
  forced: { reason: string; code: string; detail: string } | null;
  rejected: { code: string; detail: string } | null;
}

const PUBLICATIONS = `
  select list, published_on::text as "publishedOn", sha256, generated_at as "generatedAt", recorded_at as "recordedAt", position,
    reader, counts, unknown, quarantined, forced, rejected
  from list_register.publication where list = $1 and position > $2 and position <= $3 order by position limit $4`;

/** A list's publications, taken in or rejected, in the order they were recorded. */
export async function publicationsOf(
  pool: Pool,
  list: string,
  { after, knownAt, limit }: { after: number; knownAt: number; limit: number },
): Promise<PublicationItem[]> {
  const { rows } = await pool.query<Omit<PublicationItem, 'recordedAt'> & { recordedAt: Date }>(PUBLICATIONS, [
    list,
    after,
    knownAt,
    limit,
  ]);
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}

export interface ReviewItem {
  position: number;
  effective: string;
  by: string;
  outcome: string;
  criteria: string | null;
  source: Source;
}

const REVIEWS = `
  select position, effective, by, outcome, criteria, source from list_register.review
  where list = $1 and position <= $2 order by position`;

/** The audits of a list, in the order they were recorded. */
export const reviewsOf = async (pool: Pool, list: string, knownAt: number): Promise<ReviewItem[]> =>
  (await pool.query<ReviewItem>(REVIEWS, [list, knownAt])).rows;
