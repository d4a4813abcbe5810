package io.fairlead.registry.catalog;

import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.Reference.ByDigest;
import io.fairlead.registry.names.Reference.ByTag;
import io.fairlead.registry.names.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manifests and the tags that name them. */
public final class Manifests {
  private static final String BY_TAG =
      " from registry.manifest m join registry.repository r on r.id = m.repository"
          + " join registry.tag t on t.repository = m.repository and t.digest = m.digest"
          + " where r.name = ? and t.name = ?";
  private static final String BY_DIGEST =
      " from registry.manifest m join registry.repository r on r.id = m.repository"
          + " where r.name = ? and m.digest = ?";

  private final Database database;

  public Manifests(Database database) {
    this.database = database;
  }

  /** What is told of a manifest without its content. */
  public record Head(String digest, String mediaType, long size) {}

  /** A manifest as it was pushed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Content(Head head, byte[] bytes) {}

  /** A manifest that names another as its subject. */
  public record Referrer(Head head, @Nullable String artifactType, @Nullable String annotations) {}

  /** The manifest without its content. */
  public Optional<Head> head(RepositoryName repository, Reference reference) {
    return database.first(
        "select m.digest, m.media_type, length(m.content) as size" + condition(reference),
        Manifests::head,
        repository.text(),
        reference.toString());
  }

  /** The manifest with its content. */
  public Optional<Content> content(RepositoryName repository, Reference reference) {
    return database.first(
        "select m.digest, m.media_type, length(m.content) as size, m.content"
            + condition(reference),
        row -> new Content(head(row), row.getBytes("content")),
        repository.text(),
        reference.toString());
  }

  private static String condition(Reference reference) {
    return switch (reference) {
      case ByTag _ -> BY_TAG;
      case ByDigest _ -> BY_DIGEST;
    };
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(row.getString("digest"), row.getString("media_type"), row.getLong("size"));
  }

  /** Keeps a manifest and, where it was pushed by one, moves the tag to it: both or neither. */
  public void put(
      long repository, Digest digest, Reference reference, Manifest manifest, byte[] content) {
    String insert =
        "insert into registry.manifest (repository, digest, media_type, artifact_type, subject,"
            + " annotations, content) values (?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (repository, digest) do update set media_type = excluded.media_type";
    switch (reference) {
      case ByDigest _ -> database.update(insert, row(repository, digest, manifest, content));
      case ByTag(String tag) -> {
        Object[] arguments = java.util.Arrays.copyOf(row(repository, digest, manifest, content), 8);
        arguments[7] = tag;
        database.update(
            "with kept as ("
                + insert
                + " returning repository, digest)"
                + " insert into registry.tag (repository, name, digest)"
                + " select repository, ?, digest from kept on conflict (repository, name)"
                + " do update set digest = excluded.digest, updated_at = now()",
            arguments);
      }
    }
  }

  private static @Nullable Object[] row(
      long repository, Digest digest, Manifest manifest, byte[] content) {
    return new @Nullable Object[] {
      repository,
      digest.toString(),
      manifest.mediaType(),
      manifest.artifactType().orElse(null),
      manifest.subject().orElse(null),
      manifest.annotations().orElse(null),
      content
    };
  }

  /** Takes away a tag, or a manifest with all its tags; false where there is none. */
  public boolean delete(RepositoryName repository, Reference reference) {
    String from =
        switch (reference) {
          case ByTag _ -> "delete from registry.tag where name = ?";
          case ByDigest _ -> "delete from registry.manifest where digest = ?";
        };
    return database.update(
            from + " and repository = (select id from registry.repository where name = ?)",
            reference.toString(),
            repository.text())
        > 0;
  }

  /** Those of some manifests that the repository does not have. */
  public List<String> missing(RepositoryName repository, Collection<String> digests) {
    return database.list(
        "select d from unnest(?::text[]) d where not exists (select 1 from registry.manifest m"
            + " join registry.repository r on r.id = m.repository"
            + " where r.name = ? and m.digest = d)",
        row -> row.getString(1),
        digests.toArray(String[]::new),
        repository.text());
  }

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

  /** Manifests after {@code last} with this subject, at most {@code most}, by digest. */
  public List<Referrer> referrers(
      RepositoryName repository, Digest subject, Optional<String> type, String last, int most) {
    return database.list(
        "select m.digest, m.media_type, length(m.content) as size, m.artifact_type, m.annotations"
            + " from registry.manifest m join registry.repository r on r.id = m.repository"
            + " where r.name = ? and m.subject = ? and m.digest > ?"
            + " and (?::text is null or m.artifact_type = ?) order by m.digest limit ?",
        row ->
            new Referrer(head(row), row.getString("artifact_type"), row.getString("annotations")),
        repository.text(),
        subject.toString(),
        last,
        type.orElse(null),
        type.orElse(null),
        most);
  }
}
