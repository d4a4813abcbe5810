package io.fairlead.proto.rim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.proto.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The envelope of a record that cannot be read: as it was, with where it stood and why. */
public final class DeadLetter {
  private DeadLetter() {}

  /** The record for {@link Topics#DEAD_LETTERS}; headers: topic, partition, offset, error. */
  public static ProducerRecord<String, byte[]> of(
      ConsumerRecord<String, byte[]> record, String error) {
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(Topics.DEAD_LETTERS, record.key(), record.value());
    header(letter, "topic", record.topic());
    header(letter, "partition", String.valueOf(record.partition()));
    header(letter, "offset", String.valueOf(record.offset()));
    header(letter, "error", error);
    return letter;
  }

  private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(UTF_8));
  }
}
