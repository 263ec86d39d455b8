import type { Pool } from 'pg';
import type { ActivityItem } from '#contract';

// A change counts in the month of the first day on which it is certain. What stood on the first publication of a list and
// prints no day of its own was designated some day before: that is no activity of any month.
const ACTIVITY = `
  with certain as (
    select designation, lower(valid) as day, status, since, programs, last_event,
      record - 'programs' - 'reference' - 'sourceIds' as content
    from designation_timeline.period where list = $1 and known @> $2::bigint and status <> 'uncertain'
  ), line as (
    select *, lag(status) over w as was, lag(programs) over w as before, lag(content) over w as content_before
    from certain window w as (partition by designation order by day nulls first)
  ), turned as (
    select to_char(day, 'YYYY-MM') as month, designation, programs, before,
      status in ('listed', 'suspended') and coalesce(was, 'delisted') = 'delisted' and since not like '[..%' as designated,
      status = 'delisted' and was in ('listed', 'suspended') as delisted,
      status = 'suspended' and was = 'listed' as suspended,
      status = 'listed' and was = 'suspended' as reinstated,
      is_kept and programs is distinct from before as moved,
      is_kept and content is distinct from content_before and ($5 or not exists (
        select from event_log.event e where e.position = last_event and e.data ->> 'cause' = 'reparse')) as amended
    from line
    cross join lateral (
      select status in ('listed', 'suspended') and was in ('listed', 'suspended') as is_kept
    ) as kept
    where day >= $3::date and day <= $4::date
  ), counted as (
    select t.*, p.program,
      moved and p.program = any(programs) and not p.program = any(before) as joined,
      moved and p.program = any(before) and not p.program = any(programs) as "left",
      coalesce(p.program = any(programs), false) as stands
    from turned t
    cross join lateral (
      select distinct unnest(case when moved then programs || before else programs end) as program
      union all select null
    ) as p
  )
  select month, program,
    count(*) filter (where designated) as designated, count(*) filter (where delisted) as delisted,
    count(*) filter (where suspended) as suspended, count(*) filter (where reinstated) as reinstated,
    count(*) filter (where amended and (stands or program is null)) as amended,
    count(*) filter (where case when program is null then moved and not programs <@ before else joined end) as joined,
    count(*) filter (where case when program is null then moved and not before <@ programs else "left" end) as "left"
  from counted
  group by month, program
  having bool_or(designated or delisted or suspended or reinstated or amended or moved)
  order by month, program nulls first`;

/** What moved on a list between two days, by month and programme. */
export const activityOf = async (
  pool: Pool,
  { list, knownAt, from, to, reparse }: { list: string; knownAt: number; from: string; to: string; reparse: boolean },
): Promise<ActivityItem[]> =>
  (await pool.query<ActivityItem>({ name: 'activity', text: ACTIVITY, values: [list, knownAt, from, to, reparse] }))
    .rows;
