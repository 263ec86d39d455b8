-- Roles belong to the whole cluster, so another database may have made them, perhaps at this very moment.
do $$
declare
  name text;
begin
  foreach name in array array['demarche_owner', 'demarche_writer', 'demarche_projector', 'demarche_reader', 'demarche_dashboard'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then
      null;
    end;
    begin
      execute format('grant %I to current_user', name);
    exception when others then
      -- A concurrent grant of the same membership; a superuser needs none.
      null;
    end;
  end loop;
end $$;

grant usage on schema demarche to demarche_owner, demarche_writer, demarche_projector, demarche_reader, demarche_dashboard;
