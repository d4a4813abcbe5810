package io.fairlead.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * The settings of the gateway.
 *
 * @param grpcHost address that the gRPC endpoint listens on
 * @param grpcPort its port; 0 takes a free one
 * @param schedulers {@code host:port} of each scheduler replica
 * @param registries {@code host:port} of the gRPC endpoint of each image registry
 * @param serviceToken what the services of this installation know one another by
 * @param databaseUrl JDBC URL of the PostgreSQL database
 * @param databasePoolSize most connections at a time
 * @param bootstrapServers of Kafka, which the audit records go through
 * @param topicReplicas of topics that do not exist yet
 * @param auditDays how long audit records are kept
 * @param masterKeyFile key that encrypts the secrets in the database; made where there is none
 * @param credentialsFile where the first access key is written
 * @param region of all ARNs and of the signatures
 * @param account of all ARNs, twelve digits
 * @param largestRequest bytes of a request's body; an image's manifest or part of a layer, which
 *     JSON makes a third longer, must fit
 * @param retrySeconds how long a call to a scheduler that cannot be reached is tried again
 * @param callSeconds how long one call to a scheduler may take
 */
@ConfigurationProperties("fairlead.gateway")
public record GatewayConfig(
    @Bindable(defaultValue = "127.0.0.1") String grpcHost,
    @Bindable(defaultValue = "7070") int grpcPort,
    @Bindable(defaultValue = "127.0.0.1:7071") List<String> schedulers,
    @Bindable(defaultValue = "127.0.0.1:7076") List<String> registries,
    String serviceToken,
    @Bindable(defaultValue = "jdbc:postgresql://127.0.0.1:5432/fairlead") String databaseUrl,
    @Bindable(defaultValue = "fairlead") String databaseUser,
    @Bindable(defaultValue = "") String databasePassword,
    @Bindable(defaultValue = "4") int databasePoolSize,
    @Bindable(defaultValue = "127.0.0.1:9092") String bootstrapServers,
    @Bindable(defaultValue = "1") int topicReplicas,
    @Bindable(defaultValue = "90") int auditDays,
    @Bindable(defaultValue = "gateway/master-key.json") String masterKeyFile,
    @Bindable(defaultValue = "gateway/credentials") String credentialsFile,
    @Bindable(defaultValue = "us-east-1") String region,
    @Bindable(defaultValue = "000000000000") String account,
    @Bindable(defaultValue = "6291456") int largestRequest,
    @Bindable(defaultValue = "10") int retrySeconds,
    @Bindable(defaultValue = "30") int callSeconds) {

  /** Without what is secret. */
  @Override
  public String toString() {
    return "GatewayConfig[grpc="
        + grpcHost
        + ":"
        + grpcPort
        + " schedulers="
        + schedulers
        + " database="
        + databaseUrl
        + " region="
        + region
        + "]";
  }
}
