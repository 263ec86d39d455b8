-- Which change of its settings an endpoint has come to.

set local role demarche_owner;
alter table webhooks.endpoint add column version integer not null default 1;
reset role;
