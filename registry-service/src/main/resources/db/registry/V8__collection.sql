-- The number of the last collection. A link carries that of the time when somebody last relied on it.
create table collection (
  only_one   boolean primary key default true check (only_one),
  generation bigint  not null
);

insert into collection (generation) values (0);

alter table blob_link add generation bigint not null default 0;

create index blob_link_by_digest on blob_link (digest);

-- Which blobs a manifest names. While a manifest of the repository names a blob, its link cannot go. That is looked at
-- when all else of a change is done: a repository goes with its links and its manifests at once.
create table manifest_blob (
  repository bigint not null,
  manifest   text   not null,
  blob       text   not null,
  primary key (repository, manifest, blob),
  foreign key (repository, manifest) references manifest (repository, digest) on delete cascade,
  foreign key (repository, blob) references blob_link (repository, digest) deferrable initially deferred
);

create index manifest_blob_by_blob on manifest_blob (repository, blob);

-- Of the manifests that are there already: what they mention in any way.
insert into manifest_blob (repository, manifest, blob)
  select m.repository, m.digest, l.digest from manifest m join blob_link l
    on l.repository = m.repository and position(convert_to(l.digest, 'UTF8') in m.content) > 0;
