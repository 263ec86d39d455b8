-- The log: one gapless, commit-ordered sequence of events that nobody can change.
-- 1 the table, 2 what makes it immutable, 3 append, 4 position_at, 5 grants.

create schema event_log authorization demarche_owner;
set local role demarche_owner;

-- 1 ------------------------------------------------------------------------------------------------------------------
create table event_log.event (
  position bigint primary key check (position > 0),
  id uuid not null unique,
  stream text not null,
  version integer not null check (version > 0),
  type text not null,
  schema_version smallint not null,
  authority text not null,
  list text,
  recorded_at timestamptz(3) not null,
  submission uuid not null,
  -- Of the whole submission's content: the same id must come with the same hash.
  submission_sha256 bytea not null,
  batch_index integer not null,
  batch_count integer not null,
  causation_id uuid,
  data jsonb not null,
  private jsonb not null,
  private_sha256 bytea not null,
  unique (stream, version)
);
create index event_by_list on event_log.event (list, position) where list is not null;
create index event_by_authority on event_log.event (authority, position);

-- 2 ------------------------------------------------------------------------------------------------------------------
create function event_log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Events are never changed or deleted; record a correction instead' using errcode = 'raise_exception';
end $$;

create trigger no_change before update or delete on event_log.event
  for each row execute function event_log.refuse_change();
create trigger no_truncate before truncate on event_log.event
  for each statement execute function event_log.refuse_change();
-- ALWAYS: not even a session that plays a replica gets past them.
alter table event_log.event enable always trigger no_change;
alter table event_log.event enable always trigger no_truncate;

-- 3 ------------------------------------------------------------------------------------------------------------------
-- Takes a flush: [{"n", "f" id of the first event, "u" submission, "h" content hash, "k" count, "c" causation,
-- "m" private, "mh" its hash, "s": [{"s" stream, "x" expected, "e": [{"o" index, "id", "t", "sv", "a", "l", "d"}]}]}].
-- "x": a version; 0 none; -1 exists; null any. One row per submission comes back; a stale one is refused alone.
create function event_log.append(flush jsonb)
returns table (n integer, status text, first_position bigint, last_position bigint, recorded timestamptz, stale_stream text, actual integer)
language plpgsql volatile security definer
set search_path = event_log, pg_temp
-- Plans made on an empty table are kept and cost a factor of four later: never scan the table, never compile.
set jit = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '10s'
as $$
declare
  base bigint;
  last_at timestamptz;
  at timestamptz;
begin
  -- A statement of its own: the statements after it then see all that the lock's last holder committed.
  perform pg_advisory_xact_lock(hashtext('demarche.event_log'));
  select e.position, e.recorded_at into base, last_at from event e order by e.position desc limit 1;
  base := coalesce(base, 0);
  at := greatest(date_trunc('milliseconds', clock_timestamp()), last_at);

  return query
  with submission as materialized (
    select s.*, d.position as known_position, d.submission_sha256 as known_hash, d.recorded_at as known_at
    from jsonb_to_recordset(flush) as s(n integer, f uuid, u uuid, h text, k integer, c uuid, m jsonb, mh text, s jsonb)
    left join lateral (select e.position, e.submission_sha256, e.recorded_at from event e where e.id = s.f limit 1) d on true
  ), touched as materialized (
    select s.n, t.s as stream, t.x as expected, t.e as events,
      coalesce((select e.version from event e where e.stream = t.s order by e.version desc limit 1), 0) as current
    from submission s cross join lateral jsonb_to_recordset(s.s) as t(s text, x integer, e jsonb)
    where s.known_position is null
  ), stale as materialized (
    select distinct on (t.n) t.n, t.stream, t.current from touched t
    where case when t.expected is null then false when t.expected = -1 then t.current = 0 else t.current <> t.expected end
    order by t.n, t.stream
  ), fresh as materialized (
    select s.*, (base + sum(s.k) over (order by s.n) - s.k)::bigint as before
    from submission s
    where s.known_position is null and not exists (select 1 from stale where stale.n = s.n)
  ), stored as (
    insert into event (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission,
      submission_sha256, batch_index, batch_count, causation_id, data, private, private_sha256)
    select f.before + 1 + e.o, e.id, t.stream, t.current + row_number() over (partition by t.n, t.stream order by e.o),
      e.t, e.sv, e.a, e.l, at, f.u, decode(f.h, 'hex'), e.o, f.k, f.c, e.d, f.m, decode(f.mh, 'hex')
    from fresh f
    join touched t on t.n = f.n
    cross join lateral jsonb_to_recordset(t.events) as e(o integer, id uuid, t text, sv smallint, a text, l text, d jsonb)
  )
  select s.n,
    case
      when s.known_position is not null and s.known_hash <> decode(s.h, 'hex') then 'reused'
      when s.known_position is not null then 'duplicate'
      when stale.n is not null then 'conflict'
      else 'appended'
    end,
    coalesce(s.known_position, fresh.before + 1),
    coalesce(s.known_position, fresh.before + 1) + s.k - 1,
    coalesce(s.known_at, at),
    stale.stream,
    stale.current
  from submission s left join fresh on fresh.n = s.n left join stale on stale.n = s.n
  order by s.n;

  perform pg_notify('event_log', '');
end $$;

-- 4 ------------------------------------------------------------------------------------------------------------------
-- The last position recorded at or before an instant. recorded_at rises with position, so halving finds it.
create function event_log.position_at(instant timestamptz) returns bigint
language plpgsql stable set search_path = event_log, pg_temp as $$
declare
  low bigint := 0;
  high bigint := coalesce((select max(position) from event), 0);
  middle bigint;
begin
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select recorded_at from event where position = middle) <= instant then low := middle; else high := middle - 1; end if;
  end loop;
  return low;
end $$;

-- 5 ------------------------------------------------------------------------------------------------------------------
revoke all on function event_log.append(jsonb) from public;
grant usage on schema event_log to demarche_writer, demarche_projector, demarche_reader, demarche_dashboard;
-- Writing goes through append alone, so the order cannot be broken from outside. What is private stays with the writer.
grant execute on function event_log.append(jsonb) to demarche_writer;
grant select on event_log.event to demarche_writer;
grant select (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission, batch_index,
  batch_count, causation_id, data, private_sha256) on event_log.event to demarche_projector, demarche_reader, demarche_dashboard;
reset role;
