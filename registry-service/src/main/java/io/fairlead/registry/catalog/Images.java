package io.fairlead.registry.catalog;

import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.Reference.ByDigest;
import io.fairlead.registry.names.Reference.ByTag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manifests with all that is known of them, as the ECR API shows them. */
public final class Images {
  private static final String NAMED =
      " (select 1 from registry.tag t where t.repository = m.repository and t.digest = m.digest)";
  private static final String IMAGES =
      "select m.*, length(m.content) as size, array(select t.name from registry.tag t"
          + " where t.repository = m.repository and t.digest = m.digest order by t.name) as tags"
          + " from registry.manifest m where m.repository = ?";

  private final Database database;

  public Images(Database database) {
    this.database = database;
  }

  /**
   * An image: a manifest and what names it.
   *
   * @param tags in the order of their names
   * @param pulledAt when it was pulled last; null where it never was
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Image(
      Manifests.Head head,
      List<String> tags,
      Instant pushedAt,
      @Nullable Instant pulledAt,
      @Nullable String artifactType,
      @Nullable String subject,
      byte[] content) {}

  /** Images after {@code last}, at most {@code most}, by digest; only the tagged or untagged. */
  public List<Image> images(long repository, TagStatus status, String last, int most) {
    return database.list(
        IMAGES + status.condition + " and m.digest > ? order by m.digest limit ?",
        Images::image,
        repository,
        last,
        most);
  }

  /** One image. */
  public Optional<Image> image(long repository, Reference reference) {
    String condition =
        switch (reference) {
          case ByTag _ ->
              " and m.digest = (select digest from registry.tag"
                  + " where repository = m.repository and name = ?)";
          case ByDigest _ -> " and m.digest = ?";
        };
    return database.first(IMAGES + condition, Images::image, repository, reference.toString());
  }

  /** Which images of a repository are meant, by whether a tag names them. */
  public enum TagStatus {
    ANY(""),
    TAGGED(" and exists" + NAMED),
    UNTAGGED(" and not exists" + NAMED);

    private final String condition;

    TagStatus(String condition) {
      this.condition = condition;
    }
  }

  private static Image image(ResultSet row) throws SQLException {
    Timestamp pulledAt = row.getTimestamp("pulled_at");
    return new Image(
        Manifests.head(row),
        List.of((String[]) row.getArray("tags").getArray()),
        row.getTimestamp("pushed_at").toInstant(),
        pulledAt == null ? null : pulledAt.toInstant(),
        row.getString("artifact_type"),
        row.getString("subject"),
        row.getBytes("content"));
  }
}
