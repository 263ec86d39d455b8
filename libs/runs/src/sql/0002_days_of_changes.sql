-- A result changes when another day comes, too, while nothing is recorded: of one position there may be several changes.

set local role demarche_owner;

alter table runs.change add column on_day date;
update runs.change set on_day = (at at time zone 'UTC')::date;
alter table runs.change alter column on_day set not null, drop constraint change_pkey, add primary key (run, known_at, on_day);

reset role;
