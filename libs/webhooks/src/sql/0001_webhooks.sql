-- Who is told of events, what is to be sent, and how it went.
-- 1 endpoints and their secrets, 2 deliveries, 3 attempts in partitions, 4 which events fit, 5 grants.

create schema webhooks authorization demarche_owner;
set local role demarche_owner;

-- 1 ------------------------------------------------------------------------------------------------------------------
create table webhooks.endpoint (
  id text primary key,
  owner text not null,
  url text not null,
  description text not null,
  -- The filter: null asks for everything.
  types text[],
  lists text[],
  countries text[],
  programs text[],
  streams text[],
  causes text[],
  payload text not null check (payload in ('thin', 'full')),
  payload_version text not null,
  -- Of headers of the owner's; their values are sealed like secrets.
  header_names text[] not null,
  ordering text not null check (ordering in ('none', 'by-list')),
  -- Requests per second; as fast as it goes, where null.
  rate integer check (rate > 0),
  concurrency integer not null check (concurrency > 0),
  -- Seconds before the second attempt, the third, …
  retry_after integer[] not null,
  status text not null check (status in ('enabled', 'paused', 'disabled')),
  reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index endpoint_by_owner on webhooks.endpoint (owner, id);

-- What changes with every delivery. Its row is the lock of all that is planned or sent for the endpoint.
create table webhooks.standing (
  endpoint text primary key references webhooks.endpoint on delete cascade,
  -- Everything up to here is planned. It never runs back, so that nothing is planned twice whatever is deleted.
  planned_through bigint not null,
  -- The number and the position of the newest event that was planned.
  seq bigint not null default 0,
  last_position bigint,
  -- When it has to be looked at next.
  due_at timestamptz not null default 'infinity',
  -- Who sends to it now: rises with each claim, and what is written under an older one is refused.
  epoch bigint not null default 0,
  leased_until timestamptz not null default '-infinity',
  served_at timestamptz not null default '-infinity',
  -- Failures without a success between them, since when, and until when the endpoint is left alone.
  failures integer not null default 0,
  failing_since timestamptz,
  held_until timestamptz not null default '-infinity',
  -- The token bucket: when the next request would be due if all were sent at the rate.
  next_free_at timestamptz not null default '-infinity'
) with (fillfactor = 50);
create index standing_due on webhooks.standing (due_at);

create table webhooks.secret (
  id text primary key,
  endpoint text not null references webhooks.endpoint on delete cascade,
  kind text not null check (kind in ('v1', 'v1a', 'headers')),
  -- AES-256-GCM under the master key of this id: nonce, tag and what is kept.
  master_key text not null,
  sealed bytea not null,
  -- Of v1a: what everybody may know.
  public_key bytea,
  created_at timestamptz not null default now(),
  -- Null while it is the current one.
  expires_at timestamptz
);
create index secret_of_endpoint on webhooks.secret (endpoint);

-- 2 ------------------------------------------------------------------------------------------------------------------
create table webhooks.replay (
  id uuid primary key,
  endpoint text not null references webhooks.endpoint on delete cascade,
  -- Everything up to here is planned.
  after bigint not null,
  up_to bigint not null,
  per_second integer not null check (per_second > 0),
  planned integer not null default 0,
  next_at timestamptz not null default '-infinity',
  status text not null default 'running' check (status in ('running', 'done', 'cancelled')),
  created_at timestamptz not null default now()
);
create index replay_running on webhooks.replay (next_at) where status = 'running';

create table webhooks.delivery (
  id bigint generated always as identity primary key,
  endpoint text not null references webhooks.endpoint on delete cascade,
  kind text not null check (kind in ('event', 'replay', 'ping', 'example', 'operational')),
  -- Of the event in the log; what is not of the log has a body.
  position bigint,
  replay uuid references webhooks.replay,
  body jsonb,
  -- Deliveries of one lane go one after the other; those of no lane as they come.
  lane text,
  seq bigint,
  prev bigint,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  due_at timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((position is null) = (body is not null))
);
-- An event is planned once for an endpoint, and once in a replay.
create unique index delivery_once on webhooks.delivery (endpoint, position) where kind = 'event';
create unique index delivery_once_replayed on webhooks.delivery (replay, position) where kind = 'replay';
create index delivery_pending on webhooks.delivery (endpoint, (kind = 'replay'), id) where status = 'pending';
create index delivery_in_lane on webhooks.delivery (endpoint, lane, id) where status = 'pending' and lane is not null;
create index delivery_of_endpoint on webhooks.delivery (endpoint, id);

-- 3 ------------------------------------------------------------------------------------------------------------------
create table webhooks.attempt (
  at timestamptz not null,
  delivery bigint not null,
  number integer not null,
  -- Null where no whole answer came.
  status integer,
  ok boolean not null,
  phase text,
  code text,
  detail text,
  -- Kept as they are written: nobody looks for anything inside.
  ms json,
  request json not null,
  response json
) partition by range (at);
create index attempt_of_delivery on webhooks.attempt (delivery, at);
-- What is of no month yet goes here, so that no attempt is ever lost for want of a partition.
create table webhooks.attempt_other partition of webhooks.attempt default;

-- Makes the partitions of this month and the next, and drops those that are wholly older than `keep_from`.
create function webhooks.keep_attempts(at timestamptz, keep_from timestamptz) returns integer
language plpgsql security definer set search_path = webhooks, pg_temp as $$
declare
  month timestamptz;
  name text;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('webhooks.keep_attempts'));
  foreach month in array array[date_trunc('month', at, 'UTC'), date_trunc('month', at, 'UTC') + interval '1 month'] loop
    name := 'attempt_' || to_char(month at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass('webhooks.' || name) is not null;
    -- What came early leaves the default partition, which a new one could not overlap.
    execute format('create table webhooks.%I (like webhooks.attempt including defaults)', name);
    execute format('with early as (delete from webhooks.attempt_other a where a.at >= %L and a.at < %L returning *)
      insert into webhooks.%I select * from early', month, month + interval '1 month', name);
    execute format('alter table webhooks.attempt attach partition webhooks.%I for values from (%L) to (%L)',
      name, month, month + interval '1 month');
  end loop;
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'webhooks.attempt'::regclass and c.relname ~ '^attempt_\d{4}_\d\d$'
      and (to_date(substr(c.relname, 9), 'YYYY_MM') + interval '1 month')::timestamp at time zone 'UTC' <= keep_from
  loop
    execute format('drop table webhooks.%I', name);
    dropped := dropped + 1;
  end loop;
  delete from webhooks.attempt_other a where a.at < keep_from;
  return dropped;
end $$;

-- 4 ------------------------------------------------------------------------------------------------------------------
-- Whether an event's programmes are among those asked for: those that its stream has named so far, so that a delisting
-- fits as the designation before it did.
create function webhooks.has_program(of_stream text, up_to bigint, asked text[]) returns boolean
language sql stable as $$
  select exists (
    select 1 from event_log.event e
    where e.stream = of_stream and e.position <= up_to
      and (e.data -> 'record' -> 'programs' ?| asked
        or exists (select 1 from jsonb_array_elements(
            case jsonb_typeof(e.data -> 'patch') when 'array' then e.data -> 'patch' else '[]' end) as change
          where change ->> 'path' like '/programs%'
            and (change -> 'value' ?| asked or change -> 'old' ?| asked
              or change ->> 'value' = any(asked) or change ->> 'old' = any(asked)))))
$$;

-- 5 ------------------------------------------------------------------------------------------------------------------
revoke all on function webhooks.keep_attempts from public;
grant execute on function webhooks.keep_attempts to demarche_notifier;
grant usage on schema webhooks to demarche_writer, demarche_notifier;
grant select, insert, update, delete on webhooks.endpoint, webhooks.standing, webhooks.secret, webhooks.replay,
  webhooks.delivery to demarche_writer, demarche_notifier;
grant select on webhooks.attempt to demarche_writer;
grant select, insert on webhooks.attempt to demarche_notifier;

grant usage on schema event_log, subscriptions to demarche_notifier;
grant select (position, id, stream, version, type, schema_version, authority, list, recorded_at, submission, batch_index,
  batch_count, causation_id, data, private_sha256) on event_log.event to demarche_notifier;
grant select, insert, update, delete on all tables in schema subscriptions to demarche_notifier;
reset role;
