package io.fairlead.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.JournalException;
import io.fairlead.scheduler.shell.journal.StateSink;
import io.fairlead.scheduler.shell.journal.Term;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final JournalException AWAY =
      new JournalException("committing to shard 0", new IOException("away"));

  /** A journal that is away. */
  private static final class Away implements Journal {
    @Override
    public Term take(int shard, String owner) {
      throw AWAY;
    }

    @Override
    public void load(Predicate<String> owned, StateSink into) {
      throw AWAY;
    }

    @Override
    public void commit(Term term, List<Entry> entries) {
      throw AWAY;
    }

    @Override
    public void published(Term term, long seq) {
      throw AWAY;
    }

    @Override
    public Optional<String> owner(int shard) {
      throw AWAY;
    }
  }

  private static CompletableFuture<Throwable> added(GroupCommit commits)
      throws InterruptedException {
    CompletableFuture<Throwable> heard = new CompletableFuture<>();
    commits.add(
        new Step(
            List.of(),
            List.of(),
            () -> heard.completeExceptionally(new AssertionError("durable")),
            heard::complete));
    return heard;
  }

  @Test
  void whoeverIsInOrAfterACommitThatFailsMayTryAgain() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    try (GroupCommit commits =
        new GroupCommit(
            new Term(0, 1, 0, Instant.EPOCH, 0),
            new Away(),
            _ -> {},
            failed::countDown,
            CommitMeters.in(new SimpleMeterRegistry()))) {
      assertThat(added(commits).get()).isInstanceOf(RetryException.class).hasCause(AWAY);
      failed.await();
      assertThat(added(commits).get()).isInstanceOf(RetryException.class).hasCause(AWAY);
      assertThat(commits.failure()).isSameAs(AWAY);
    }
  }
}
