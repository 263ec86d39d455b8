-- What the answer is, for every designation, on every day (valid), as known at every position (known).
create table period (
  designation text not null,
  list text not null,
  authority text not null,
  reference text not null,
  type text not null,
  name text not null,
  programs text[] not null,
  status text not null,
  possible text[] not null,
  valid daterange not null,
  known int8range not null,
  -- EDTF: when the status began and, where that is known, when it ends.
  since text,
  until text,
  record jsonb not null,
  -- What a search looks at, made plain as the question is: names, aliases, the reference and numbers, a line each.
  search text not null,
  last_event bigint not null,
  conflicts bigint[] not null
);
-- The row that a change closes, found by what it says of which days.
create index period_open on period (designation, valid) where upper_inf(known);

-- Every reference that leads to a designation, the former ones included, as known at every position.
create table reference (
  list text not null,
  reference text not null,
  designation text not null,
  authority text not null,
  known int8range not null
);
create index reference_of on reference (list, reference);
-- As it is typed.
create index reference_in_small_letters on reference (lower(reference));
create index reference_by_designation on reference (designation);
