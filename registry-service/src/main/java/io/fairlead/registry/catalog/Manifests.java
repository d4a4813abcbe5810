package io.fairlead.registry.catalog;

import static io.fairlead.registry.catalog.ImageActions.LOCKED_BY_ID;
import static io.fairlead.registry.catalog.ImageActions.LOCKED_BY_NAME;
import static io.fairlead.registry.catalog.ImageActions.TELL;

import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.Reference.ByDigest;
import io.fairlead.registry.names.Reference.ByTag;
import io.fairlead.registry.names.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
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

  /**
   * From {@code locked}, with the blobs and manifests that it names; {@code name} is that of the
   * repository.
   */
  private static final String KEPT =
      ", kept as (insert into registry.manifest (repository, digest, media_type, artifact_type,"
          + " subject, annotations, content) select id, ?, ?, ?, ?, ?, ? from locked"
          + " on conflict (repository, digest) do update set media_type = excluded.media_type"
          + " returning repository, digest, (select name from locked) as name), blobs as"
          + " (insert into registry.manifest_blob (repository, manifest, blob)"
          + " select distinct k.repository, k.digest, b from kept k, unnest(?::text[]) b"
          + " on conflict do nothing), parts as"
          + " (insert into registry.manifest_part (repository, manifest, part)"
          + " select distinct k.repository, k.digest, p from kept k, unnest(?::text[]) p"
          + " on conflict do nothing)";

  private final Database database;

  public Manifests(Database database) {
    this.database = database;
  }

  /** What is told of a manifest without its content. */
  public record Head(String digest, String mediaType, long size) {}

  /** A manifest as it was pushed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Content(Head head, byte[] bytes) {}

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

  static Head head(ResultSet row) throws SQLException {
    return new Head(row.getString("digest"), row.getString("media_type"), row.getLong("size"));
  }

  /** Whether a tag may be moved away from another manifest. */
  public enum Moving {
    NO,
    YES,
    /** By what came from another registry: only where the tag came from there, too. */
    FROM_UPSTREAM
  }

  /**
   * Keeps a manifest and, where it was pushed by one, moves the tag to it: both or neither.
   *
   * @return false where it is on another one and may not be moved
   */
  public boolean put(
      long repository,
      Digest digest,
      Reference reference,
      Manifest manifest,
      byte[] content,
      Moving moving) {
    if (reference instanceof ByTag(String tag)
        && moving == Moving.NO
        && isElsewhere(repository, tag, digest)) {
      return false;
    }
    @Nullable Object[] row = row(repository, digest, manifest, content);
    return switch (reference) {
      case ByDigest _ ->
          database.update(
                  LOCKED_BY_ID + KEPT + TELL + "select name, 'PUSH', digest, null from kept", row)
              > 0;
      case ByTag(String tag) -> {
        Object[] arguments = Arrays.copyOf(row, row.length + 3);
        arguments[row.length] = tag;
        arguments[row.length + 1] = moving == Moving.FROM_UPSTREAM;
        arguments[row.length + 2] = moving != Moving.NO;
        yield database.update(
                LOCKED_BY_ID
                    + KEPT
                    + ", named as (insert into registry.tag (repository, name, digest, upstream)"
                    + " select repository, ?, digest, ? from kept on conflict (repository, name)"
                    + " do update set digest = excluded.digest, updated_at = now(),"
                    + " upstream = excluded.upstream"
                    + " where (? or tag.digest = excluded.digest)"
                    + " and (tag.upstream or not excluded.upstream) returning name, digest)"
                    + TELL
                    + "select l.name, 'PUSH', n.digest, n.name from named n, locked l",
                arguments)
            > 0;
      }
    };
  }

  /** Whether somebody has pushed a tag, so that it is not another registry's. */
  public boolean isPushed(RepositoryName repository, String tag) {
    return database
        .first(
            "select 1 from registry.tag t join registry.repository r on r.id = t.repository"
                + " where r.name = ? and t.name = ? and not t.upstream",
            row -> row.getInt(1),
            repository.text(),
            tag)
        .isPresent();
  }

  /** So that a tag that may not be moved leaves no manifest behind. */
  private boolean isElsewhere(long repository, String tag, Digest digest) {
    return database
        .first(
            "select 1 from registry.tag where repository = ? and name = ? and digest <> ?",
            row -> row.getInt(1),
            repository,
            tag,
            digest.toString())
        .isPresent();
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
      content,
      manifest.blobs().toArray(String[]::new),
      manifest.manifests().toArray(String[]::new)
    };
  }

  /** What became of a tag or a manifest that was to be taken away. */
  public enum Deleted {
    DONE,
    NOT_THERE,
    /** An index of the repository lists the manifest. */
    LISTED
  }

  /** Takes away a tag, or a manifest with all its tags. */
  public Deleted delete(RepositoryName repository, Reference reference) {
    String taken =
        switch (reference) {
          case ByTag _ ->
              ", gone as (delete from registry.tag t using locked l"
                  + " where t.repository = l.id and t.name = ? returning l.name, t.digest,"
                  + " t.name as tag)";
          case ByDigest _ ->
              ", gone as (delete from registry.manifest m using locked l"
                  + " where m.repository = l.id and m.digest = ? returning l.name, m.digest,"
                  + " null as tag)";
        };
    try {
      int gone =
          database.update(
              LOCKED_BY_NAME + taken + TELL + "select name, 'DELETE', digest, tag from gone",
              repository.text(),
              reference.toString());
      return gone > 0 ? Deleted.DONE : Deleted.NOT_THERE;
    } catch (Database.DanglingException e) {
      return Deleted.LISTED;
    }
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
}
