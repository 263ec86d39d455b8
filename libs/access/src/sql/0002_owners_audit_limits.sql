-- Whose a key is and until when it is one; who did what to the service; how much was asked for by whom.

set local role demarche_owner;

alter table access.api_key
  add column owner text not null default 'operator',
  add column expires_at timestamptz,
  add column last_used_at timestamptz,
  add column replaced_by text references access.api_key (id);

create table access.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  -- Null where it came from the machine itself.
  address text,
  action text not null,
  target text,
  -- Refusals alike within a minute are counted.
  count integer not null default 1,
  detail jsonb not null default '{}'
);
create index on access.audit (actor, id);
create index on access.audit (action, id);
-- Refusals go one day, acts stay.
create index on access.audit (at) where action like 'refused.%';

create function access.keep_act() returns trigger language plpgsql as $$
begin
  raise exception 'What was done stays in the audit trail';
end $$;
create trigger keep_acts before delete on access.audit
  for each row when (old.action not like 'refused.%') execute function access.keep_act();

-- What is lost of it in a crash is at most the requests of one window.
create unlogged table access.usage (
  caller text not null,
  -- The number of the window since 1970.
  time_window bigint not null,
  requests integer not null,
  primary key (caller, time_window)
);
create index on access.usage (time_window);

grant select, insert, delete on access.audit to demarche_writer;
grant select, insert, update, delete on access.usage to demarche_writer;
reset role;
