package io.fairlead.scheduler.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.Topics;
import io.micrometer.core.instrument.Counter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that cannot be read, so that they block nobody and can be looked at. */
record DeadLetters(Producer<String, byte[]> producer, Counter parked) {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  void park(ConsumerRecord<String, byte[]> record, String error) {
    parked.increment();
    LOG.warn(
        "record parked topic={} partition={} offset={} error={}",
        record.topic(),
        record.partition(),
        record.offset(),
        error);
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(Topics.DEAD_LETTERS, record.key(), record.value());
    header(letter, "topic", record.topic());
    header(letter, "partition", String.valueOf(record.partition()));
    header(letter, "offset", String.valueOf(record.offset()));
    header(letter, "error", error);
    try {
      var _ = producer.send(letter, (_, failure) -> check(record, failure));
    } catch (KafkaException e) {
      check(record, e);
    }
  }

  private static void check(ConsumerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      LOG.error("record not parked offset={} error={}", record.offset(), failure.toString());
    }
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
