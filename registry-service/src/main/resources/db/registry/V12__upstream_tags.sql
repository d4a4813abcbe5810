-- Set where a tag came from another registry, which may move it then. What was pushed here is never moved by another.
alter table tag add upstream boolean not null default false;

-- Of what is there already: whatever came by a rule, or may have.
update tag set upstream = true from repository r, pull_through_rule p
  where r.id = tag.repository and starts_with(r.name, p.prefix || '/');
