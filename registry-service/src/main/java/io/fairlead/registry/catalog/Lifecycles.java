package io.fairlead.registry.catalog;

import static io.fairlead.registry.catalog.ImageActions.LOCKED_BY_ID;
import static io.fairlead.registry.catalog.ImageActions.TELL;

import io.fairlead.registry.lifecycle.Expiry;
import io.fairlead.registry.lifecycle.ImageRecord;
import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.manifests.ManifestReader;
import io.fairlead.registry.manifests.ManifestReader.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lifecycle policies of repositories, and what they look at. */
public final class Lifecycles {
  private static final String RECORD =
      "select m.digest, m.media_type, m.subject, m.pushed_at, m.pulled_at, m.content,"
          + " array(select t.name from registry.tag t"
          + " where t.repository = m.repository and t.digest = m.digest order by t.name) as tags"
          + " from registry.manifest m where m.repository = ?";

  private final Database database;

  public Lifecycles(Database database) {
    this.database = database;
  }

  /** A policy as it was put, and when it was acted on last. */
  public record Policy(String text, Optional<Instant> evaluatedAt) {}

  /** The policy of a repository. */
  public Optional<Policy> policy(long repository) {
    return database.first(
        "select lifecycle_policy, lifecycle_evaluated_at from registry.repository"
            + " where id = ? and lifecycle_policy is not null",
        row -> new Policy(row.getString(1), instant(row, "lifecycle_evaluated_at")),
        repository);
  }

  /** Gives a repository its policy, or takes it away. */
  public void set(long repository, @Nullable String text) {
    database.update(
        "update registry.repository set lifecycle_policy = ?, lifecycle_evaluated_at = null"
            + " where id = ?",
        text,
        repository);
  }

  /** Notes that the policy of a repository was acted on. */
  public void evaluated(long repository, Instant at) {
    database.update(
        "update registry.repository set lifecycle_evaluated_at = ? where id = ?",
        Timestamp.from(at),
        repository);
  }

  /** Repositories that have a policy. */
  public List<RepositoryRow> withPolicy() {
    return database.list(
        "select * from registry.repository where lifecycle_policy is not null order by name",
        Repositories::read);
  }

  /** All images of a repository. */
  public List<ImageRecord> images(long repository) {
    return database.list(RECORD, Lifecycles::image, repository);
  }

  private static ImageRecord image(ResultSet row) throws SQLException {
    return new ImageRecord(
        row.getString("digest"),
        List.of((String[]) row.getArray("tags").getArray()),
        row.getTimestamp("pushed_at").toInstant(),
        instant(row, "pulled_at"),
        Optional.ofNullable(row.getString("subject")),
        parts(row.getString("media_type"), row.getBytes("content")));
  }

  private static Set<String> parts(String mediaType, byte[] content) {
    return switch (ManifestReader.read(mediaType, content)) {
      case Reading.Read(Manifest manifest) -> Set.copyOf(manifest.manifests());
      case Reading.Wrong(String why) ->
          throw new IllegalStateException("a manifest that was taken in cannot be read: " + why);
    };
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /**
   * Takes an image away that is still as it was looked at; false where it is not, or where an index
   * has come to list it.
   */
  public boolean expire(long repository, ImageRecord image) {
    try {
      return isExpired(repository, image);
    } catch (Database.DanglingException e) {
      return false;
    }
  }

  private boolean isExpired(long repository, ImageRecord image) {
    return database.update(
            LOCKED_BY_ID
                + ", gone as (delete from registry.manifest m using locked l"
                + " where m.repository = l.id and m.digest = ?"
                + " and m.pulled_at is not distinct from ?"
                + " and array(select t.name from registry.tag t"
                + " where t.repository = m.repository and t.digest = m.digest order by t.name)"
                + " = ?::text[] returning l.name, m.digest)"
                + TELL
                + "select name, 'EXPIRE', digest, null from gone",
            repository,
            image.digest(),
            image.pulledAt().map(Timestamp::from).orElse(null),
            image.tags().toArray(String[]::new))
        > 0;
  }

  /** Keeps what a policy would take away. */
  public void preview(long repository, String policy, List<Expiry> expired) {
    database.update(
        "insert into registry.lifecycle_preview (repository, policy, digests, priorities)"
            + " values (?, ?, ?, ?) on conflict (repository) do update"
            + " set policy = excluded.policy, digests = excluded.digests,"
            + " priorities = excluded.priorities",
        repository,
        policy,
        expired.stream().map(it -> it.image().digest()).toArray(String[]::new),
        expired.stream().map(Expiry::priority).toArray(Integer[]::new));
  }

  /** The text of the policy that was previewed last. */
  public Optional<String> previewed(long repository) {
    return database.first(
        "select policy from registry.lifecycle_preview where repository = ?",
        row -> row.getString(1),
        repository);
  }

  /** What the last preview took away and is still there, by digest. */
  public List<Expiry> preview(long repository) {
    return database.list(
        "select x.priority, i.* from registry.lifecycle_preview p,"
            + " unnest(p.digests, p.priorities) as x(digest, priority), ("
            + RECORD
            + ") i where p.repository = ? and i.digest = x.digest order by x.digest",
        row -> new Expiry(image(row), row.getInt("priority")),
        repository,
        repository);
  }
}
