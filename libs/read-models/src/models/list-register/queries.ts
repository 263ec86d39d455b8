import type { Pool } from 'pg';
import type { ListOnRecord, Publication, Review } from '#contract';
import { addMonths, intervalOf } from '#domain';
import { coverageOf, type CoverageFacts } from './coverage.ts';

/** A list as it is registered, published and audited. */
export type RegisteredList = Omit<ListOnRecord, 'entries' | 'lastChange'>;

// A registration that is taken back takes nothing else with it: a list of which a party was told is told of still.
const HAS_DESIGNATIONS = `
  exists (select from designation_timeline.period p where p.list = r.list and lower(p.known) <= $1::bigint)`;

const LISTS = `
  select l.list as id, l.authority, r.name, r.url, r.legal_basis as "legalBasis", r.curated, r.review_every_months as "everyMonths",
    (select max(e.position) from event_log.event e where e.list = l.list and e.position <= $1::bigint) as "lastEvent",
    p.days as "publishedOn", p.partial, p.publications, p.rejections, p.last as "lastPublication", v.reviews,
    (select jsonb_build_object('ended', c.ended, 'effective', c.effective) from list_register.coverage_change c
      where c.list = l.list and c.known @> $1::bigint order by c.position desc limit 1) as change
  from (
    select list, authority from list_register.registration where known @> $1::bigint union
    select list, authority from list_register.publication where known @> $1::bigint union
    select list, authority from list_register.registration r where upper(known) <= $1::bigint and ${HAS_DESIGNATIONS}
  ) l
  left join lateral (
    select * from list_register.registration r where r.list = l.list and r.known @> $1::bigint order by r.position desc limit 1
  ) r on true
  cross join lateral (
    select coalesce(array_agg(distinct published_on::text) filter (where rejected is null and scope is null), '{}') as days,
      coalesce(jsonb_agg(jsonb_build_object('programs', scope -> 'programs', 'publishedOn', published_on))
        filter (where scope ? 'programs'), '[]') as partial,
      count(*) filter (where rejected is null) as publications,
      count(*) filter (where rejected is not null) as rejections,
      (array_agg(jsonb_build_object('publishedOn', published_on, 'sha256', sha256, 'position', position,
        'quarantined', (counts -> 'quarantined')::int)
        order by published_on desc, position desc) filter (where rejected is null))[1] as last
    from list_register.publication p where p.list = l.list and p.known @> $1::bigint
  ) p
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('position', position, 'effective', effective, 'by', by, 'outcome', outcome)), '[]')
      as reviews
    from list_register.review v where v.list = l.list and v.known @> $1::bigint
  ) v
  where ($2::text is null or l.authority = $2) and ($3::text is null or l.list = $3)
  order by l.authority, l.list`;

/** What is known of a list at a position, whatever the day. */
export type ListFacts = Omit<RegisteredList, 'curated' | 'coverage' | 'lastReview' | 'reviewDue'> &
  CoverageFacts & { everyMonths: number | null; reviews: NonNullable<RegisteredList['lastReview']>[] };

/** Whose lists: those of an authority, one list, or all. */
export interface ListFilter {
  authority?: string;
  list?: string;
}

/** What is known at a position of the lists of an authority, or of one list, or of all. */
export const listFactsAt = async (
  pool: Pool,
  knownAt: number,
  { authority, list }: ListFilter = {},
): Promise<ListFacts[]> =>
  (await pool.query<ListFacts>({ name: 'lists', text: LISTS, values: [knownAt, authority ?? null, list ?? null] }))
    .rows;

/** The lists with their coverage and audits for a day. */
export const listsOn = <Facts extends Omit<ListFacts, 'lastEvent'>>(facts: readonly Facts[], on: string) =>
  facts.map(({ publishedOn, partial, curated, change, everyMonths, reviews, ...list }) => ({
    ...list,
    curated: curated !== null,
    ...auditsOn(on, reviews, everyMonths),
    coverage: coverageOf({ publishedOn, partial, curated, change }, on),
  }));

/** The lists of an authority, or one list, or all, with their coverage for day `on` as known at `knownAt`. */
export const listsAt = async (
  pool: Pool,
  { on, knownAt }: { on: string; knownAt: number },
  filter: ListFilter = {},
): Promise<RegisteredList[]> => listsOn(await listFactsAt(pool, knownAt, filter), on);

const EVER_KNOWN = `
  select list as id, authority from list_register.registration where lower(known) <= $1::bigint union
  select list, authority from list_register.publication where lower(known) <= $1::bigint
  order by id`;

/** Every list that was ever known up to a position, those of which the registration was taken back too, by id. */
export const listsEverKnown = async (pool: Pool, knownAt: number): Promise<{ id: string; authority: string }[]> =>
  (await pool.query<{ id: string; authority: string }>(EVER_KNOWN, [knownAt])).rows;

/** The last audit that had certainly happened, and when the next is due. */
function auditsOn(on: string, reviews: ListFacts['reviews'], everyMonths: number | null) {
  const latestOf = ({ effective }: { effective: string }) => intervalOf(effective).latest;
  const lastReview =
    reviews
      .filter((review) => latestOf(review) <= on)
      .sort((a, b) => (latestOf(a) < latestOf(b) ? -1 : latestOf(a) > latestOf(b) ? 1 : a.position - b.position))
      .at(-1) ?? null;
  const by = lastReview && everyMonths ? addMonths(latestOf(lastReview), everyMonths) : null;
  return { lastReview, reviewDue: by ? { by, overdue: by < on } : null };
}

const PUBLICATION_COLUMNS = `
  list, published_on::text as "publishedOn", sha256, generated_at as "generatedAt", recorded_at as "recordedAt", position,
  reader, counts, unknown, quarantined, forced, rejected`;

const PUBLICATIONS = `
  select ${PUBLICATION_COLUMNS}
  from list_register.publication where list = $1 and position > $2 and known @> $3::bigint order by position limit $4`;

/** A list's publications, ingested or rejected, in the order they were recorded. */
export async function publicationsOf(
  pool: Pool,
  list: string,
  { after, knownAt, limit }: { after: number; knownAt: number; limit: number },
): Promise<Publication[]> {
  const { rows } = await pool.query<PublicationRow>(PUBLICATIONS, [list, after, knownAt, limit]);
  return rows.map(publicationItem);
}

const PUBLICATION = `
  select ${PUBLICATION_COLUMNS}
  from list_register.publication where list = $1 and sha256 = $2 and known @> $3::bigint
  order by rejected is not null, position desc limit 1`;

/** One publication of a list by its fingerprint; of several of the same bytes the last that was ingested. Null where none is. */
export async function publicationOf(
  pool: Pool,
  list: string,
  sha256: string,
  knownAt: number,
): Promise<Publication | null> {
  const { rows } = await pool.query<PublicationRow>(PUBLICATION, [list, sha256, knownAt]);
  return rows.map(publicationItem)[0] ?? null;
}

type PublicationRow = Omit<Publication, 'recordedAt'> & { recordedAt: Date };
const publicationItem = (row: PublicationRow): Publication => ({
  ...row,
  recordedAt: row.recordedAt.toISOString(),
});

const REVIEWS = `
  select position, effective, announced_on::text as "announcedOn", by, outcome, criteria, confidence, source
  from list_register.review where list = $1 and known @> $2::bigint order by position`;

/** The audits of a list, in the order they were recorded. */
export const reviewsOf = async (pool: Pool, list: string, knownAt: number): Promise<Review[]> =>
  (await pool.query<Review>(REVIEWS, [list, knownAt])).rows;
