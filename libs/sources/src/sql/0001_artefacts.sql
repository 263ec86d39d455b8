-- The files that were taken in, as they were published: one row per file, its bytes compressed and in parts.

create schema sources authorization demarche_owner;
set local role demarche_owner;

create table sources.artefact (
  -- Of the bytes as published, uncompressed; an archive's as sent.
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  -- Of the parts together.
  stored bigint not null,
  kept_at timestamptz not null default now()
);

-- One gzip stream, cut where a part is full.
create table sources.artefact_part (
  sha256 text not null references sources.artefact,
  number int not null,
  content bytea not null,
  primary key (sha256, number)
);
-- It is compressed already.
alter table sources.artefact_part alter column content set storage external;

grant usage on schema sources to demarche_writer, demarche_reader;
-- Nobody may change or delete what was published.
grant select, insert on sources.artefact, sources.artefact_part to demarche_writer;
grant select on sources.artefact, sources.artefact_part to demarche_reader;
reset role;
