-- A page is read in the order of list and name; the two ranges filter.
create index period_by_authority on period (authority, list, name, designation);
create index period_by_list on period (list, name, designation);
-- One designation, as known long ago too.
create index period_of_designation on period (designation);
create index period_by_time on period using gist (valid, known);

create index reference_of_designation on reference (designation);
