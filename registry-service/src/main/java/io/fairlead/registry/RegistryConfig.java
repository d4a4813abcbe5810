package io.fairlead.registry;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * The settings of the registry.
 *
 * @param host address that the distribution API listens on; without TLS one of loopback only
 * @param port its port; 0 takes a free one
 * @param publicAddress {@code host:port} under which clients reach it, the beginning of its images'
 *     names; empty for the address that it listens on
 * @param grpcHost address that the ECR API listens on, for the gateway
 * @param grpcPort its port; 0 takes a free one
 * @param serviceToken what the services of this installation know one another by
 * @param region of all ARNs
 * @param account of all ARNs, twelve digits
 * @param certificateFile certificates of TLS in PEM, the server's own first; empty for plain HTTP
 * @param privateKeyFile the key that belongs to it, in PEM (PKCS #8)
 * @param certificateAuthority folder of an authority of the registry's own, made where there is
 *     none, that issues its certificate where none is given
 * @param gateway {@code host:port} of the gateway's gRPC endpoint, which knows the access keys
 * @param folder where blobs are kept; one process has it for itself
 * @param s3Bucket bucket of S3, or of what speaks like it, where blobs are kept instead; empty for
 *     the folder. Credentials are found as the AWS SDK finds them
 * @param s3Prefix that all keys in it begin with
 * @param s3Endpoint address of the object store; empty for that of AWS
 * @param s3Region its region
 * @param encrypt whether new blobs are encrypted
 * @param masterKeyFile key that the keys of blobs are wrapped with; made where there is none
 * @param tokenSecretFile what tokens are signed with; made where there is none, the same for all
 *     replicas
 * @param idleUploadHours how long an upload that nobody goes on with is kept
 * @param lifecycleMinutes between two times that lifecycle policies are acted on; 0 for never
 * @param schedulers {@code host:port} of each scheduler replica: lifecycle policies leave alone
 *     what they say is in use; empty for a registry without clusters
 * @param bootstrapServers of Kafka, which is told what becomes of images
 * @param topicReplicas of the topic, where it does not exist yet
 * @param collectionMinutes pause between two collections of what nobody needs; a layer that was
 *     pushed or asked for stays at least so long without a manifest
 * @param verifiedPullsPercent share of the blobs given out whole that are held against their
 *     digests meanwhile
 * @param upstreamCheckHours how long what a tag of another registry named is not asked for again,
 *     where images are pulled through; 0 to ask with each pull
 * @param databaseUrl JDBC URL of the PostgreSQL database
 * @param databasePoolSize most connections at a time
 */
@ConfigurationProperties("fairlead.registry")
public record RegistryConfig(
    @Bindable(defaultValue = "127.0.0.1") String host,
    @Bindable(defaultValue = "7075") int port,
    @Bindable(defaultValue = "") String publicAddress,
    @Bindable(defaultValue = "127.0.0.1") String grpcHost,
    @Bindable(defaultValue = "7076") int grpcPort,
    String serviceToken,
    @Bindable(defaultValue = "us-east-1") String region,
    @Bindable(defaultValue = "000000000000") String account,
    @Bindable(defaultValue = "") String certificateFile,
    @Bindable(defaultValue = "") String privateKeyFile,
    @Bindable(defaultValue = "") String certificateAuthority,
    @Bindable(defaultValue = "127.0.0.1:7070") String gateway,
    @Bindable(defaultValue = "registry/blobs") String folder,
    @Bindable(defaultValue = "") String s3Bucket,
    @Bindable(defaultValue = "") String s3Prefix,
    @Bindable(defaultValue = "") String s3Endpoint,
    @Bindable(defaultValue = "us-east-1") String s3Region,
    @Bindable(defaultValue = "true") boolean encrypt,
    @Bindable(defaultValue = "registry/master-key.json") String masterKeyFile,
    @Bindable(defaultValue = "registry/token-secret") String tokenSecretFile,
    @Bindable(defaultValue = "24") int idleUploadHours,
    @Bindable(defaultValue = "60") int lifecycleMinutes,
    @Bindable(defaultValue = "127.0.0.1:7071") List<String> schedulers,
    @Bindable(defaultValue = "127.0.0.1:9092") String bootstrapServers,
    @Bindable(defaultValue = "1") int topicReplicas,
    @Bindable(defaultValue = "60") int collectionMinutes,
    @Bindable(defaultValue = "5") int verifiedPullsPercent,
    @Bindable(defaultValue = "24") int upstreamCheckHours,
    @Bindable(defaultValue = "jdbc:postgresql://127.0.0.1:5432/fairlead") String databaseUrl,
    @Bindable(defaultValue = "fairlead") String databaseUser,
    @Bindable(defaultValue = "") String databasePassword,
    @Bindable(defaultValue = "8") int databasePoolSize) {

  /** Without what is secret. */
  @Override
  public String toString() {
    return "RegistryConfig[listen=%s:%d gateway=%s folder=%s database=%s]"
        .formatted(host, port, gateway, folder, databaseUrl);
  }
}
