-- A page is read in the order of list and name; the two ranges filter. Of a long name the beginning sorts: an entry of an
-- index has at most 2,704 bytes.
create index period_by_authority on period (authority, list, left(name, 200), designation);
create index period_by_list on period (list, left(name, 200), designation);
-- One designation, as known long ago too.
create index period_of_designation on period (designation);
create index period_by_time on period using gist (valid, known);
