-- What a subscription fails at and tries again, and which versions a read model has had.

-- What people build on: views of the read models' tables, which stay the same views when a model is filled anew.
create schema read_models authorization demarche_projector;
grant usage on schema read_models to demarche_reader, demarche_dashboard;

set local role demarche_owner;

-- One row while it fails; gone once it goes on.
create table subscriptions.failure (
  subscription text primary key,
  since timestamptz not null default now(),
  attempts integer not null default 1,
  error text not null,
  last_at timestamptz not null default now()
);

-- Every version that was ever filled here: a process of one that was replaced must not fill it anew by itself.
create table subscriptions.read_model_version (
  name text not null,
  version text not null,
  filled_at timestamptz not null default now(),
  primary key (name, version)
);
insert into subscriptions.read_model_version (name, version, filled_at) select name, version, built_at from subscriptions.read_model;

-- Days on which something falls due that was known before: a state changes on that day though nothing is recorded then.
create table subscriptions.due (
  subscription text not null,
  key text not null,
  on_day date not null,
  primary key (subscription, key)
);
create index due_by_day on subscriptions.due (subscription, on_day);

grant select, insert, update, delete on subscriptions.failure, subscriptions.read_model_version, subscriptions.due to demarche_projector;
grant select on subscriptions.failure, subscriptions.read_model_version, subscriptions.due to demarche_writer, demarche_reader, demarche_dashboard;
reset role;
