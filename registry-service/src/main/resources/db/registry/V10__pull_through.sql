-- Which repositories hold what another registry has; "prefix" is without the slash at its end, or ROOT.
create table pull_through_rule (
  prefix          text        primary key,
  upstream        text        not null,
  kind            text,
  upstream_prefix text        not null,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);
