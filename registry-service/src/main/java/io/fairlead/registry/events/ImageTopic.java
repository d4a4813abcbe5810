package io.fairlead.registry.events;

import io.fairlead.proto.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic {@code fairlead.images} and how it is written to.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param replicas of the topic where it does not exist yet
 */
public record ImageTopic(String bootstrapServers, int replicas) {
  private static final int PARTITIONS = 4;
  private static final int ANSWER_MILLIS = 5_000;

  /**
   * Makes the topic where it is missing.
   *
   * @throws KafkaException if Kafka does not answer or refuses
   */
  void ensure() throws InterruptedException {
    Map<String, Object> config = base();
    config.put("default.api.timeout.ms", ANSWER_MILLIS);
    config.put("request.timeout.ms", ANSWER_MILLIS);
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(List.of(new NewTopic(Topics.IMAGES, PARTITIONS, (short) replicas)))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(e.getCause());
      }
    }
  }

  Producer<String, byte[]> producer() {
    Map<String, Object> config = base();
    config.put("acks", "all");
    config.put("max.block.ms", 2_000);
    config.put("request.timeout.ms", ANSWER_MILLIS);
    config.put("delivery.timeout.ms", 2 * ANSWER_MILLIS);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> base() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("reconnect.backoff.ms", 100);
    config.put("reconnect.backoff.max.ms", 2_000);
    return config;
  }
}
