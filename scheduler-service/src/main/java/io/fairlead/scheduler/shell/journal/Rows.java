package io.fairlead.scheduler.shell.journal;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The latest row of each entity that a batch touches; keys are ARNs or names. */
final class Rows {
  private final Supplier<Columns> upsert;
  private final String forgetSql;
  private final Map<String, @Nullable Object[]> latest = new LinkedHashMap<>();
  private final Set<String> forgotten = new LinkedHashSet<>();

  /**
   * @param forgetSql updates or deletes the rows whose keys are in its one array
   */
  Rows(Supplier<Columns> upsert, String forgetSql) {
    this.upsert = upsert;
    this.forgetSql = forgetSql;
  }

  void put(String key, @Nullable Object... row) {
    forgotten.remove(key);
    latest.put(key, row);
  }

  /** Takes effect after the puts so far: the row is written first, then marked. */
  void forget(String key) {
    forgotten.add(key);
  }

  void write(Script script) throws SQLException {
    Columns rows = upsert.get();
    latest.values().forEach(rows::add);
    rows.write(script);
    Columns keys = new Columns(forgetSql, "text");
    forgotten.forEach(keys::add);
    keys.write(script);
  }
}
