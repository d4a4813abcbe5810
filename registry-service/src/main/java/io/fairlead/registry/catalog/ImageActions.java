package io.fairlead.registry.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of images and still has to be told. */
public final class ImageActions {
  /** Locks a repository by its id; what follows in the statement reads from {@code locked}. */
  static final String LOCKED_BY_ID =
      "with locked as (select id, name from registry.repository where id = ? for no key update)";

  /** Locks a repository by its name. */
  static final String LOCKED_BY_NAME =
      "with locked as (select id, name from registry.repository where name = ? for no key update)";

  /** The end of a statement that makes a change: select repository, action, digest and tag. */
  static final String TELL =
      " insert into registry.image_action (repository, action, digest, tag) ";

  private final Database database;

  public ImageActions(Database database) {
    this.database = database;
  }

  /** One of them, as the database has it. */
  public record Row(
      long position,
      String repository,
      String action,
      String digest,
      Optional<String> tag,
      Instant at) {}

  /** The first ones; of each repository none that comes after one that is not among them. */
  public List<Row> first(int most) {
    return database.list(
        "select * from registry.image_action order by position limit ?",
        row ->
            new Row(
                row.getLong("position"),
                row.getString("repository"),
                row.getString("action"),
                row.getString("digest"),
                Optional.ofNullable(row.getString("tag")),
                row.getTimestamp("at").toInstant()),
        most);
  }

  /** Forgets what has been told. */
  public void told(List<Row> rows) {
    database.update(
        "delete from registry.image_action where position = any(?::bigint[])",
        (Object) rows.stream().map(Row::position).toArray(Long[]::new));
  }
}
