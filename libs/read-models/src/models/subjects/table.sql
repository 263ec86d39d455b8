-- Which entries are said to be one party, and which no longer; and under which programmes its associates stand.
create table link (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  subject text not null,
  list text not null,
  reference text not null,
  linked boolean not null,
  evidence jsonb not null
);
create index link_of_subject on link (subject);
create index link_of_entry on link (list, reference);

create table associate (
  event uuid not null,
  position bigint not null,
  stream text not null,
  authority text not null,
  known int8range not null,
  subject text not null,
  list text not null,
  program text not null,
  evidence jsonb not null
);
create index associate_of_subject on associate (subject);
