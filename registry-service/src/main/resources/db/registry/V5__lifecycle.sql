alter table repository
  add lifecycle_policy       text,
  add lifecycle_evaluated_at timestamptz;

-- Null where it was never pulled. Written in batches, a little late.
alter table manifest add pulled_at timestamptz;

-- What a policy would take away, by digest and rulePriority; the newest preview of each repository.
create table lifecycle_preview (
  repository bigint  primary key references repository (id) on delete cascade,
  policy     text    not null,
  digests    text[]  not null,
  priorities integer[] not null
);
