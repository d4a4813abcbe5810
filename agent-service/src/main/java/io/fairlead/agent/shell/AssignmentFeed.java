package io.fairlead.agent.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
 * Reads this instance's assignments from the partition that it shares with others, from the end of
 * it on: what was before comes with the session's Welcome. A Hello sent after {@link
 * #awaitPosition} therefore misses nothing.
 */
final class AssignmentFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
  private final String instanceArn;
  private final Consumer<Assignment> assignments;
  private final Runnable repositioned;
  private final DeadLetters deadLetters;
  private final CountDownLatch positioned = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param assignments hears each assignment of this instance, in order, on the feed's thread
   * @param repositioned hears that reading begins, or begins anew, at the end: what was sent before
   *     must be asked for
   */
  AssignmentFeed(
      org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
      String instanceArn,
      Consumer<Assignment> assignments,
      Runnable repositioned,
      DeadLetters deadLetters) {
    this.consumer = consumer;
    this.instanceArn = instanceArn;
    this.assignments = assignments;
    this.repositioned = repositioned;
    this.deadLetters = deadLetters;
    this.thread = Thread.ofPlatform().name("assignment-feed").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether the feed has its position; waits for it, as the broker may be away. */
  boolean awaitPosition(Duration most) throws InterruptedException {
    return positioned.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    boolean atEnd = false;
    while (!closed) {
      try {
        if (!atEnd) {
          takeEnd();
          atEnd = true;
        }
        consumer.poll(POLL).forEach(this::take);
      } catch (WakeupException | InterruptException e) {
        break;
      } catch (OffsetOutOfRangeException e) {
        LOG.warn("assignments lost from the log, asking for all cause={}", Failures.words(e));
        atEnd = false;
      } catch (KafkaException e) {
        LOG.warn("assignments cannot be read cause={}", Failures.words(e));
        pause();
      }
    }
    consumer.close(CloseOptions.timeout(POLL));
  }

  private void takeEnd() {
    int partitions = partitions();
    TopicPartition own =
        new TopicPartition(Topics.ASSIGNMENTS, Topics.partition(instanceArn, partitions));
    consumer.assign(List.of(own));
    Map<TopicPartition, Long> end = consumer.endOffsets(List.of(own));
    consumer.seek(own, end.getOrDefault(own, 0L));
    LOG.info("assignments read from partition={} offset={}", own.partition(), end.get(own));
    repositioned.run();
    positioned.countDown();
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
      if (assignment.getContainerInstanceArn().equals(instanceArn)) {
        assignments.accept(assignment);
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
    consumer.wakeup();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
