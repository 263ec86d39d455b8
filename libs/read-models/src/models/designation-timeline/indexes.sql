-- A page is read in the order of list and name; the two ranges filter. Of a long name the beginning sorts: an entry of an
-- index has at most 2,704 bytes.
create index period_by_authority on period (authority, list, left(name, 200), designation);
create index period_by_list on period (list, left(name, 200), designation);
-- One designation, as known long ago too.
create index period_of_designation on period (designation);
create index period_by_time on period using gist (valid, known);
-- What was opened and closed since a position, for what is held in memory beside this table.
create index period_by_known_from on period (lower(known));
create index period_by_known_to on period (upper(known)) where not upper_inf(known);
