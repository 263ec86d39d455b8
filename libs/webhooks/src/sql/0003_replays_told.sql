-- Replays as they are told of, and called off.

set local role demarche_owner;
alter table webhooks.replay
  -- In the order in which they were asked for.
  add column number bigint generated always as identity,
  -- What was asked for; of a replay from before this was kept, where it had come to.
  add column began_after bigint,
  add column events bigint;
update webhooks.replay set began_after = after, events = planned;
alter table webhooks.replay alter column began_after set not null, alter column events set not null;
create unique index replay_of_endpoint on webhooks.replay (endpoint, number);
reset role;
