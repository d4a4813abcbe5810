package io.fairlead.gateway.audit;

import io.fairlead.proto.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic {@code fairlead.audit} and the clients of it.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param replicas of the topic where it does not exist yet
 */
public record AuditTopic(String bootstrapServers, int replicas) {
  private static final String GROUP = "fairlead-gateway-audit";
  private static final int PARTITIONS = 4;
  private static final int ANSWER_MILLIS = 5_000;

  /**
   * Makes the topics that records are written to, where they are missing.
   *
   * @throws KafkaException if Kafka does not answer or refuses
   */
  void ensure() throws InterruptedException {
    Map<String, Object> config = base();
    config.put("default.api.timeout.ms", ANSWER_MILLIS);
    config.put("request.timeout.ms", ANSWER_MILLIS);
    try (Admin admin = Admin.create(config)) {
      create(admin, new NewTopic(Topics.AUDIT, PARTITIONS, (short) replicas));
      create(admin, new NewTopic(Topics.DEAD_LETTERS, 1, (short) replicas));
    }
  }

  private static void create(Admin admin, NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(e.getCause());
      }
    }
  }

  Producer<String, byte[]> producer() {
    Map<String, Object> config = base();
    config.put("acks", "all");
    config.put("linger.ms", 5);
    config.put("max.block.ms", 2_000);
    config.put("request.timeout.ms", ANSWER_MILLIS);
    config.put("delivery.timeout.ms", 2 * ANSWER_MILLIS);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  Consumer<String, byte[]> consumer() {
    Map<String, Object> config = base();
    config.put("group.id", GROUP);
    config.put("group.protocol", "classic");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    // Each fetch becomes a transaction and a commit of offsets: a few a second are enough.
    config.put("fetch.min.bytes", 1 << 20);
    config.put("fetch.max.wait.ms", 250);
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> base() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("reconnect.backoff.ms", 100);
    config.put("reconnect.backoff.max.ms", 2_000);
    return config;
  }
}
