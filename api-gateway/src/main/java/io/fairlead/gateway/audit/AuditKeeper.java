package io.fairlead.gateway.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.Topics;
import io.fairlead.proto.audit.AuditRecord;
import io.fairlead.proto.rim.DeadLetter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes audit records from Kafka into the database, and deletes them when they are too old. An
 * offset is committed after its record is; a record that comes again changes nothing.
 */
final class AuditKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(1);

  private final AuditTopic topic;
  private final AuditStore store;
  private final Duration kept;
  private final InstantSource clock;
  private final Counter unreadable;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean failing;
  private Instant nextPruning = Instant.EPOCH;

  AuditKeeper(
      AuditTopic topic,
      AuditStore store,
      Duration kept,
      InstantSource clock,
      MeterRegistry meters) {
    this.topic = topic;
    this.store = store;
    this.kept = kept;
    this.clock = clock;
    this.unreadable = meters.counter("fairlead.gateway.audit.unreadable");
    this.thread = Thread.ofPlatform().name("audit-keeper").daemon().start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        connected();
      }
    } catch (InterruptedException e) {
      LOG.debug("audit keeper ends");
    }
  }

  /** Keeps until it is closed or something fails; what is not committed comes again. */
  private void connected() throws InterruptedException {
    try {
      topic.ensure();
      try (Consumer<String, byte[]> consumer = topic.consumer()) {
        consumer.subscribe(List.of(Topics.AUDIT));
        while (!closed) {
          keep(consumer);
          prune();
        }
      }
    } catch (InterruptException e) {
      throw new InterruptedException();
    } catch (KafkaException | IllegalStateException e) {
      failed(e);
      Thread.sleep(PAUSE);
    }
  }

  private void keep(Consumer<String, byte[]> consumer) {
    ConsumerRecords<String, byte[]> came = consumer.poll(POLL);
    if (came.isEmpty()) {
      return;
    }
    List<AuditRecord> records = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : came) {
      try {
        records.add(AuditRecord.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException e) {
        park(record, e);
      }
    }
    store.add(records);
    consumer.commitSync();
    recovered();
  }

  private void park(ConsumerRecord<String, byte[]> record, Exception error) {
    unreadable.increment();
    LOG.warn(
        "record parked topic={} partition={} offset={} error={}",
        record.topic(),
        record.partition(),
        record.offset(),
        error.getMessage());
    var letter = DeadLetter.of(record, String.valueOf(error.getMessage()));
    // So rare that a producer is made for it, whose closing sends it.
    try (Producer<String, byte[]> letters = topic.producer()) {
      var _ = letters.send(letter, (_, failure) -> check(record, failure));
    }
  }

  private static void check(ConsumerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      LOG.error("record not parked offset={} error={}", record.offset(), failure.toString());
    }
  }

  private void prune() {
    Instant now = clock.instant();
    if (now.isBefore(nextPruning)) {
      return;
    }
    nextPruning = now.plus(BETWEEN_PRUNINGS);
    int gone = store.prune(now.minus(kept));
    if (gone > 0) {
      LOG.info("audit records deleted count={} older_than={}", gone, kept);
    }
  }

  private void failed(RuntimeException failure) {
    if (!failing && !closed) {
      failing = true;
      LOG.warn("audit records are not stored, they wait in Kafka cause={}", failure.toString());
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("audit records are stored again");
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      // An interrupted consumer complains loudly, so that is for when something hangs.
      if (failing || !thread.join(PATIENCE)) {
        thread.interrupt();
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
