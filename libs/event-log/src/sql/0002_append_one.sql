-- The short way for a lone event: what event_log.append does for one submission of one event, without its arrays. To take
-- those apart is most of what a flush of one costs.
set local role demarche_owner;

create function event_log.append_one(
  submission uuid, hash bytea, causation uuid, private jsonb, private_hash bytea, stream text, expected integer,
  id uuid, type text, schema_version smallint, authority text, list text, data jsonb
) returns table (status text, first_position bigint, last_position bigint, recorded timestamptz, stale_stream text, actual integer)
language plpgsql volatile security definer
set search_path = event_log, pg_temp
set enable_seqscan = off
set lock_timeout = '10s'
as $$
#variable_conflict use_column
declare
  known_hash bytea;
begin
  -- A statement of its own: the statements after it then see all that the lock's last holder committed.
  perform pg_advisory_xact_lock(hashtext('demarche.event_log'));
  select e.position, e.recorded_at into first_position, recorded from event e order by e.position desc limit 1;
  first_position := coalesce(first_position, 0) + 1;
  recorded := greatest(date_trunc('milliseconds', clock_timestamp()), recorded);
  select e.version into actual from event e where e.stream = append_one.stream order by e.version desc limit 1;
  actual := coalesce(actual, 0);

  -- A repetition is told before a conflict: the stream has moved on by it.
  if (case expected when -1 then actual > 0 else coalesce(actual = expected, true) end) then
    insert into event (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission,
      submission_sha256, batch_index, batch_count, causation_id, data, private, private_sha256)
    values (first_position, append_one.id, append_one.stream, actual + 1, append_one.type, append_one.schema_version,
      append_one.authority, append_one.list, recorded, submission, hash, 0, 1, causation, append_one.data, append_one.private,
      private_hash)
    on conflict (id) do nothing;
    if found then
      perform pg_notify('event_log', '');
      status := 'appended';
      actual := null;
    end if;
  end if;
  if status is null then
    select e.submission_sha256, e.recorded_at, e.position into known_hash, recorded, last_position
    from event e where e.id = append_one.id;
    if found then
      status := case known_hash when hash then 'duplicate' else 'reused' end;
      first_position := last_position;
      actual := null;
    else
      status := 'conflict';
      recorded := clock_timestamp();
      stale_stream := append_one.stream;
    end if;
  end if;
  last_position := first_position;
  return next;
end $$;

revoke all on function event_log.append_one from public;
grant execute on function event_log.append_one to demarche_writer;
reset role;
