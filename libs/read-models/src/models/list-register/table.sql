-- The lists, what was published of them, when they were audited, and what that lets us answer for. Every row is one event
-- as last corrected, for the positions in `known`.
create table registration (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  list text not null,
  name text not null,
  url text,
  legal_basis text,
  curated jsonb,
  review_every_months int
);
create index registration_of_list on registration (list);

create table publication (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  list text not null,
  sha256 text not null,
  published_on date,
  generated_at text,
  recorded_at timestamptz not null,
  reader text,
  -- Null where it speaks of all entries.
  scope jsonb,
  counts jsonb,
  unknown jsonb,
  quarantined jsonb,
  forced jsonb,
  rejected jsonb
);
create index publication_of_list on publication (list, position);

create table review (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  list text not null,
  effective text not null,
  by text not null,
  outcome text not null,
  criteria text,
  announced_on date,
  confidence text not null,
  source jsonb not null
);
create index review_of_list on review (list, position);

create table coverage_change (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  list text not null,
  ended boolean not null,
  effective text not null,
  reason text not null
);
create index coverage_change_of_list on coverage_change (list, position);
