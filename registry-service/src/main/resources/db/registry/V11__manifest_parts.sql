-- Which manifests an index lists. While an index of the repository lists a manifest, that one cannot go. It is looked at
-- when all else of a change is done: a repository goes with all of them at once.
create table manifest_part (
  repository bigint not null,
  manifest   text   not null,
  part       text   not null,
  primary key (repository, manifest, part),
  foreign key (repository, manifest) references manifest (repository, digest) on delete cascade,
  foreign key (repository, part) references manifest (repository, digest) deferrable initially deferred
);

create index manifest_part_by_part on manifest_part (repository, part);

-- Of the indexes that are there already: what they mention, but for their subject.
insert into manifest_part (repository, manifest, part)
  select m.repository, m.digest, p.digest from manifest m join manifest p
    on p.repository = m.repository and p.digest <> m.digest and p.digest is distinct from m.subject
    and position(convert_to(p.digest, 'UTF8') in m.content) > 0
  where m.media_type in ('application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json');
