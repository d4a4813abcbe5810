package io.fairlead.agent.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that cannot be read, so that they block nobody and can be looked at. */
record DeadLetters(Producer<String, byte[]> producer, AgentMetrics meters) {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  void park(ConsumerRecord<String, byte[]> record, Exception error) {
    meters.parked();
    LOG.warn(
        "record parked topic={} partition={} offset={} error={}",
        record.topic(),
        record.partition(),
        record.offset(),
        Failures.words(error));
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(Topics.DEAD_LETTERS, record.key(), record.value());
    header(letter, "topic", record.topic());
    header(letter, "partition", String.valueOf(record.partition()));
    header(letter, "offset", String.valueOf(record.offset()));
    header(letter, "error", error.toString());
    try {
      producer.send(letter, (_, failure) -> parked(record, failure));
    } catch (KafkaException e) {
      parked(record, e);
    }
  }

  private static void parked(ConsumerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      LOG.warn("record not parked offset={} error={}", record.offset(), Failures.words(failure));
    }
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
