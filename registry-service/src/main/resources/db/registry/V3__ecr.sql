-- What the ECR API says of a repository beyond the distribution API.
alter table repository
  add tag_mutability text   not null default 'MUTABLE',
  add exclusions     text[] not null default '{}';

create table repository_tag (
  repository bigint not null references repository (id) on delete cascade,
  key        text   not null,
  value      text   not null,
  primary key (repository, key)
);
