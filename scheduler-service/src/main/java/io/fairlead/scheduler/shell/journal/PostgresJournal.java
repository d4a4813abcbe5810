package io.fairlead.scheduler.shell.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * The journal in the schema {@code scheduler}. The row of the shard is both the lock that orders
 * commits and the fence: each transaction writes it under the condition that the epoch is its own.
 */
public final class PostgresJournal implements Journal {
  private static final String TAKE =
      "INSERT INTO scheduler.shard AS s (shard, epoch, owner) VALUES (?, 1, ?)"
          + " ON CONFLICT (shard) DO UPDATE SET epoch = s.epoch + 1, owner = excluded.owner"
          + " RETURNING epoch, last_seq, last_at, published_seq";
  // What a late owner sets may not be null: that refuses all that goes with it.
  private static final String ADVANCE =
      "UPDATE scheduler.shard SET last_seq = CASE WHEN epoch = ? THEN ? END, last_at = ?"
          + " WHERE shard = ?";
  private static final String CHECK = "SELECT 1 FROM scheduler.shard WHERE shard = ? AND epoch = ?";
  private static final String PUBLISHED =
      "UPDATE scheduler.shard SET published_seq = greatest(published_seq, ?)"
          + " WHERE shard = ? AND epoch = ?";

  private final Database database;

  /** A journal in a database whose schema is up to date. */
  public PostgresJournal(DataSource source) {
    this.database = new Database(source);
  }

  @Override
  public Term take(int shard, String owner) {
    return database.transaction(
        "taking shard " + shard, connection -> taken(connection, shard, owner));
  }

  private static Term taken(Connection connection, int shard, String owner) throws SQLException {
    try (PreparedStatement statement = Database.prepare(connection, TAKE, shard, owner);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Term(
          shard,
          row.getLong("epoch"),
          row.getLong("last_seq"),
          Timestamps.read(row, "last_at"),
          row.getLong("published_seq"));
    }
  }

  @Override
  public void load(Predicate<String> owned, StateSink into) {
    database.<Boolean>transaction(
        "loading state",
        connection -> {
          new StateReader(connection, into).read(owned);
          return true;
        });
  }

  @Override
  public void commit(Term term, List<Entry> entries) {
    if (entries.isEmpty()) {
      check(term);
      return;
    }
    BatchRows rows = new BatchRows(term.shard(), entries);
    database.<Boolean>transaction(
        "committing to shard " + term.shard(),
        connection -> {
          Script script = new Script(connection);
          Entry last = entries.getLast();
          script.add(
              ADVANCE, term.epoch(), last.seq(), Timestamps.parameter(last.at()), term.shard());
          rows.write(script);
          script.add("COMMIT");
          execute(script, term);
          return true;
        });
  }

  private void check(Term term) {
    List<Integer> found =
        database.query(
            "checking the owner of shard " + term.shard(),
            CHECK,
            row -> row.getInt(1),
            term.shard(),
            term.epoch());
    if (found.isEmpty()) {
      throw new FencedException(term);
    }
  }

  private static void execute(Script script, Term term) throws SQLException {
    try {
      script.execute();
    } catch (PSQLException e) {
      if (isFenced(e)) {
        throw new FencedException(term);
      }
      throw e;
    }
  }

  private static boolean isFenced(PSQLException e) {
    ServerErrorMessage cause = e.getServerErrorMessage();
    return PSQLState.NOT_NULL_VIOLATION.getState().equals(e.getSQLState())
        && cause != null
        && "shard".equals(cause.getTable());
  }

  @Override
  public void published(Term term, long seq) {
    int rows =
        database.transaction(
            "noting what shard " + term.shard() + " has published",
            connection -> {
              // A watermark that is lost in a crash costs a few repeats; a flush costs every time.
              Database.update(connection, "SET LOCAL synchronous_commit = off");
              return Database.update(connection, PUBLISHED, seq, term.shard(), term.epoch());
            });
    if (rows == 0) {
      throw new FencedException(term);
    }
  }

  @Override
  public Optional<String> owner(int shard) {
    return database
        .query(
            "looking up the owner of shard " + shard,
            "SELECT owner FROM scheduler.shard WHERE shard = ?",
            row -> row.getString(1),
            shard)
        .stream()
        .findFirst();
  }
}
