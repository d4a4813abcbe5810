package io.fairlead.scheduler;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * The settings of a scheduler.
 *
 * @param host address that the gRPC endpoint listens on
 * @param port its port; 0 takes a free one
 * @param advertisedAddress {@code host:port} by which gateways and other schedulers reach it, and
 *     its name in the consumer group; empty means host and port
 * @param serviceToken what the services of this installation know one another by; calls without it
 *     are refused
 * @param bootstrapServers of Kafka
 * @param shards partitions of topics that do not exist yet; the topic of observations says how many
 *     shards there are
 * @param topicReplicas of topics that do not exist yet
 * @param databaseUrl JDBC URL of the PostgreSQL database
 * @param databasePoolSize most connections at a time
 * @param region of all ARNs
 * @param account of all ARNs, twelve digits
 * @param heartbeat how often an agent shows that it lives
 * @param lease how long an instance without a session is believed alive
 * @param historyDays how long changes, events and stopped tasks are kept
 */
@ConfigurationProperties("fairlead.scheduler")
public record SchedulerConfig(
    @Bindable(defaultValue = "127.0.0.1") String host,
    @Bindable(defaultValue = "7071") int port,
    @Bindable(defaultValue = "") String advertisedAddress,
    String serviceToken,
    @Bindable(defaultValue = "127.0.0.1:9092") String bootstrapServers,
    @Bindable(defaultValue = "4") int shards,
    @Bindable(defaultValue = "1") int topicReplicas,
    @Bindable(defaultValue = "jdbc:postgresql://127.0.0.1:5432/fairlead") String databaseUrl,
    @Bindable(defaultValue = "fairlead") String databaseUser,
    @Bindable(defaultValue = "") String databasePassword,
    @Bindable(defaultValue = "12") int databasePoolSize,
    @Bindable(defaultValue = "us-east-1") String region,
    @Bindable(defaultValue = "000000000000") String account,
    @Bindable(defaultValue = "500ms") Duration heartbeat,
    @Bindable(defaultValue = "30s") Duration lease,
    @Bindable(defaultValue = "30") int historyDays) {

  /** Without what is secret. */
  @Override
  public String toString() {
    return "SchedulerConfig[grpc="
        + host
        + ":"
        + port
        + " kafka="
        + bootstrapServers
        + " database="
        + databaseUrl
        + " region="
        + region
        + "]";
  }
}
