-- What became of images and still has to be told: written with the change itself, gone once Kafka has it. A change locks
-- its repository before it takes a position, so that within a repository positions are in the order of the commits.
create table image_action (
  position   bigint      generated always as identity primary key,
  repository text        not null,
  action     text        not null,
  digest     text        not null,
  tag        text,
  at         timestamptz not null default now()
);
