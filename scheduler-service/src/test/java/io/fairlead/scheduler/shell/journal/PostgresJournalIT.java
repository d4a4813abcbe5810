package io.fairlead.scheduler.shell.journal;

import static io.fairlead.scheduler.shell.journal.Records.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresJournalIT extends JournalContract {
  private HikariDataSource database;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Journal journal() {
    return new PostgresJournal(database);
  }

  @Override
  History history() {
    return new PostgresHistory(database);
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aForgottenTaskStaysInTheHistoryUntilItIsPruned() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    String arn = Records.REALM.task("c", "t1");
    journal.commit(
        term,
        List.of(
            entry(1, "c", Records.cluster("c")),
            entry(2, "c", Records.task("c", "t1", "STOPPED")),
            entry(3, "c", Records.forget(Forget.newBuilder().setTaskArn(arn)))));
    History history = new PostgresHistory(database);
    Retention retention = new Retention(database, Duration.ofDays(30));

    retention.prune(Records.NOW.plus(Duration.ofDays(29)));
    assertThat(history.task(arn)).contains(Records.task("c", "t1", "STOPPED").getTask());

    retention.prune(Records.NOW.plus(Duration.ofDays(31)));
    assertThat(history.task(arn)).isEmpty();
  }

  @Test
  void pruningDropsDaysAndKeepsTheRest() throws SQLException {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(term, List.of(entry(1, "c", Records.cluster("c"))));
    Retention retention = new Retention(database, Duration.ofDays(30));

    retention.prune(Records.NOW.plus(Duration.ofDays(29)));
    assertThat(count("SELECT count(*) FROM scheduler.change_log")).isEqualTo(1);

    retention.prune(Records.NOW.plus(Duration.ofDays(32)));
    assertThat(count("SELECT count(*) FROM scheduler.change_log")).isZero();
    assertThat(journal.take(0, "b:1").lastSeq()).isEqualTo(1);
  }

  @Test
  void whatChangesOfATaskIsInNoIndex() throws SQLException {
    assertThat(
            count(
                "SELECT count(*) FROM pg_index i JOIN pg_attribute a"
                    + " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
                    + " WHERE i.indrelid = 'scheduler.task'::regclass AND a.attname IN"
                    + " ('last_status', 'stopped_at', 'record')"))
        .isZero();
  }

  @Test
  void twoReplicasMayPrepareDaysAtTheSameTime() {
    Retention retention = new Retention(database, Duration.ofDays(30));
    var later = Records.NOW.plus(Duration.ofDays(20));

    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> retention.prepare(later));
    retention.prepare(later);

    assertThat(other).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void anEntryThatCannotBeWrittenTakesItsBatchWithIt() throws SQLException {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    Entry tooLate =
        new Entry(
            2,
            Records.NOW.plus(Duration.ofDays(400)),
            "c",
            Records.definition(),
            java.util.Optional.empty());

    assertThatThrownBy(
            () -> journal.commit(term, List.of(entry(1, "c", Records.cluster("c")), tooLate)))
        .isInstanceOf(JournalException.class);
    assertThat(count("SELECT count(*) FROM scheduler.cluster")).isZero();
    assertThat(journal.take(0, "a:1").lastSeq()).isZero();
  }

  @Test
  void whatGoesWrongInReadingARowEndsTheLoading() {
    Journal journal = journal();
    Term term = journal.take(0, "a:1");
    journal.commit(
        term,
        List.of(
            entry(1, "c", Records.cluster("c")),
            entry(2, "c", Records.task("c", "t1", "RUNNING"))));
    Throwable error = new AssertionError("cannot be read");

    assertThatThrownBy(() -> journal.load(_ -> true, failing(error))).isSameAs(error);
    RuntimeException bug = new IllegalArgumentException("cannot be read");
    assertThatThrownBy(() -> journal.load(_ -> true, failing(bug))).isSameAs(bug);
  }

  /** Takes everything but tasks. */
  private static StateSink failing(Throwable failure) {
    return new StateSink() {
      @Override
      public void load(String cluster, Change change) {}

      @Override
      public Intake<?> tasks(String cluster, Consumer<String> definition) {
        return new Intake<>(
            _ -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            },
            _ -> {});
      }
    };
  }
}
