-- Files of customers that are screened, and what came of it. All that is of a customer is sealed: AES-256-GCM under the master
-- key of the id beside it, bound to its place.

create schema runs authorization demarche_owner;
set local role demarche_owner;

create table runs.run (
  id uuid primary key,
  owner text not null,
  -- To the millisecond, as cursors have it.
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  -- What is asked: day, positions, scorer, threshold, limit, datasets.
  question jsonb not null,
  input_sha256 text,
  -- Of the file and the question: the same is not screened twice.
  same text,
  status text not null default 'receiving' check (status in ('receiving', 'running', 'done', 'failed')),
  problem text,
  rows integer not null default 0,
  result_sha256 text,
  finished_at timestamptz,
  -- When a batch of it was taken last: accounts take turns.
  served_at timestamptz not null default '-infinity',
  -- When all of it is deleted.
  keep_until timestamptz not null,
  -- While somebody wants to hear of it: the day and the position up to which it was looked at, and by whom it is now.
  watched boolean not null default false,
  looked_on date,
  looked_at bigint,
  leased_until timestamptz not null default '-infinity'
);
create unique index run_same on runs.run (owner, same);
create index run_of_owner on runs.run (owner, created_at, id);
create index run_kept on runs.run (keep_until);
create index run_watched on runs.run (looked_at) where watched and status = 'done';

create table runs.batch (
  run uuid not null references runs.run on delete cascade,
  number integer not null,
  master_key text not null,
  sealed bytea not null,
  rows integer not null,
  -- A dead process's batches are screened by others after this time.
  leased_until timestamptz not null default '-infinity',
  -- What came of it.
  result_key text,
  result bytea,
  rows_with_hits integer,
  hits integer,
  noted integer,
  primary key (run, number)
);
create index batch_open on runs.batch (run, number) where result is null;

create table runs.change (
  run uuid not null references runs.run on delete cascade,
  -- As known then and on that day, against what it was looked at before.
  known_at bigint not null,
  on_day date not null,
  compared_with bigint not null,
  at timestamptz not null,
  rows integer not null,
  master_key text not null,
  sealed bytea not null,
  primary key (run, known_at, on_day)
);

grant usage on schema runs to demarche_writer;
grant select, insert, update, delete on all tables in schema runs to demarche_writer;
reset role;
