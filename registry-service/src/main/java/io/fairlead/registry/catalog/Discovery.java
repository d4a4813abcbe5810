package io.fairlead.registry.catalog;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of what a repository has: its tags, and what refers to a manifest. */
public final class Discovery {
  private final Database database;

  public Discovery(Database database) {
    this.database = database;
  }

  /** A manifest that names another as its subject. */
  public record Referrer(
      Manifests.Head head, @Nullable String artifactType, @Nullable String annotations) {}

  /** Tags after {@code last}, at most {@code most}, by name without regard to case, then by it. */
  public List<String> tags(long repository, String last, int most) {
    return database.list(
        "select name from registry.tag where repository = ?"
            + " and (lower(name) collate \"C\", name collate \"C\")"
            + " > (lower(?) collate \"C\", ? collate \"C\")"
            + " order by lower(name) collate \"C\", name collate \"C\" limit ?",
        row -> row.getString(1),
        repository,
        last,
        last,
        most);
  }

  /**
   * Manifests after {@code last} with this subject, at most {@code most}, by digest; all types
   * where none is named.
   */
  public List<Referrer> referrers(
      RepositoryName repository, Digest subject, List<String> types, String last, int most) {
    return database.list(
        "select m.digest, m.media_type, length(m.content) as size, m.artifact_type, m.annotations"
            + " from registry.manifest m join registry.repository r on r.id = m.repository"
            + " where r.name = ? and m.subject = ? and m.digest > ?"
            + " and (cardinality(?::text[]) = 0 or m.artifact_type = any(?::text[])) order by m.digest limit ?",
        row ->
            new Referrer(
                Manifests.head(row), row.getString("artifact_type"), row.getString("annotations")),
        repository.text(),
        subject.toString(),
        last,
        types.toArray(String[]::new),
        types.toArray(String[]::new),
        most);
  }
}
