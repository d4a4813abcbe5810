package io.fairlead.scheduler.shell;

import io.fairlead.proto.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the scheduler's Kafka clients and, where they are missing, its topics.
 *
 * @param bootstrapServers {@code host:port,...}
 */
record KafkaClients(String bootstrapServers) {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);
  private static final String GROUP = "fairlead-scheduler";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * A member of the schedulers' group.
   *
   * @param member the same for the same replica, so that it takes the place of its own dead twin at
   *     once
   */
  Consumer<String, byte[]> consumer(String member) {
    Map<String, Object> config = base();
    config.put("group.id", GROUP);
    config.put("group.instance.id", member);
    config.put("group.protocol", "classic");
    config.put(
        "partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    config.put("session.timeout.ms", 6_000);
    config.put("heartbeat.interval.ms", 500);
    config.put("max.poll.interval.ms", 60_000);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  Producer<String, byte[]> producer() {
    Map<String, Object> config = base();
    config.put("acks", "all");
    // Nothing waits for company; but what comes while a request is under way goes with the next.
    config.put("linger.ms", 0);
    config.put("max.in.flight.requests.per.connection", 1);
    config.put("batch.size", 1 << 18);
    config.put("request.timeout.ms", 5_000);
    config.put("delivery.timeout.ms", 30_000);
    config.put("max.block.ms", 5_000);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> base() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("reconnect.backoff.ms", 50);
    config.put("reconnect.backoff.max.ms", 500);
    return config;
  }

  /**
   * Makes the topics that are missing, and says how many shards there are: the partitions that the
   * topic of observations has, whether it is new or not. Waits for a Kafka that is not there yet.
   *
   * @throws IllegalStateException if Kafka refuses
   */
  int topics(int partitions, short replicas) {
    for (boolean told = false; ; told = true) {
      try (Admin admin = Admin.create(base())) {
        return topics(admin, partitions, replicas);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException)) {
          throw new IllegalStateException("Kafka refuses at " + bootstrapServers, e);
        }
        await(e, told);
      } catch (TimeoutException | KafkaException e) {
        await(e, told);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static int topics(Admin admin, int partitions, short replicas)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (String topic :
        List.of(Topics.OBSERVATIONS, Topics.ASSIGNMENTS, Topics.EVENTS, Topics.METRICS)) {
      create(admin, new NewTopic(topic, partitions, replicas));
    }
    create(admin, new NewTopic(Topics.DEAD_LETTERS, 1, replicas));
    return admin
        .describeTopics(List.of(Topics.OBSERVATIONS))
        .allTopicNames()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private void await(Exception cause, boolean told) {
    if (!told) {
      LOG.warn("waiting for Kafka bootstrap={} cause={}", bootstrapServers, cause.toString());
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while making the topics", cause);
  }

  private static void create(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      admin.createTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
