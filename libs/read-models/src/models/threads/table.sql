-- What speaks of which event: one row per event that reacts to another or is about it.
create table edge (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  target uuid not null,
  kind text not null
);
create index edge_by_target on edge (target);
create index edge_by_event on edge (event);
