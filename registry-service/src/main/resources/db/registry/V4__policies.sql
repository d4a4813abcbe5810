-- Policies as they were put, letter for letter.
alter table repository add policy text;

create table registry_policy (
  only_one boolean primary key default true check (only_one),
  text     text    not null
);
