-- What dashboards and reports may build on. A view keeps its name and its columns for ever: what has to be otherwise is a view of
-- the next number. Days are days in the authority's own reckoning, instants are timestamps with time zone; `valid_to` and
-- `known_to` are exclusive, and null where they are open.

create or replace view bi.lists_v1 as
  select r.list, r.authority, r.name, r.url, r.legal_basis,
    p.publications, p.rejected, p.last_published_on, p.last_ingested_at
  from read_models.list_register_registration r
  left join lateral (
    select count(*) filter (where rejected is null) as publications, count(rejected) as rejected,
      max(published_on) filter (where rejected is null) as last_published_on,
      max(recorded_at) filter (where rejected is null) as last_ingested_at
    from read_models.list_register_publication p where p.list = r.list and upper_inf(p.known)
  ) p on true
  where upper_inf(r.known);
comment on view bi.lists_v1 is 'Lists as known now, one row each: what was published of them, and when we ingested something last';

create or replace view bi.periods_v1 as
  select designation, list, authority, reference, type, name, programs, status, since, until,
    lower(valid) as valid_from, upper(valid) as valid_to, lower(known) as known_from, upper(known) as known_to,
    last_event, cardinality(conflicts) as conflicts
  from read_models.designation_timeline_period;
comment on view bi.periods_v1 is
  'What stood in which status from valid_from to before valid_to, as known from position known_from to before known_to: ask with a day D and a position K';

create or replace view bi.designations_v1 as
  select designation, list, authority, reference, type, name, programs, status, since, until,
    lower(valid) as valid_from, upper(valid) as valid_to, last_event
  from read_models.designation_timeline_period
  where upper_inf(known) and valid @> (now() at time zone 'UTC')::date;
comment on view bi.designations_v1 is 'Designations as they stand today (UTC) as known now, one row each, those that ended too';

create or replace view bi.events_v1 as
  select position, id, type, authority, list, stream, recorded_at, data ->> 'effective' as effective,
    data ->> 'confidence' as confidence, data #>> '{source,publisher}' as publisher, data #>> '{source,kind}' as source_kind
  from event_log.event;
comment on view bi.events_v1 is 'The log, one row per event, in the order of position; effective is EDTF';

create or replace view bi.publications_v1 as
  select list, authority, sha256, published_on, recorded_at as ingested_at, rejected is not null as is_rejected,
    rejected ->> 'code' as rejected_because, (counts ->> 'entries')::bigint as entries,
    (counts ->> 'quarantined')::bigint as quarantined
  from read_models.list_register_publication
  where upper_inf(known);
comment on view bi.publications_v1 is 'Publications of lists as known now, ingested or rejected';

create or replace view bi.subscriptions_v1 as
  select c.subscription, min(c.position) as position, head.position - min(c.position) as lag,
    (select count(*) from subscriptions.parked p where p.subscription = c.subscription) as parked,
    (select f.since from subscriptions.failure f where f.subscription = c.subscription) as failing_since
  from subscriptions.checkpoint c
  cross join (select coalesce(max(position), 0) as position from event_log.event) head
  group by c.subscription, head.position;
comment on view bi.subscriptions_v1 is 'How far each follower of the log has come, and what it could not digest';
