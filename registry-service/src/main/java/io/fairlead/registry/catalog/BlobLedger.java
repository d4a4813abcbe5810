package io.fairlead.registry.catalog;

import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.catalog.Database.Statements;
import io.fairlead.registry.collection.Ledger;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Links in PostgreSQL. Advisory locks keep storing and removing apart: they belong to a
 * transaction, so that they end with the process that holds them.
 */
public final class BlobLedger implements Ledger {
  private static final String KEY = "hashtextextended(?, 0)";
  private static final int BATCH = 1_000;

  private final Database database;
  private final Repositories repositories;
  private final Semaphore storings;

  /**
   * Links in a database.
   *
   * @param most blobs that are stored at a time: each has a connection meanwhile, and others need
   *     some, too
   */
  public BlobLedger(Database database, Repositories repositories, int most) {
    this.database = database;
    this.repositories = repositories;
    this.storings = new Semaphore(most);
  }

  /** The repository is held from before the bytes are stored, so that its link is not lost. */
  @Override
  public Committed link(RepositoryName repository, Digest digest, Storing storing)
      throws IOException {
    Optional<Committed> committed = Optional.empty();
    while (committed.isEmpty()) {
      long id = repositories.ensure(repository);
      storings.acquireUninterruptibly();
      try {
        committed = database.transaction(statements -> link(statements, id, digest, storing));
      } finally {
        storings.release();
      }
    }
    return committed.get();
  }

  /** Empty where the repository is gone. */
  private static Optional<Committed> link(
      Statements statements, long repository, Digest digest, Storing storing)
      throws IOException, SQLException {
    boolean there =
        statements
            .first(
                "select 1 from registry.repository where id = ? for key share",
                row -> row.getInt(1),
                repository)
            .isPresent();
    if (!there) {
      return Optional.empty();
    }
    statements.run("select pg_advisory_xact_lock_shared(" + KEY + ")", digest.toString());
    Committed committed = storing.store();
    if (committed instanceof Committed.Stored(long size)) {
      statements.update(
          "update registry.blob_link set damaged = false where digest = ? and damaged",
          digest.toString());
      statements.update(
          "insert into registry.blob_link (repository, digest, size, generation)"
              + " select ?, ?, ?, generation from registry.collection"
              + " on conflict (repository, digest) do update"
              + " set generation = excluded.generation",
          repository,
          digest.toString(),
          size);
    }
    return Optional.of(committed);
  }

  @Override
  public boolean removeUnlinked(Digest digest, Removing removing) throws IOException {
    return database.transaction(
        statements -> {
          statements.run("select pg_advisory_xact_lock(" + KEY + ")", digest.toString());
          boolean linked =
              statements
                  .first(
                      "select 1 from registry.blob_link where digest = ? limit 1",
                      row -> row.getInt(1),
                      digest.toString())
                  .isPresent();
          if (!linked) {
            removing.remove();
          }
          return !linked;
        });
  }

  @Override
  public boolean callIn(Digest digest, Inspecting inspecting) throws IOException {
    return database.transaction(
        statements -> {
          statements.run("select pg_advisory_xact_lock(" + KEY + ")", digest.toString());
          boolean damaged = inspecting.damaged();
          if (damaged) {
            statements.update(
                "update registry.blob_link set damaged = true where digest = ?", digest.toString());
          }
          return damaged;
        });
  }

  @Override
  public List<Digest> unlinked(List<Digest> digests) {
    Set<String> linked =
        new HashSet<>(
            database.list(
                "select distinct digest from registry.blob_link where digest = any (?)",
                row -> row.getString(1),
                (Object) digests.stream().map(Digest::toString).toArray(String[]::new)));
    return digests.stream().filter(it -> !linked.contains(it.toString())).toList();
  }

  @Override
  public long nextGeneration() {
    return database
        .first(
            "update registry.collection set generation = generation + 1 returning generation",
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** In small steps, so that a manifest that comes to name one of them does not wait for long. */
  @Override
  public int unlinkUnnamed(long since) {
    int gone = 0;
    int step;
    do {
      step = unlinkSome(since);
      gone += step;
    } while (step == BATCH);
    return gone;
  }

  private int unlinkSome(long since) {
    try {
      return database.update(
          "delete from registry.blob_link where generation < ? and (repository, digest) in ("
              + " select l.repository, l.digest from registry.blob_link l"
              + " where l.generation < ? and not exists (select 1 from registry.manifest_blob m"
              + " where m.repository = l.repository and m.blob = l.digest)"
              + " limit ? for update of l skip locked)",
          since,
          since,
          BATCH);
    } catch (Database.DanglingException aManifestCameToNameOne) {
      return 0;
    }
  }

  @Override
  public boolean hasUpload(UUID upload) {
    return database
        .first("select 1 from registry.upload where id = ?", row -> row.getInt(1), upload)
        .isPresent();
  }
}
