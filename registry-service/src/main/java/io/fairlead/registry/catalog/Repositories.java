package io.fairlead.registry.catalog;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Repositories, and which blobs are linked into them. */
public final class Repositories {
  private static final int ATTEMPTS = 10;

  private final Database database;

  public Repositories(Database database) {
    this.database = database;
  }

  /** The number of a repository; empty where there is none of that name. */
  public OptionalLong find(RepositoryName name) {
    return database
        .first(
            "select id from registry.repository where name = ?", row -> row.getLong(1), name.text())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** The number of a repository, which is made as on a push where there is none. */
  public long ensure(RepositoryName name) {
    return ensure(name, CreationTemplate.CREATE_ON_PUSH);
  }

  /** The same on another occasion, which decides by which template it is made. */
  public long ensure(RepositoryName name, String occasion) {
    OptionalLong found = find(name);
    if (found.isPresent()) {
      return found.getAsLong();
    }
    CreationTemplate template =
        new CreationTemplates(database).suiting(name, occasion).orElse(CreationTemplate.NONE);
    database.update(
        "with made as (insert into registry.repository"
            + " (name, tag_mutability, exclusions, policy, lifecycle_policy)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing returning id)"
            + " insert into registry.repository_tag (repository, key, value)"
            + " select id, k, v from made, unnest(?::text[], ?::text[]) as t(k, v)",
        name.text(),
        template.mutability().setting(),
        template.mutability().exclusions().toArray(String[]::new),
        template.policy().orElse(null),
        template.lifecyclePolicy().orElse(null),
        template.tags().keySet().toArray(String[]::new),
        template.tags().values().toArray(String[]::new));
    OptionalLong made = find(name);
    return made.isPresent() ? made.getAsLong() : ensure(name, occasion);
  }

  /**
   * Does something in a repository, by its number. It is made where there is none, and once more
   * where it is deleted before that is done.
   */
  public <T> T in(RepositoryName name, String occasion, LongFunction<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.apply(ensure(name, occasion));
      } catch (Database.DanglingException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Makes a repository; empty where there is one of that name. */
  public Optional<RepositoryRow> create(RepositoryName name, TagMutability mutability) {
    int made =
        database.update(
            "insert into registry.repository (name, tag_mutability, exclusions)"
                + " values (?, ?, ?) on conflict do nothing",
            name.text(),
            mutability.setting(),
            mutability.exclusions().toArray(String[]::new));
    return made == 0 ? Optional.empty() : row(name);
  }

  /** What is known of a repository. */
  public Optional<RepositoryRow> row(RepositoryName name) {
    return database.first(
        "select * from registry.repository where name = ?", Repositories::read, name.text());
  }

  /** Repositories after {@code last}, at most {@code most}, by name. */
  public List<RepositoryRow> rows(String last, int most) {
    return database.list(
        "select * from registry.repository where name collate \"C\" > ?"
            + " order by name collate \"C\" limit ?",
        Repositories::read,
        last,
        most);
  }

  static RepositoryRow read(ResultSet row) throws SQLException {
    String[] exclusions = (String[]) row.getArray("exclusions").getArray();
    return new RepositoryRow(
        row.getLong("id"),
        row.getString("name"),
        row.getTimestamp("created_at").toInstant(),
        new TagMutability(row.getString("tag_mutability"), List.of(exclusions)));
  }

  /** Sets whether the tags of a repository may be moved. */
  public void set(long repository, TagMutability mutability) {
    database.update(
        "update registry.repository set tag_mutability = ?, exclusions = ? where id = ?",
        mutability.setting(),
        mutability.exclusions().toArray(String[]::new),
        repository);
  }

  /**
   * Removes a repository; false where it holds images and must be empty.
   *
   * @param force whether its images go with it
   */
  public boolean delete(long repository, boolean force) {
    return database.update(
            "with locked as (select r.id, r.name from registry.repository r where r.id = ?"
                + " and (? or not exists (select 1 from registry.manifest m"
                + " where m.repository = r.id)) for update),"
                + " told as (insert into registry.image_action (repository, action, digest)"
                + " select l.name, 'DELETE', m.digest from locked l"
                + " join registry.manifest m on m.repository = l.id)"
                + " delete from registry.repository r using locked l where r.id = l.id",
            repository,
            force)
        > 0;
  }

  private record Link(long size, boolean fresh) {}

  /** Bytes of a blob that is linked into the repository, which is relied on from now. */
  public OptionalLong blob(RepositoryName repository, Digest digest) {
    Optional<Link> link =
        database.first(
            "select b.size, b.generation = c.generation as fresh from registry.collection c,"
                + " registry.blob_link b join registry.repository r on r.id = b.repository"
                + " where r.name = ? and b.digest = ? and not b.damaged",
            row -> new Link(row.getLong("size"), row.getBoolean("fresh")),
            repository.text(),
            digest.toString());
    if (link.isEmpty() || !link.get().fresh() && !rely(repository, digest)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(link.get().size());
  }

  /** Once a collection; false where the link went away in between. */
  private boolean rely(RepositoryName repository, Digest digest) {
    return database.update(
            "update registry.blob_link b set generation = c.generation from registry.collection c,"
                + " registry.repository r where r.id = b.repository and r.name = ?"
                + " and b.digest = ?",
            repository.text(),
            digest.toString())
        > 0;
  }

  /** Links a blob that another repository has; false where that one has it not. */
  public boolean mount(RepositoryName from, RepositoryName to, Digest digest) {
    return in(to, CreationTemplate.CREATE_ON_PUSH, target -> mount(from, target, digest));
  }

  private boolean mount(RepositoryName from, long target, Digest digest) {
    return database.update(
            "with source as (select b.size from registry.blob_link b join registry.repository r"
                + " on r.id = b.repository where r.name = ? and b.digest = ? and not b.damaged"
                + " for key share of b)"
                + " insert into registry.blob_link (repository, digest, size, generation)"
                + " select ?, ?, s.size, c.generation from source s, registry.collection c"
                + " on conflict (repository, digest) do update"
                + " set generation = excluded.generation",
            from.text(),
            digest.toString(),
            target,
            digest.toString())
        > 0;
  }

  /** What became of a link that was to be taken away. */
  public enum Unlinked {
    DONE,
    NOT_THERE,
    /** A manifest of the repository names the blob. */
    NAMED
  }

  /** Takes a link away. A collection removes the bytes that no link is left to. */
  public Unlinked unlink(RepositoryName repository, Digest digest) {
    try {
      int gone =
          database.update(
              "delete from registry.blob_link where digest = ? and repository ="
                  + " (select id from registry.repository where name = ?)",
              digest.toString(),
              repository.text());
      return gone > 0 ? Unlinked.DONE : Unlinked.NOT_THERE;
    } catch (Database.DanglingException e) {
      return Unlinked.NAMED;
    }
  }

  /** Those of some blobs that are not linked into the repository. */
  public List<String> missingBlobs(RepositoryName repository, Collection<String> digests) {
    return database.list(
        "select d from unnest(?::text[]) d where not exists (select 1 from registry.blob_link b"
            + " join registry.repository r on r.id = b.repository"
            + " where r.name = ? and b.digest = d and not b.damaged)",
        row -> row.getString(1),
        digests.toArray(String[]::new),
        repository.text());
  }
}
