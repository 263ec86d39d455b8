-- How much was recorded of each country's lists, and when something last happened, in each thousand of positions: what was
-- known at a position is the sum of the thousands before it, and of what the log has of its own thousand.
create table activity (
  authority text not null,
  list text not null,
  block bigint not null,
  designations bigint not null,
  events bigint not null,
  last_position bigint not null,
  last_recorded_at timestamptz not null,
  primary key (authority, list, block)
);
