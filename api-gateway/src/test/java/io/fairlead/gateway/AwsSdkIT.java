package io.fairlead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.proto.CallHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** The AWS SDK for Java against the gateway over HTTP. */
final class AwsSdkIT {
  private static StubScheduler scheduler;
  private static TestGateway gateway;

  @BeforeAll
  static void start(@TempDir Path home) {
    scheduler = new StubScheduler(0);
    gateway = new TestGateway(home, List.of(scheduler.address()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    scheduler.close();
  }

  private static EcsClient client(AccessKey key, String secret, String region) {
    return EcsClient.builder()
        .endpointOverride(gateway.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static EcsClient client() {
    AccessKey key = gateway.gateway().firstKey();
    return client(key, key.secret(), "us-east-1");
  }

  @Test
  void runsATask() {
    try (EcsClient ecs = client()) {
      RunTaskResponse answer =
          ecs.runTask(r -> r.taskDefinition("web:1").count(0).launchType(LaunchType.EC2));

      assertThat(answer.failures()).isEmpty();
      assertThat(answer.hasFailures()).isTrue();
      assertThat(answer.tasks().getFirst().createdAt())
          .isEqualTo(Instant.parse("2025-11-23T12:13:20.250Z"));
      assertThat(answer.responseMetadata().requestId()).hasSize(36);
      var seen = scheduler.runTasks.getLast();
      assertThat(seen.hasCount()).isTrue();
      assertThat(seen.getClientToken()).isNotEmpty();
      assertThat(seen.hasCluster()).isFalse();
      var headers = scheduler.headers.getLast();
      assertThat(headers.get(CallHeaders.PRINCIPAL))
          .isEqualTo("arn:aws:iam::000000000000:user/admin");
      assertThat(headers.get(CallHeaders.SERVICE_TOKEN)).isEqualTo("between-us");
      assertThat(headers.get(CallHeaders.REQUEST_ID))
          .isEqualTo(answer.responseMetadata().requestId());
    }
  }

  @Test
  void mapsErrors() {
    try (EcsClient ecs = client()) {
      assertThatThrownBy(() -> ecs.createCluster(r -> r.clusterName("x\"y")))
          .isInstanceOf(ClusterNotFoundException.class)
          .hasMessageContaining("no \"x\"y\"");
      assertThatThrownBy(() -> ecs.listClusters())
          .isInstanceOfSatisfying(
              EcsException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(400);
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("UnsupportedFeatureException");
                assertThat(e.getMessage()).contains("ListClusters is not implemented yet");
              });
    }
  }

  @Test
  void waiterSeesTheTaskRun() {
    scheduler.describes.set(0);
    try (EcsClient ecs = client();
        var waiter =
            EcsWaiter.builder()
                .client(ecs)
                .overrideConfiguration(
                    o -> o.backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(10))))
                .build()) {
      var result = waiter.waitUntilTasksRunning(r -> r.tasks("t1"));

      assertThat(result.attemptsExecuted()).isEqualTo(2);
    }
  }

  @Test
  void refusesOtherSecretsAndRegions() {
    AccessKey key = gateway.gateway().firstKey();
    try (EcsClient wrong = client(key, "x".repeat(40), "us-east-1");
        EcsClient elsewhere = client(key, key.secret(), "eu-west-1")) {
      assertError(wrong, "InvalidSignatureException", "Check the secret access key");
      assertError(elsewhere, "InvalidSignatureException", "'eu-west-1'");
    }
    AccessKey unknown = new AccessKey("AKIAAAAAAAAAAAAAAAAA", key.secret(), key.owner());
    try (EcsClient stranger = client(unknown, key.secret(), "us-east-1")) {
      assertError(stranger, "UnrecognizedClientException", "not known here");
    }
  }

  private static void assertError(EcsClient ecs, String code, String message) {
    assertThatThrownBy(() -> ecs.runTask(r -> r.taskDefinition("web")))
        .isInstanceOfSatisfying(
            EcsException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.getMessage()).contains(message);
            });
  }
}
