-- Everything the scheduler keeps. An entity is its key columns and the serialized record; queries use the columns.
-- "forgotten" marks what has left memory: it is not loaded any more and stays until the history is pruned.

CREATE TABLE shard (
  shard         int         PRIMARY KEY,
  epoch         bigint      NOT NULL,
  owner         text        NOT NULL,
  last_seq      bigint      NOT NULL DEFAULT 0,
  last_at       timestamptz NOT NULL DEFAULT 'epoch',
  published_seq bigint      NOT NULL DEFAULT 0
);

CREATE TABLE cluster (
  name   text  PRIMARY KEY,
  status text  NOT NULL,
  record bytea NOT NULL
);

-- The number last given in each family: numbers are never given twice.
CREATE TABLE task_definition_family (
  family        text COLLATE "C" PRIMARY KEY,
  last_revision int  NOT NULL
);

-- Every registered revision, whatever cluster uses it.
CREATE TABLE task_definition (
  family        text COLLATE "C" NOT NULL,
  revision      int         NOT NULL,
  status        text        NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  record        bytea       NOT NULL,
  PRIMARY KEY (family, revision)
);
CREATE INDEX task_definition_status ON task_definition (status, family, revision);

-- A revision as a cluster took it into use.
CREATE TABLE definition_in_use (
  cluster text  NOT NULL,
  arn     text  NOT NULL,
  record  bytea NOT NULL,
  PRIMARY KEY (cluster, arn)
);

CREATE TABLE container_instance (
  arn       text        PRIMARY KEY,
  cluster   text        NOT NULL,
  status    text        NOT NULL,
  changed_at timestamptz NOT NULL,
  forgotten boolean     NOT NULL,
  record    bytea       NOT NULL
);
CREATE INDEX container_instance_live ON container_instance (cluster) WHERE NOT forgotten;

CREATE TABLE service (
  arn        text        PRIMARY KEY,
  cluster    text        NOT NULL,
  name       text        NOT NULL,
  status     text        NOT NULL,
  deleted_at timestamptz,
  forgotten  boolean     NOT NULL,
  record     bytea       NOT NULL
);
CREATE INDEX service_live ON service (cluster) WHERE NOT forgotten;

CREATE TABLE service_event (
  cluster text        NOT NULL,
  service text        NOT NULL,
  shard   int         NOT NULL,
  seq     bigint      NOT NULL,
  at      timestamptz NOT NULL,
  record  bytea       NOT NULL,
  PRIMARY KEY (cluster, service, shard, seq)
);
CREATE INDEX service_event_at ON service_event (at);

CREATE TABLE task (
  arn            text        PRIMARY KEY,
  cluster        text        NOT NULL,
  service        text        NOT NULL,
  instance       text        NOT NULL,
  family         text        NOT NULL,
  desired_status text        NOT NULL,
  last_status    text        NOT NULL,
  started_by     text        NOT NULL,
  created_at     timestamptz NOT NULL,
  stopped_at     timestamptz,
  forgotten      boolean     NOT NULL,
  record         bytea       NOT NULL
);
CREATE INDEX task_live ON task (cluster) WHERE NOT forgotten;
CREATE INDEX task_forgotten ON task (stopped_at) WHERE forgotten;

CREATE TABLE token (
  cluster    text        NOT NULL,
  key        text        NOT NULL,
  created_at timestamptz NOT NULL,
  record     bytea       NOT NULL,
  PRIMARY KEY (cluster, key)
);

-- Append-only. "seq" grows by one within its shard; a day is one partition, dropped whole when it is too old.
CREATE TABLE change_log (
  shard   int         NOT NULL,
  seq     bigint      NOT NULL,
  at      timestamptz NOT NULL,
  cluster text        NOT NULL,
  change  bytea       NOT NULL,
  event   bytea,
  PRIMARY KEY (shard, seq, at)
) PARTITION BY RANGE (at);
CREATE INDEX change_log_event ON change_log (cluster, seq) WHERE event IS NOT NULL;
CREATE INDEX change_log_at ON change_log (cluster, at) WHERE event IS NOT NULL;
