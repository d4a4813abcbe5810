package io.fairlead.registry.catalog;

import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Repositories, and which blobs are linked into them. */
public final class Repositories {
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

  /** The number of a repository, which is made where there is none. */
  public long ensure(RepositoryName name) {
    OptionalLong found = find(name);
    if (found.isPresent()) {
      return found.getAsLong();
    }
    database.update(
        "insert into registry.repository (name) values (?) on conflict do nothing", name.text());
    return find(name).orElseThrow();
  }

  /** Bytes of a blob that is linked into the repository. */
  public OptionalLong blob(RepositoryName repository, Digest digest) {
    Optional<Long> size =
        database.first(
            "select b.size from registry.blob_link b join registry.repository r"
                + " on r.id = b.repository where r.name = ? and b.digest = ?",
            row -> row.getLong(1),
            repository.text(),
            digest.toString());
    return size.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** Links a blob that the store has. */
  public void link(RepositoryName repository, Digest digest, long size) {
    database.update(
        "insert into registry.blob_link (repository, digest, size) values (?, ?, ?)"
            + " on conflict do nothing",
        ensure(repository),
        digest.toString(),
        size);
  }

  /** Takes the link away; false where there was none. The bytes stay in the store. */
  public boolean unlink(RepositoryName repository, Digest digest) {
    return database.update(
            "delete from registry.blob_link where digest = ? and repository ="
                + " (select id from registry.repository where name = ?)",
            digest.toString(),
            repository.text())
        > 0;
  }

  /** Those of some blobs that are not linked into the repository. */
  public List<String> missingBlobs(RepositoryName repository, Collection<String> digests) {
    return database.list(
        "select d from unnest(?::text[]) d where not exists (select 1 from registry.blob_link b"
            + " join registry.repository r on r.id = b.repository"
            + " where r.name = ? and b.digest = d)",
        row -> row.getString(1),
        digests.toArray(String[]::new),
        repository.text());
  }
}
