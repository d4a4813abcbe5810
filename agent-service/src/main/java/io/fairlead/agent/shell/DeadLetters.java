package io.fairlead.agent.shell;

import io.fairlead.proto.rim.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
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
    try {
      producer.send(
          DeadLetter.of(record, error.toString()), (_, failure) -> parked(record, failure));
    } catch (KafkaException e) {
      parked(record, e);
    }
  }

  private static void parked(ConsumerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      LOG.warn("record not parked offset={} error={}", record.offset(), Failures.words(failure));
    }
  }
}
