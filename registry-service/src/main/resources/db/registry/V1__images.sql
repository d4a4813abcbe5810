create table repository (
  id         bigint generated always as identity primary key,
  name       text        not null unique,
  created_at timestamptz not null default now()
);

-- A blob is stored once, and linked into each repository that it was pushed to or mounted in.
create table blob_link (
  repository bigint      not null references repository (id) on delete cascade,
  digest     text        not null,
  size       bigint      not null check (size >= 0),
  linked_at  timestamptz not null default now(),
  primary key (repository, digest)
);

-- "content" is the manifest byte for byte, as its digest demands.
create table manifest (
  repository    bigint      not null references repository (id) on delete cascade,
  digest        text        not null,
  media_type    text        not null,
  artifact_type text,
  subject       text,
  annotations   text,
  content       bytea       not null,
  pushed_at     timestamptz not null default now(),
  primary key (repository, digest)
);

create index manifest_by_subject on manifest (repository, subject, digest) where subject is not null;

create table tag (
  repository bigint      not null,
  name       text        not null,
  digest     text        not null,
  updated_at timestamptz not null default now(),
  primary key (repository, name),
  foreign key (repository, digest) references manifest (repository, digest) on delete cascade
);

create index tag_by_digest on tag (repository, digest);
-- The order that the distribution specification lists tags in.
create index tag_in_order on tag (repository, (lower(name)) collate "C", name collate "C");

create table upload (
  id         uuid        primary key,
  repository bigint      not null references repository (id) on delete cascade,
  started_at timestamptz not null default now(),
  touched_at timestamptz not null default now()
);

create index upload_by_age on upload (touched_at);
