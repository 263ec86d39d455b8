-- A login that may not change tables can see that there is nothing to change.
grant select on demarche.migration to demarche_owner, demarche_writer, demarche_projector, demarche_reader, demarche_dashboard;
