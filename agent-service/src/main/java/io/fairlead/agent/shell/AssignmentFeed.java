package io.fairlead.agent.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the assignments of the instances that listen, from the partitions that they share with
 * others, from the end of each on: what was before comes with the session's Welcome. A Hello sent
 * after {@link Listening#awaitPosition} therefore misses nothing.
 */
final class AssignmentFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
  private final DeadLetters deadLetters;
  private final Map<String, Listening> listeners = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Listening> newcomers = new ConcurrentLinkedQueue<>();
  private final Set<TopicPartition> read = new HashSet<>();
  private final Semaphore called = new Semaphore(0);
  private final Thread thread;
  private volatile boolean polling;
  private volatile boolean closed;

  AssignmentFeed(
      org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
      DeadLetters deadLetters) {
    this.consumer = consumer;
    this.deadLetters = deadLetters;
    this.thread = Thread.ofPlatform().name("assignment-feed").daemon().unstarted(this::run);
  }

  /** One instance that listens, until it is closed. */
  final class Listening implements AutoCloseable {
    private final String instanceArn;
    private final Consumer<Assignment> assignments;
    private final Runnable repositioned;
    private final CountDownLatch positioned = new CountDownLatch(1);

    private Listening(String instanceArn, Consumer<Assignment> assignments, Runnable repositioned) {
      this.instanceArn = instanceArn;
      this.assignments = assignments;
      this.repositioned = repositioned;
    }

    /** Whether its partition is being read; waits for it, as the broker may be away. */
    boolean awaitPosition(Duration most) throws InterruptedException {
      return positioned.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void positioned() {
      repositioned.run();
      positioned.countDown();
    }

    @Override
    public void close() {
      listeners.remove(instanceArn, this);
    }
  }

  /**
   * Listens for an instance.
   *
   * @param assignments hears each assignment of this instance, in order, on the feed's thread
   * @param repositioned hears that reading begins, or begins anew, at the end: what was sent before
   *     must be asked for
   */
  Listening listen(String instanceArn, Consumer<Assignment> assignments, Runnable repositioned) {
    Listening newcomer = new Listening(instanceArn, assignments, repositioned);
    listeners.put(instanceArn, newcomer);
    newcomers.add(newcomer);
    call();
    return newcomer;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        takePlaces();
        read();
      } catch (WakeupException e) {
        LOG.debug("newcomers wait, or the feed closes");
      } catch (InterruptException | InterruptedException e) {
        break;
      } catch (OffsetOutOfRangeException e) {
        LOG.warn("assignments lost from the log, asking for all cause={}", Failures.words(e));
        beginAnew();
      } catch (KafkaException e) {
        LOG.warn("assignments cannot be read cause={}", Failures.words(e));
        pause();
      }
    }
    consumer.close(CloseOptions.timeout(POLL));
  }

  private void read() throws InterruptedException {
    if (read.isEmpty()) {
      // Kafka's consumer refuses to read nothing.
      called.acquire();
      called.drainPermits();
    } else {
      polling = true;
      try {
        consumer.poll(newcomers.isEmpty() ? POLL : Duration.ZERO).forEach(this::take);
      } finally {
        polling = false;
      }
    }
  }

  /** Whoever takes places is not disturbed: it looks once more before it polls. */
  private void call() {
    called.release();
    if (polling || closed) {
      consumer.wakeup();
    }
  }

  private void beginAnew() {
    read.clear();
    newcomers.addAll(listeners.values());
  }

  /** Begins to read where the newcomers' assignments come. */
  private void takePlaces() {
    if (newcomers.isEmpty()) {
      return;
    }
    List<Listening> placed = List.copyOf(newcomers);
    int partitions = partitions();
    Set<TopicPartition> missing = new HashSet<>();
    for (Listening newcomer : placed) {
      missing.add(
          new TopicPartition(
              Topics.ASSIGNMENTS, Topics.partition(newcomer.instanceArn, partitions)));
    }
    missing.removeAll(read);
    if (!missing.isEmpty()) {
      takeEnds(missing);
    }
    placed.forEach(Listening::positioned);
    newcomers.removeAll(new HashSet<>(placed));
  }

  private void takeEnds(Set<TopicPartition> missing) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(missing);
    List<TopicPartition> all = new ArrayList<>(read);
    all.addAll(missing);
    // Keeps the positions of those that are being read already.
    consumer.assign(all);
    ends.forEach(
        (partition, end) -> {
          consumer.seek(partition, end);
          LOG.info("assignments read from partition={} offset={}", partition.partition(), end);
        });
    read.addAll(missing);
  }

  private int partitions() {
    List<PartitionInfo> known = consumer.partitionsFor(Topics.ASSIGNMENTS);
    if (known == null || known.isEmpty()) {
      throw new KafkaException("there is no topic " + Topics.ASSIGNMENTS + " yet");
    }
    return known.size();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      Assignment assignment = Assignment.parseFrom(record.value());
      Listening listening = listeners.get(assignment.getContainerInstanceArn());
      if (listening != null) {
        listening.assignments.accept(assignment);
      }
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      deadLetters.park(record, e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    call();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
