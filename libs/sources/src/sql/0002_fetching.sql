-- How the fetching of each list stands: changed in place, and nothing that an answer about the past hangs on.

set local role demarche_owner;

create table sources.fetching (
  list text primary key,
  -- What etag and last_modified are of.
  url text not null,
  etag text,
  last_modified text,
  -- The publication that was last known to be the authority's current one.
  sha256 text,
  published_on date,
  -- When the authority last gave a file, or said that there is none newer.
  fetched_at timestamptz,
  -- When what we hold was last known to be current.
  verified_at timestamptz,
  -- When a file was last verified by its bytes and not by the server's word.
  whole_at timestamptz,
  failing_since timestamptz,
  failures int not null default 0,
  last_error text,
  -- Code and day of the publication refused last, while none has been taken in since.
  refused_as text,
  alarmed_at timestamptz,
  next_at timestamptz not null,
  stale_after_days float8 not null
);

grant select, insert, update, delete on sources.fetching to demarche_writer;
grant select on sources.fetching to demarche_reader;
reset role;
