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
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is seen of the tasks. Of each task the latest observation is kept until the broker has
 * it; one that could not be sent is sent again unless there is a newer. Nothing is sent before the
 * first Welcome has given an epoch.
 */
final class ObservationOutbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationOutbox.class);

  private final Producer<String, byte[]> producer;
  private final String cluster;
  private final AgentMetrics meters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Outbox outbox = new Outbox();
  private final Thread thread;
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
    lock.lock();
    try {
      outbox.report(observation);
      changed.signalAll();
    } finally {
      lock.unlock();
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
        for (Waiting next : take()) {
          send(next);
        }
      }
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("outbox closes");
    }
  }

  private List<Waiting> take() throws InterruptedException {
    lock.lock();
    try {
      while (!outbox.isReady()) {
        changed.await();
      }
      return outbox.take();
    } finally {
      lock.unlock();
    }
  }

  private void send(Waiting next) throws InterruptedException {
    try {
      int partitions = producer.partitionsFor(Topics.OBSERVATIONS).size();
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              Topics.OBSERVATIONS,
              Topics.partition(cluster, partitions),
              next.observation().getTaskArn(),
              numbered(next.observation()).toByteArray());
      producer.send(record, (_, failure) -> sent(next, failure));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      sent(next, e);
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private Observation numbered(Observation observation) {
    lock.lock();
    try {
      return outbox.numbered(observation);
    } finally {
      lock.unlock();
    }
  }

  private void sent(Waiting next, @Nullable Exception failure) {
    String task = next.observation().getTaskArn();
    meters.observation(failure == null);
    lock.lock();
    try {
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
