-- How much is recorded of each country's lists, and when something last happened.
create table activity (
  authority text not null,
  list text not null,
  designations bigint not null,
  events bigint not null,
  last_position bigint not null,
  last_recorded_at timestamptz not null,
  primary key (authority, list)
);
