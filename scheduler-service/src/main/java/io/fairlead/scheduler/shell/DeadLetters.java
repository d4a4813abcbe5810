package io.fairlead.scheduler.shell;

import io.fairlead.proto.rim.DeadLetter;
import io.micrometer.core.instrument.Counter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
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
    try {
      var _ = producer.send(DeadLetter.of(record, error), (_, failure) -> check(record, failure));
    } catch (KafkaException e) {
      check(record, e);
    }
  }

  private static void check(ConsumerRecord<String, byte[]> record, @Nullable Exception failure) {
    if (failure != null) {
      LOG.error("record not parked offset={} error={}", record.offset(), failure.toString());
    }
  }
}
