package io.fairlead.scheduler.shell;

import static io.fairlead.scheduler.core.TestCluster.REALM;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.ClusterRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.core.Settings;
import io.fairlead.scheduler.shell.journal.Entry;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.PostgresHistory;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.Retention;
import io.fairlead.scheduler.shell.journal.Term;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;

/** The one shard of an installation, with the cluster {@code default} in it. */
final class TestShard implements AutoCloseable {
  static final String CLUSTER = "default";

  private final Shard shard;

  TestShard(String address, DataSource database, Journal journal, Producer<String, byte[]> kafka) {
    this.shard =
        new Shard(
            0,
            new ShardParts(
                1,
                address,
                new Scheduler(REALM, Settings.DEFAULTS),
                journal,
                new PostgresHistory(database),
                new Retention(database, Duration.ofDays(30)),
                kafka,
                InstantSource.system(),
                new ShardSettings(Duration.ofHours(1), Duration.ofSeconds(10)),
                List.of(),
                new SimpleMeterRegistry()));
  }

  /** Puts the cluster into an empty journal. */
  static void createCluster(DataSource database) {
    new Retention(database, Duration.ofDays(30)).prepare(java.time.Instant.now());
    PostgresJournal journal = new PostgresJournal(database);
    Term term = journal.take(0, "test");
    Change created =
        Change.newBuilder()
            .setCluster(
                ClusterRecord.newBuilder()
                    .setCluster(
                        Cluster.newBuilder()
                            .setClusterName(CLUSTER)
                            .setClusterArn(REALM.cluster(CLUSTER))
                            .setStatus("ACTIVE")))
            .build();
    journal.commit(
        term,
        List.of(
            new Entry(
                1,
                java.time.Instant.now().truncatedTo(ChronoUnit.MILLIS),
                CLUSTER,
                created,
                Optional.empty())));
  }

  CompletableFuture<Decision.Reply> submit(InputMaker input) {
    CompletableFuture<Decision.Reply> reply = new CompletableFuture<>();
    shard.submit(new Work.Decide(Turn.WISHED, CLUSTER, input, reply));
    return reply;
  }

  CompletableFuture<Decision.Reply> call(Message request, TaskDefinitionRecord definition) {
    return submit((now, seed) -> new Input.Call(now, seed, request, Optional.of(definition)));
  }

  /** The response of a call that is done. */
  <T extends Message> T done(Class<T> type, CompletableFuture<Decision.Reply> reply)
      throws Exception {
    return switch (reply.get(10, TimeUnit.SECONDS)) {
      case Decision.Done(Message response) -> type.cast(response);
      case Decision.Reply other -> throw new AssertionError("not done: " + other);
    };
  }

  <T> T look(Function<ClusterState, T> view) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    shard.submit(new Work.Look<>(Turn.WISHED, CLUSTER, (state, _) -> view.apply(state), answer));
    return answer.get(10, TimeUnit.SECONDS);
  }

  boolean isWorking() {
    return shard.isWorking();
  }

  @Override
  public void close() {
    shard.close();
  }
}
