package io.fairlead.registry.catalog;

import io.fairlead.registry.names.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which uploads there are, and to which repository each belongs. */
public final class Uploads {
  private final Database database;

  public Uploads(Database database) {
    this.database = database;
  }

  /** Notes a new upload. */
  public UUID begin(long repository) {
    UUID id = UUID.randomUUID();
    database.update("insert into registry.upload (id, repository) values (?, ?)", id, repository);
    return id;
  }

  /** The same; empty where the repository was deleted. */
  public Optional<UUID> beginIfThere(long repository) {
    try {
      return Optional.of(begin(repository));
    } catch (Database.DanglingException e) {
      return Optional.empty();
    }
  }

  /** Whether the repository has this upload, which then counts as used now. */
  public boolean touch(RepositoryName repository, UUID id) {
    return database.update(
            "update registry.upload set touched_at = now() where id = ? and repository ="
                + " (select id from registry.repository where name = ?)",
            id,
            repository.text())
        > 0;
  }

  /** Forgets an upload. */
  public void end(UUID id) {
    database.update("delete from registry.upload where id = ?", id);
  }

  /** Uploads that nobody has used for so long. */
  public List<UUID> idle(Duration longer) {
    return database.list(
        "select id from registry.upload where touched_at < now() - make_interval(secs => ?)",
        row -> row.getObject(1, UUID.class),
        (double) longer.toSeconds());
  }
}
