-- The lists, what was published of them, and what that lets us answer for.
create table list (
  list text primary key,
  authority text not null,
  name text,
  url text,
  legal_basis text,
  curated jsonb,
  registered_at bigint,
  last_event bigint not null
);
create index list_by_authority on list (authority, list);

create table publication (
  list text not null,
  position bigint not null,
  authority text not null,
  sha256 text not null,
  published_on date,
  generated_at text,
  recorded_at timestamptz not null,
  reader text,
  counts jsonb,
  unknown jsonb,
  quarantined jsonb,
  forced jsonb,
  rejected jsonb,
  primary key (list, position)
);

create table review (
  list text not null,
  position bigint not null,
  authority text not null,
  effective text not null,
  by text not null,
  outcome text not null,
  criteria text,
  source jsonb not null,
  primary key (list, position)
);

create table coverage_change (
  list text not null,
  position bigint not null,
  authority text not null,
  ended boolean not null,
  effective text not null,
  reason text not null,
  primary key (list, position)
);
