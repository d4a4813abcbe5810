package io.fairlead.registry.blobs;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** How the registry speaks to an object store: with what all of them understand. */
public final class S3Access {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);

  /** Tries of a call beyond the first. */
  public static final int RETRIES = 3;

  private S3Access() {}

  /**
   * A client.
   *
   * @param endpoint where the store is; that of AWS where it is empty
   * @param retries tries of a call beyond the first
   */
  public static S3Client client(
      URI endpoint, String region, AwsCredentialsProvider credentials, int retries) {
    S3ClientBuilder client =
        S3Client.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(it -> it.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ))
            .overrideConfiguration(
                it ->
                    it.retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(retries + 1).build()));
    if (!endpoint.toString().isEmpty()) {
      client.endpointOverride(endpoint).forcePathStyle(true);
    }
    return client.build();
  }
}
