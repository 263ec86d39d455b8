-- What dashboards and reports build on: views of ours, of columns that stay. The projector makes them.
create schema bi authorization demarche_projector;
grant usage on schema bi to demarche_reader, demarche_dashboard;
