package io.fairlead.agent.shell;

import io.fairlead.agent.core.Outbox;
import io.fairlead.agent.core.Outbox.Waiting;
import io.fairlead.proto.Topics;
import io.fairlead.proto.agent.Observation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is seen of the tasks. Of each task the latest observation is kept until the broker has
 * it; one that could not be sent is sent again unless there is a newer. Nothing is sent before the
 * first Welcome has given an epoch. While the broker answers, whoever reports sends; else a thread
 * does, as it may have to wait, and who drives a task must not.
 */
final class ObservationOutbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationOutbox.class);

  private final Producer<String, byte[]> producer;
  private final String cluster;
  private final AgentMetrics meters;

  /** Whoever sends has it, so that observations are sent as they were numbered. */
  private final ReentrantLock sending = new ReentrantLock();

  /** Of the fields below; never held while sending, as what becomes of that is told by others. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Outbox outbox = new Outbox();
  private final Thread thread;
  private boolean brokerAnswers;
  private boolean closed;

  /**
   * @param producer closed by its maker
   * @param cluster name of the cluster, which decides the partition
   */
  ObservationOutbox(Producer<String, byte[]> producer, String cluster, AgentMetrics meters) {
    this.producer = producer;
    this.cluster = cluster;
    this.meters = meters;
    this.thread = Thread.ofVirtual().name("observation-outbox").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From now on observations belong to this epoch, and are counted from 1 again. */
  void epoch(long newEpoch) {
    lock.lock();
    try {
      outbox.epoch(newEpoch);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes an observation, without epoch and sequence, in place of any earlier one of the same task.
   */
  void report(Observation observation) {
    boolean now;
    lock.lock();
    try {
      outbox.report(observation);
      now = brokerAnswers;
      if (!now) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (now) {
      var _ = sendWaiting();
    }
  }

  /** Whether the broker has acknowledged the last observation of this task. */
  boolean delivered(String taskArn) {
    lock.lock();
    try {
      return outbox.delivered(taskArn);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        awaitReady();
        if (!sendWaiting()) {
          TimeUnit.MILLISECONDS.sleep(250);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("outbox closes");
    }
  }

  private void awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!outbox.isReady()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the producer has taken all that waited. */
  private boolean sendWaiting() {
    boolean taken = true;
    sending.lock();
    try {
      for (Waiting next : take()) {
        taken &= send(next);
      }
    } finally {
      sending.unlock();
    }
    return taken;
  }

  private List<Waiting> take() {
    lock.lock();
    try {
      return outbox.isReady() && !closed ? outbox.take() : List.of();
    } finally {
      lock.unlock();
    }
  }

  private boolean send(Waiting next) {
    try {
      int partitions = producer.partitionsFor(Topics.OBSERVATIONS).size();
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              Topics.OBSERVATIONS,
              Topics.partition(cluster, partitions),
              next.observation().getTaskArn(),
              next.observation().toByteArray());
      var _ = producer.send(record, (_, failure) -> sent(next, failure));
      return true;
    } catch (KafkaException | IllegalStateException e) { // the latter where it was just closed
      sent(next, e);
      return false;
    }
  }

  private void sent(Waiting next, @Nullable Exception failure) {
    String task = next.observation().getTaskArn();
    meters.observation(failure == null);
    lock.lock();
    try {
      brokerAnswers = failure == null;
      if (failure == null) {
        outbox.arrived(next);
      } else if (!closed && outbox.failed(next)) {
        LOG.warn(
            "observation kept until the broker is back task={} cause={}",
            task,
            Failures.words(failure));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }
}
