package io.fairlead.scheduler.shell;

import io.fairlead.proto.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from Kafka's consumer group which shards are this scheduler's: a shard is a partition of
 * the topic of observations. Begins and ends shards, and feeds them what the agents saw. An offset
 * is committed after the changes that follow from its record are durable.
 */
final class ShardOwnership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardOwnership.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration CLOSE = Duration.ofSeconds(5);

  /**
   * More than a shard decides while the broker holds back a fetch that names other shards only,
   * which is for half a second: as long as that one is out, no other brings a shard that was paused
   * anything, and it would run dry.
   */
  private static final int MOST_IN_FLIGHT = 10_000;

  /**
   * Committing an offset is a write of the broker's; what is not committed yet is only repeated.
   */
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(100);

  private final Consumer<String, byte[]> consumer;
  private final Shards shards;
  private final ShardParts parts;
  private final Observations observations;
  private final Map<TopicPartition, ObservationFeed> feeds = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;
  private long committedAt = System.nanoTime();

  ShardOwnership(
      Consumer<String, byte[]> consumer, Shards shards, ShardParts parts, MeterRegistry registry) {
    this.consumer = consumer;
    this.shards = shards;
    this.parts = parts;
    this.observations =
        new Observations(
            shards,
            new DeadLetters(parts.producer(), registry.counter("fairlead.scheduler.dead.letters")));
    shards.reachedAt(parts.address());
    this.thread = Thread.ofPlatform().name("ownership").start(this::run);
  }

  private void run() {
    consumer.subscribe(List.of(Topics.OBSERVATIONS), new Rebalance());
    while (!closed) {
      try {
        turn();
        recovered();
      } catch (WakeupException e) {
        LOG.debug("ownership ends");
      } catch (KafkaException e) {
        failed(e);
        pause();
      }
    }
    // Leaves the group at once, also as a static member, so that others need not wait.
    consumer.close(
        CloseOptions.timeout(CLOSE)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    end(Set.copyOf(feeds.keySet()));
  }

  private void failed(KafkaException failure) {
    if (!failing) {
      failing = true;
      LOG.warn("observations cannot be read cause={}", failure.toString());
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("observations are read again");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    feeds.forEach(this::steer);
    consumer.poll(POLL).forEach(record -> observations.take(record, feed(record.partition())));
    commit();
  }

  private ObservationFeed feed(int partition) {
    return feeds.computeIfAbsent(
        new TopicPartition(Topics.OBSERVATIONS, partition), _ -> new ObservationFeed());
  }

  // Reads only for shards that have read their state, and no faster than they decide.
  private void steer(TopicPartition partition, ObservationFeed feed) {
    long back = feed.takeRewind();
    if (back >= 0) {
      consumer.seek(partition, back);
    }
    boolean ready = shards.isWorking(partition.partition()) && feed.inFlight() < MOST_IN_FLIGHT;
    boolean paused = consumer.paused().contains(partition);
    if (ready && paused) {
      consumer.resume(Set.of(partition));
    } else if (!ready && !paused) {
      consumer.pause(Set.of(partition));
    }
  }

  private void commit() {
    if (System.nanoTime() - committedAt < BETWEEN_COMMITS.toNanos()) {
      return;
    }
    committedAt = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> grown = grown();
    if (!grown.isEmpty()) {
      consumer.commitAsync(grown, ShardOwnership::check);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> grown() {
    Map<TopicPartition, OffsetAndMetadata> grown = new HashMap<>();
    feeds.forEach(
        (partition, feed) -> {
          long offset = feed.takeGrown();
          if (offset >= 0) {
            grown.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return grown;
  }

  // The next commit says all that this one did, and repeats do no harm.
  private static void check(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.debug("offsets not committed offsets={} cause={}", offsets, failure.toString());
    }
  }

  /** Follows the group's decisions; called while polling. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("shards assigned shards={}", numbers(partitions));
      for (TopicPartition partition : partitions) {
        feeds.put(partition, new ObservationFeed());
        shards.begin(partition.partition(), parts);
      }
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (partitions.isEmpty()) {
        return;
      }
      LOG.info("shards given up shards={}", numbers(partitions));
      end(partitions);
      commitLast(partitions);
      partitions.forEach(feeds::remove);
    }

    private void commitLast(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> grown = grown();
      grown.keySet().retainAll(partitions);
      try {
        consumer.commitSync(grown, CLOSE);
      } catch (KafkaException e) {
        LOG.info("last offsets not committed, they will be repeated cause={}", e.toString());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("shards lost shards={}", numbers(partitions));
      end(partitions);
      partitions.forEach(feeds::remove);
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  private void end(Collection<TopicPartition> partitions) {
    List<Thread> ends =
        partitions.stream()
            .map(partition -> Thread.startVirtualThread(() -> shards.end(partition.partition())))
            .toList();
    ends.forEach(ShardOwnership::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives all shards up and leaves the group. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    join(thread);
  }
}
