package io.fairlead.scheduler.shell.journal;

/** The statements of a batch. Each takes its rows as arrays, a column each. */
final class Statements {
  /** For tables whose rows are never forgotten. */
  static final String NOTHING = "SELECT 1 FROM unnest(?) AS none(key) WHERE false";

  static final String FORGET_INSTANCES =
      "UPDATE scheduler.container_instance SET forgotten = true WHERE arn = ANY(?)";
  static final String FORGET_SERVICES =
      "UPDATE scheduler.service SET forgotten = true WHERE arn = ANY(?)";
  static final String FORGET_TASKS =
      "UPDATE scheduler.task SET forgotten = true WHERE arn = ANY(?)";
  static final String FORGET_TOKENS =
      "DELETE FROM scheduler.token WHERE (cluster, key) IN"
          + " (SELECT split_part(k, ' ', 1), substr(k, strpos(k, ' ') + 1) FROM unnest(?) AS a(k))";

  private Statements() {}

  /** Names of clusters have no spaces. */
  static String tokenKey(String cluster, String key) {
    return cluster + " " + key;
  }

  static Columns log() {
    return new Columns(
        "INSERT INTO scheduler.change_log (shard, seq, at, cluster, change, event)"
            + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?)",
        "int4",
        "int8",
        "timestamptz",
        "text",
        "bytea",
        "bytea");
  }

  static Columns serviceEvents() {
    return new Columns(
        "INSERT INTO scheduler.service_event (cluster, service, shard, seq, at, record)"
            + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?)",
        "text",
        "text",
        "int4",
        "int8",
        "timestamptz",
        "bytea");
  }

  /** Events before the service was forgotten; a new one of the same name begins afresh. */
  static Columns droppedServiceEvents() {
    return new Columns(
        "DELETE FROM scheduler.service_event e"
            + " USING unnest(?, ?, ?) AS gone(arn, shard, seq), scheduler.service s"
            + " WHERE s.arn = gone.arn AND e.cluster = s.cluster AND e.service = s.name"
            + " AND e.shard = gone.shard AND e.seq < gone.seq",
        "text",
        "int4",
        "int8");
  }

  static Columns clusters() {
    return new Columns(
        "INSERT INTO scheduler.cluster (name, status, record) SELECT * FROM unnest(?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE"
            + " SET status = excluded.status, record = excluded.record",
        "text",
        "text",
        "bytea");
  }

  static Columns definitions() {
    return new Columns(
        "INSERT INTO scheduler.definition_in_use (cluster, arn, record)"
            + " SELECT * FROM unnest(?, ?, ?)"
            + " ON CONFLICT (cluster, arn) DO UPDATE SET record = excluded.record",
        "text",
        "text",
        "bytea");
  }

  static Columns instances() {
    return new Columns(
        "INSERT INTO scheduler.container_instance"
            + " (arn, cluster, status, changed_at, record, forgotten)"
            + " SELECT *, false FROM unnest(?, ?, ?, ?, ?)"
            + " ON CONFLICT (arn) DO UPDATE SET status = excluded.status,"
            + " changed_at = excluded.changed_at, record = excluded.record, forgotten = false",
        "text",
        "text",
        "text",
        "timestamptz",
        "bytea");
  }

  static Columns services() {
    return new Columns(
        "INSERT INTO scheduler.service"
            + " (arn, cluster, name, status, deleted_at, record, forgotten)"
            + " SELECT *, false FROM unnest(?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (arn) DO UPDATE SET status = excluded.status,"
            + " deleted_at = excluded.deleted_at, record = excluded.record, forgotten = false",
        "text",
        "text",
        "text",
        "text",
        "timestamptz",
        "bytea");
  }

  static Columns tasks() {
    return new Columns(
        "INSERT INTO scheduler.task (arn, cluster, family, last_status, created_at, stopped_at,"
            + " record, forgotten) SELECT *, false FROM unnest(?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (arn) DO UPDATE SET last_status = excluded.last_status,"
            + " stopped_at = excluded.stopped_at, record = excluded.record, forgotten = false",
        "text",
        "text",
        "text",
        "text",
        "timestamptz",
        "timestamptz",
        "bytea");
  }

  static Columns tokens() {
    return new Columns(
        "INSERT INTO scheduler.token (cluster, key, created_at, record)"
            + " SELECT * FROM unnest(?, ?, ?, ?)"
            + " ON CONFLICT (cluster, key) DO UPDATE"
            + " SET created_at = excluded.created_at, record = excluded.record",
        "text",
        "text",
        "timestamptz",
        "bytea");
  }
}
