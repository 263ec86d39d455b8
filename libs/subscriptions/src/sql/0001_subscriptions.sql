-- Where every subscriber stands, who may move it, what it could not digest, and the proofs of rebuilds.

create schema subscriptions authorization demarche_owner;
set local role demarche_owner;

create table subscriptions.checkpoint (
  subscription text not null,
  partition integer not null,
  -- Everything of this partition up to here is in.
  position bigint not null default 0,
  -- The transport's own place (a Kafka offset), stored with the effect.
  cursor text,
  -- Rises with every claim; a write under an older one is refused.
  epoch bigint not null default 0,
  owner text,
  expires_at timestamptz not null default '-infinity',
  primary key (subscription, partition)
);

create table subscriptions.parked (
  subscription text not null,
  position bigint not null,
  key text not null,
  error text not null,
  attempts integer not null default 1,
  parked_at timestamptz not null default now(),
  primary key (subscription, position)
);

create table subscriptions.read_model (
  name text primary key,
  -- Of the tables and the code that fills them.
  version text not null,
  built_at timestamptz not null default now()
);

create table subscriptions.rebuild_proof (
  id bigint generated always as identity primary key,
  read_model text not null,
  position bigint not null,
  authority text not null,
  live_rows bigint not null,
  live_digest text not null,
  rebuilt_rows bigint not null,
  rebuilt_digest text not null,
  equal boolean generated always as (live_digest = rebuilt_digest and live_rows = rebuilt_rows) stored,
  at timestamptz not null default now()
);

grant usage on schema subscriptions to demarche_writer, demarche_projector, demarche_reader, demarche_dashboard;
grant select, insert, update, delete on all tables in schema subscriptions to demarche_projector;
grant select on all tables in schema subscriptions to demarche_writer, demarche_reader, demarche_dashboard;
reset role;

-- Read models live in schemas of their own, which the projector makes and swaps.
do $$ begin execute format('grant create on database %I to demarche_projector', current_database()); end $$;
