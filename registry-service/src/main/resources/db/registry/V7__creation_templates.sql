-- What repositories are made with that nobody makes by hand; "prefix" is without the slash at its end, or ROOT.
create table creation_template (
  prefix           text        primary key,
  description      text,
  applied_for      text[]      not null,
  tag_mutability   text        not null,
  exclusions       text[]      not null,
  policy           text,
  lifecycle_policy text,
  tag_keys         text[]      not null,
  tag_values       text[]      not null,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now()
);
