-- All that concerns a country, one row per event and country; `roles` says how it is concerned.
create table concern (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  country text not null,
  roles text[] not null,
  type text not null,
  effective text not null,
  earliest date,
  latest date not null,
  title text not null,
  publisher text not null
);
create index concern_in_order on concern (country, coalesce(earliest, latest), latest, position);
