package io.fairlead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.AuditGrpc;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.CreateJoinTokenRequest;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.JoinRequest;
import io.fairlead.proto.api.ListAuditRecordsRequest;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.audit.AuditRecord;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.testkit.SharedBroker;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;

/** Who did what, over a real broker into a real database and back out. */
final class AuditIT {
  private static final String ADMIN = "arn:aws:iam::000000000000:user/admin";

  private static StubScheduler scheduler;
  private static TestGateway gateway;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(@TempDir Path home) {
    scheduler = new StubScheduler(0);
    gateway = new TestGateway(home, List.of(scheduler.address()), SharedBroker.bootstrapServers());
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", gateway.gateway().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    gateway.close();
    scheduler.close();
  }

  private static AccessKey key() {
    return gateway.gateway().firstKey();
  }

  private static Channel bearing(String secret) {
    Metadata headers = new Metadata();
    headers.put(
        CallHeaders.AUTHORIZATION,
        "Bearer " + BearerToken.sign(key().id(), secret, Instant.now(), Duration.ofMinutes(5)));
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static EcsClient sdk(String secret) {
    return EcsClient.builder()
        .endpointOverride(gateway.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key().id(), secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static AuditRecord only(ListAuditRecordsRequest.Builder asked) {
    var audit = AuditGrpc.newBlockingStub(bearing(key().secret()));
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> audit.listAuditRecords(asked.build()).getRecordsList(), r -> r.size() == 1)
        .getFirst();
  }

  private static ListAuditRecordsRequest.Builder by(String operation) {
    return ListAuditRecordsRequest.newBuilder().setOperation(operation);
  }

  @Test
  void tellsWhoCalledOverHttpAndKeepsNoSecrets() {
    String requestId;
    try (EcsClient ecs = sdk(key().secret())) {
      requestId =
          ecs.registerTaskDefinition(
                  r ->
                      r.family("audited")
                          .containerDefinitions(
                              c ->
                                  c.name("main")
                                      .environment(e -> e.name("PASSWORD").value("hush"))))
              .responseMetadata()
              .requestId();
    }

    AuditRecord record = only(ListAuditRecordsRequest.newBuilder().setRequestId(requestId));

    assertThat(record.getPrincipal()).isEqualTo(ADMIN);
    assertThat(record.getAccessKeyId()).isEqualTo(key().id());
    assertThat(record.getSourceAddress()).isEqualTo("127.0.0.1");
    assertThat(record.getWire()).isEqualTo("aws-json");
    assertThat(record.getService()).isEqualTo("ECS");
    assertThat(record.getOperation()).isEqualTo("RegisterTaskDefinition");
    assertThat(record.getOutcome()).isEqualTo("OK");
    assertThat(record.getHttpStatus()).isEqualTo(200);
    assertThat(record.getDurationMicros()).isPositive();
    assertThat(record.getMembersList()).containsExactlyInAnyOrder("family", "containerDefinitions");
    assertThat(record.getResourcesList()).containsExactly("audited");
    assertThat(record.toString()).doesNotContain("hush", "PASSWORD");
  }

  @Test
  void tellsWhoWasRefused() {
    try (EcsClient ecs = sdk("wrong")) {
      assertThatThrownBy(() -> ecs.stopTask(r -> r.task("1"))).isInstanceOf(EcsException.class);
    }
    assertThatThrownBy(
            () ->
                ECSGrpc.newBlockingStub(bearing("x".repeat(40)))
                    .startTask(io.fairlead.proto.ecs.StartTaskRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);

    AuditRecord http = only(by("StopTask"));
    assertThat(http.getPrincipal()).isEmpty();
    assertThat(http.getAccessKeyId()).isEqualTo(key().id());
    assertThat(http.getOutcome()).isEqualTo("InvalidSignatureException");
    assertThat(http.getHttpStatus()).isEqualTo(400);
    AuditRecord grpc = only(by("StartTask"));
    assertThat(grpc.getPrincipal()).isEmpty();
    assertThat(grpc.getAccessKeyId()).isEqualTo(key().id());
    assertThat(grpc.getOutcome()).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void tellsOfJoinsAndStreams() {
    String token =
        FleetGrpc.newBlockingStub(bearing(key().secret()))
            .createJoinToken(CreateJoinTokenRequest.newBuilder().setCluster("blue").build())
            .getToken();
    String instance =
        FleetGrpc.newBlockingStub(channel)
            .join(JoinRequest.newBuilder().setToken(token).build())
            .getContainerInstanceArn();
    ClusterInsightGrpc.newBlockingStub(bearing(key().secret()))
        .watchEvents(WatchEventsRequest.newBuilder().setCluster("blue").build())
        .forEachRemaining(_ -> {});

    AuditRecord made = only(by("CreateJoinToken"));
    assertThat(made.getPrincipal()).isEqualTo(ADMIN);
    assertThat(made.getCluster()).isEqualTo("blue");
    AuditRecord joined = only(by("Join"));
    assertThat(joined.getMembersList()).containsExactly("token");
    assertThat(joined.getResourcesList()).containsExactly(instance);
    assertThat(joined.toString()).doesNotContain(token);
    AuditRecord watched = only(by("WatchEvents"));
    assertThat(watched.getOutcome()).isEqualTo("OK");
    assertThat(watched.getCluster()).isEqualTo("blue");
  }

  @Test
  void isReadPageByPageNewestFirst() {
    Instant began = Instant.now();
    var ecs = ECSGrpc.newBlockingStub(bearing(key().secret()));
    for (int i = 0; i < 5; i++) {
      ecs.runTask(RunTaskRequest.newBuilder().setCluster("paged").build());
    }
    var audit = AuditGrpc.newBlockingStub(bearing(key().secret()));
    var asked =
        ListAuditRecordsRequest.newBuilder()
            .setCluster("arn:aws:ecs:us-east-1:000000000000:cluster/paged")
            .setPrincipal(ADMIN)
            .setOperation("RunTask")
            .setSince(
                com.google.protobuf.Timestamp.newBuilder().setSeconds(began.getEpochSecond() - 1));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> audit.listAuditRecords(asked.build()).getRecordsCount() == 5);

    List<AuditRecord> all = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = "";
    do {
      var page = audit.listAuditRecords(asked.setMaxResults(2).setNextToken(next).build());
      all.addAll(page.getRecordsList());
      sizes.add(page.getRecordsCount());
      next = page.getNextToken();
    } while (!next.isEmpty());

    assertThat(sizes).containsExactly(2, 2, 1);
    assertThat(all).doesNotHaveDuplicates();
    assertThat(all.stream().map(r -> r.getTime().getSeconds() * 1e9 + r.getTime().getNanos()))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(
            audit
                .listAuditRecords(asked.clearNextToken().setUntil(asked.getSince()).build())
                .getRecordsList())
        .isEmpty();
    assertThatThrownBy(() -> audit.listAuditRecords(asked.setNextToken("x").build()))
        .hasMessageContaining("next_token");
    assertThatThrownBy(
            () -> audit.listAuditRecords(asked.clearNextToken().setMaxResults(0).build()))
        .hasMessageContaining("max_results");
  }
}
