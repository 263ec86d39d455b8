-- What gauges are made of may be read by whoever answers questions: how much waits, of no matter what.

set local role demarche_owner;
grant usage on schema webhooks to demarche_reader;
grant select (id, status) on webhooks.endpoint to demarche_reader;
grant select (endpoint, leased_until, held_until) on webhooks.standing to demarche_reader;
grant select (endpoint, status, due_at, created_at) on webhooks.delivery to demarche_reader;
reset role;
