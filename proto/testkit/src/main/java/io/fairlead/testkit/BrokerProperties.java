package io.fairlead.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Kafka's settings for one small broker that is its own controller. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENTS = "CLIENTS";

  // Internal topics as small as one broker allows: each partition costs files and start-up time.
  private static final Map<String, String> INTERNAL_TOPICS =
      Map.of(
          "offsets.topic.num.partitions", "4",
          "offsets.topic.replication.factor", "1",
          "transaction.state.log.num.partitions", "2",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1");

  // The short session brings a killed broker back in 5 s: the controller must first give up its
  // earlier life.
  private static final Map<String, String> QUICK =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          "group.min.session.timeout.ms", "1000",
          "broker.session.timeout.ms", "3000",
          "broker.heartbeat.interval.ms", "500",
          "controller.quorum.election.timeout.ms", "200",
          "controller.quorum.election.backoff.max.ms", "100",
          "metadata.max.idle.interval.ms", "5000");

  private static final Map<String, String> SMALL =
      Map.of(
          "num.network.threads", "2",
          "num.io.threads", "4",
          "background.threads", "2",
          "log.cleaner.dedupe.buffer.size", "4194304",
          "log.segment.bytes", "67108864",
          "log.index.size.max.bytes", "1048576",
          "num.partitions", "1",
          "default.replication.factor", "1",
          "auto.create.topics.enable", "false");

  private BrokerProperties() {}

  static Properties of(EmbeddedBroker.Settings settings, Path logs) {
    String clients = CLIENTS + "://" + settings.host() + ":" + settings.port();
    String controller = CONTROLLER + "://127.0.0.1:" + settings.controllerPort();
    Properties properties = new Properties();
    properties.putAll(INTERNAL_TOPICS);
    properties.putAll(QUICK);
    properties.putAll(SMALL);
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("listeners", clients + "," + controller);
    properties.put("advertised.listeners", clients);
    properties.put("inter.broker.listener.name", CLIENTS);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + settings.controllerPort());
    properties.put("log.dirs", logs.toString());
    return properties;
  }
}
