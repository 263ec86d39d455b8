-- Who may write, and what was answered to whom.

create schema access authorization demarche_owner;
set local role demarche_owner;

create table access.api_key (
  id text primary key,
  -- Of the whole key; the key itself is shown once and kept nowhere.
  sha256 bytea not null unique,
  scopes text[] not null,
  note text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table access.idempotency (
  actor text not null,
  key text not null,
  -- Of method, path and body: the same key must come with the same request.
  request_sha256 bytea not null,
  started_at timestamptz not null default now(),
  -- Null while the request is running.
  status integer,
  body text,
  primary key (actor, key)
);

grant usage on schema access to demarche_writer;
grant select, insert, update on access.api_key, access.idempotency to demarche_writer;
grant delete on access.idempotency to demarche_writer;
reset role;
