-- Who sends webhooks reads the log and writes deliveries; it can touch neither the log nor a read model.
do $$
begin
  begin
    create role demarche_notifier nologin;
  exception when duplicate_object or unique_violation then
    null;
  end;
  begin
    grant demarche_notifier to current_user;
  exception when others then
    -- A concurrent grant of the same membership; a superuser needs none.
    null;
  end;
end $$;

grant usage on schema demarche to demarche_notifier;
grant select on demarche.migration to demarche_notifier;
