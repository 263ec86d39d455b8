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
-- Takes a flush as arrays: an element per submission, per stream that one touches, and per event, all in order.
-- "expected": a version; 0 none; -1 exists; null any. A row per submission comes back; a stale one is refused alone.
-- Arrays, because to parse one JSON text of everything was half the cost of a long flush, and to start the large plan that
-- took it apart half the cost of a lone append.
create function event_log.append(
  submissions uuid[], hashes bytea[], counts integer[], causations uuid[], privates jsonb[], private_hashes bytea[],
  first_ids uuid[],
  streams text[], expected integer[], stream_submissions integer[],
  ids uuid[], types text[], schema_versions smallint[], authorities text[], lists text[], data jsonb[],
  event_streams integer[], stream_places integer[], batch_places integer[]
) returns table (status text, first_position bigint, last_position bigint, recorded timestamptz, stale_stream text, actual integer)
language plpgsql volatile security definer
set search_path = event_log, pg_temp
-- Plans made on an empty table are kept and cost a factor of four later: never scan the table, never compile.
set jit = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '10s'
as $$
declare
  head bigint;
  last_at timestamptz;
  at timestamptz;
  -- Per stream.
  versions integer[];
  -- Per submission: where its first event is, if it was taken before; its first stream that is not as expected; the
  -- position before its first event, if it is taken now.
  known bigint[];
  stale integer[];
  before bigint[];
begin
  -- A statement of its own: the statements after it then see all that the lock's last holder committed.
  perform pg_advisory_xact_lock(hashtext('demarche.event_log'));
  select e.position, e.recorded_at into head, last_at from event e order by e.position desc limit 1;
  head := coalesce(head, 0);
  at := greatest(date_trunc('milliseconds', clock_timestamp()), last_at);

  known := array(select (select e.position from event e where e.id = first_id) from unnest(first_ids) as first_id);
  versions := array(
    select coalesce((select e.version from event e where e.stream = name order by e.version desc limit 1), 0)
    from unnest(streams) as name);
  for s in reverse cardinality(streams) .. 1 loop
    if (case expected[s] when -1 then versions[s] = 0 else versions[s] <> expected[s] end) then
      stale[stream_submissions[s]] := s;
    end if;
  end loop;

  for n in 1 .. cardinality(submissions) loop
    first_position := coalesce(known[n], head + 1);
    last_position := first_position + counts[n] - 1;
    recorded := at;
    stale_stream := streams[stale[n]];
    actual := versions[stale[n]];
    if known[n] is not null then
      select case e.submission_sha256 when hashes[n] then 'duplicate' else 'reused' end, e.recorded_at into status, recorded
      from event e where e.position = known[n];
    elsif stale[n] is not null then
      status := 'conflict';
    else
      status := 'appended';
      before[n] := head;
      head := last_position;
    end if;
    return next;
  end loop;

  insert into event (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission,
    submission_sha256, batch_index, batch_count, causation_id, data, private, private_sha256)
  select before[n] + batch_places[e], ids[e], streams[s], versions[s] + stream_places[e], types[e], schema_versions[e],
    authorities[e], lists[e], at, submissions[n], hashes[n], batch_places[e] - 1, counts[n], causations[n], data[e],
    privates[n], private_hashes[n]
  from generate_series(1, cardinality(ids)) as e
  cross join lateral (select event_streams[e] as s, stream_submissions[event_streams[e]] as n) as own
  where before[n] is not null;

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
revoke all on function event_log.append from public;
grant usage on schema event_log to demarche_writer, demarche_projector, demarche_reader, demarche_dashboard;
-- Writing goes through append alone, so the order cannot be broken from outside. What is private stays with the writer.
grant execute on function event_log.append to demarche_writer;
grant select on event_log.event to demarche_writer;
grant select (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission, batch_index,
  batch_count, causation_id, data, private_sha256) on event_log.event to demarche_projector, demarche_reader, demarche_dashboard;
reset role;
