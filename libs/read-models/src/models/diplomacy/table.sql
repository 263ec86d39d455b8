-- Reports of envoys, of recognition and of control, each as last corrected.
create table act (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  type text not null,
  sending text,
  receiving text,
  territory text,
  data jsonb not null
);
create index act_by_post on act (sending, receiving);
create index act_by_receiver on act (receiving);
create index act_by_territory on act (territory);
