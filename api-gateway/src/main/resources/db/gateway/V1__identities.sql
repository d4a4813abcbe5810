create table identity (
  arn        text primary key,
  kind       text        not null check (kind in ('USER', 'INSTANCE')),
  created_at timestamptz not null
);

create table access_key (
  id           text primary key,
  identity_arn text        not null references identity (arn) on delete cascade,
  sealed       bytea       not null,
  created_at   timestamptz not null
);

create index access_key_by_identity on access_key (identity_arn);

-- Only the hash of a token is kept.
create table join_token (
  hash       bytea primary key,
  cluster    text        not null,
  expires_at timestamptz not null,
  uses_left  integer     not null check (uses_left >= 0),
  created_by text        not null,
  created_at timestamptz not null
);
