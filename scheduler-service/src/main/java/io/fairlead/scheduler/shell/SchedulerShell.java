package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.core.Scheduler;
import io.fairlead.scheduler.shell.journal.Journal;
import io.fairlead.scheduler.shell.journal.PostgresHistory;
import io.fairlead.scheduler.shell.journal.PostgresJournal;
import io.fairlead.scheduler.shell.journal.Retention;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * One scheduler's hold on Kafka and PostgreSQL. Made first, so that endpoints can be built on its
 * {@link #shards}; begins to take shards with {@link #begin}, when their address is known.
 */
public final class SchedulerShell implements AutoCloseable {
  private final Scheduler scheduler;
  private final KafkaClients kafka;
  private final Journal journal;
  private final PostgresHistory history;
  private final Retention retention;
  private final InstantSource clock;
  private final ShardSettings settings;
  private final MeterRegistry registry;
  private final Producer<String, byte[]> producer;
  private final Shards shards;
  private @Nullable ShardOwnership ownership;

  /**
   * What a scheduler needs of Kafka.
   *
   * @param partitions and
   * @param replicas of topics that do not exist yet
   */
  public record Kafka(String bootstrapServers, int partitions, int replicas) {}

  /**
   * Makes the topics that are missing.
   *
   * @param database whose schema is up to date
   * @param kept how long the history is kept
   * @throws IllegalStateException if Kafka refuses
   */
  public SchedulerShell(
      Scheduler scheduler,
      DataSource database,
      Kafka kafka,
      Duration kept,
      ShardSettings settings,
      InstantSource clock,
      MeterRegistry registry) {
    this.scheduler = scheduler;
    this.kafka = new KafkaClients(kafka.bootstrapServers());
    this.journal = new PostgresJournal(database);
    this.history = new PostgresHistory(database);
    this.retention = new Retention(database, kept);
    this.clock = clock;
    this.settings = settings;
    this.registry = registry;
    this.shards =
        new Shards(this.kafka.topics(kafka.partitions(), (short) kafka.replicas()), journal);
    this.producer = this.kafka.producer();
  }

  /** The way to the clusters. */
  public Shards shards() {
    return shards;
  }

  /** What has been committed. */
  public PostgresHistory history() {
    return history;
  }

  /** Makes and drops the days of the history. */
  public Retention retention() {
    return retention;
  }

  /**
   * Joins the schedulers' group and takes the shards that it gives.
   *
   * @param address {@code host:port} where this scheduler answers, different for each replica
   * @param listeners hear of commits and of shards that end
   */
  public void begin(String address, List<ShardListener> listeners) {
    ShardParts parts =
        new ShardParts(
            shards.count(),
            address,
            scheduler,
            journal,
            history,
            retention,
            producer,
            clock,
            settings,
            listeners,
            registry);
    ownership = new ShardOwnership(kafka.consumer(member(address)), shards, parts, registry);
  }

  // Kafka allows letters, digits, dots, dashes and underscores.
  private static String member(String address) {
    return address.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Lets all that was decided become durable, and leaves the group. */
  @Override
  public void close() {
    ShardOwnership held = ownership;
    if (held != null) {
      held.close();
    }
    producer.close(Duration.ofSeconds(2));
  }
}
