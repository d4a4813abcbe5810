package io.fairlead.lab;

import io.fairlead.proto.Topics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that are not there yet. */
record LabTopics(String bootstrapServers) {
  /** The partitions of the observations; their number never changes in an installation's life. */
  static final int SHARDS = 4;

  private static final short REPLICAS = 1;

  private static final Map<String, Integer> PARTITIONS =
      Map.of(
          Topics.ASSIGNMENTS, 4,
          Topics.OBSERVATIONS, SHARDS,
          Topics.METRICS, 4,
          Topics.EVENTS, 4,
          Topics.DEAD_LETTERS, 1);

  private static final Map<String, String> SETTINGS =
      Map.of("retention.ms", Long.toString(24L * 60 * 60 * 1000));

  void create() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> there = admin.listTopics().names().get();
      admin
          .createTopics(
              PARTITIONS.entrySet().stream()
                  .filter(topic -> !there.contains(topic.getKey()))
                  .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), REPLICAS))
                  .map(topic -> topic.configs(SETTINGS))
                  .toList())
          .all()
          .get();
    }
  }
}
