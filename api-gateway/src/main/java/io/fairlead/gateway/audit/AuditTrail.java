package io.fairlead.gateway.audit;

import io.fairlead.proto.Topics;
import io.fairlead.proto.audit.AuditRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings audit records to Kafka without ever holding up a call: they wait in memory while Kafka is
 * away, a bounded number of them; what does not fit is dropped and counted.
 */
final class AuditTrail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final int MOST_AT_ONCE = 500;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(3);

  private final AuditTopic topic;
  private final String account;
  private final BlockingQueue<AuditRecord> waiting;
  private final Counter dropped;
  private final AtomicBoolean full = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean away;
  private volatile int unsent;

  /**
   * Starts to bring.
   *
   * @param account the key of all records
   * @param mostWaiting how many records may wait for Kafka
   */
  AuditTrail(AuditTopic topic, String account, int mostWaiting, MeterRegistry meters) {
    this.topic = topic;
    this.account = account;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    this.dropped = meters.counter("fairlead.gateway.audit.dropped");
    Gauge.builder("fairlead.gateway.audit.waiting", waiting, BlockingQueue::size).register(meters);
    this.thread = Thread.ofPlatform().name("audit-trail").daemon().start(this::run);
  }

  /** Takes a record. Never blocks. */
  void add(AuditRecord record) {
    if (waiting.offer(record)) {
      return;
    }
    dropped.increment();
    if (!full.getAndSet(true)) {
      LOG.error("audit records are dropped: as many as may wait for Kafka do kafka={}", topic);
    }
  }

  private void run() {
    try {
      while (!closed) {
        connected();
      }
    } catch (InterruptedException e) {
      LOG.info("audit trail ends records_lost={}", unsent + waiting.size());
    }
  }

  /** Sends until it is closed, or Kafka fails in a way that asks for a new client. */
  private void connected() throws InterruptedException {
    try {
      topic.ensure();
      try (Producer<String, byte[]> producer = topic.producer()) {
        while (!closed || !waiting.isEmpty()) {
          deliver(producer, next());
        }
      }
    } catch (KafkaException e) {
      failed(e);
      Thread.sleep(PAUSE);
    }
  }

  private List<AuditRecord> next() throws InterruptedException {
    List<AuditRecord> batch = new ArrayList<>();
    AuditRecord first = waiting.poll(200, TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, MOST_AT_ONCE - 1);
    }
    return batch;
  }

  private void deliver(Producer<String, byte[]> producer, List<AuditRecord> batch)
      throws InterruptedException {
    List<AuditRecord> left = batch;
    while (!left.isEmpty()) {
      unsent = left.size();
      List<AuditRecord> again = send(producer, left);
      unsent = again.size();
      if (again.isEmpty()) {
        recovered();
      } else {
        Thread.sleep(PAUSE);
      }
      left = again;
    }
  }

  /** Gives back what has to be sent again. */
  private List<AuditRecord> send(Producer<String, byte[]> producer, List<AuditRecord> batch)
      throws InterruptedException {
    List<Future<?>> answers = new ArrayList<>();
    List<AuditRecord> again = new ArrayList<>();
    try {
      for (AuditRecord record : batch) {
        answers.add(
            producer.send(new ProducerRecord<>(Topics.AUDIT, account, record.toByteArray())));
      }
    } catch (KafkaException e) {
      failed(e);
      again.addAll(batch.subList(answers.size(), batch.size()));
    }
    for (int i = 0; i < answers.size(); i++) {
      try {
        answers.get(i).get();
      } catch (ExecutionException e) {
        again.addAll(lost(batch.get(i), e));
      }
    }
    return again;
  }

  private List<AuditRecord> lost(AuditRecord record, ExecutionException failure) {
    if (failure.getCause() instanceof RetriableException retriable) {
      failed(retriable);
      return List.of(record);
    }
    dropped.increment();
    LOG.error("audit record dropped request={}", record.getRequestId(), failure.getCause());
    return List.of();
  }

  private void failed(KafkaException failure) {
    if (!away) {
      away = true;
      LOG.warn("audit records wait for Kafka cause={}", failure.toString());
    }
  }

  private void recovered() {
    full.set(false);
    if (away) {
      away = false;
      LOG.info("audit records reach Kafka again dropped_in_all={}", (long) dropped.count());
    }
  }

  /** Sends what waits, if Kafka is there and it is quickly done. */
  @Override
  public void close() {
    closed = true;
    try {
      if (away || !thread.join(LAST)) {
        thread.interrupt();
        thread.join(LAST);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
