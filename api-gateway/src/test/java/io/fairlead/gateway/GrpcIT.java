package io.fairlead.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.fairlead.gateway.identity.AccessKey;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.agent.Hello;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.api.CallerKind;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.ContainerStreamsGrpc;
import io.fairlead.proto.api.CreateJoinTokenRequest;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.api.FleetGrpc;
import io.fairlead.proto.api.IdentityGrpc;
import io.fairlead.proto.api.JoinRequest;
import io.fairlead.proto.api.JoinResponse;
import io.fairlead.proto.api.LogsRequest;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.api.WhoAmIRequest;
import io.fairlead.proto.api.WhoAmIResponse;
import io.fairlead.proto.ecr.DescribeRepositoriesRequest;
import io.fairlead.proto.ecr.ECRGrpc;
import io.fairlead.proto.ecr.GetAuthorizationTokenRequest;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.testkit.FreePorts;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gRPC clients, instances and their agents against the gateway. */
final class GrpcIT {
  private static StubScheduler first;
  private static StubScheduler second;
  private static TestGateway gateway;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(@TempDir Path home) {
    first = new StubScheduler(0);
    second = new StubScheduler(0);
    gateway = new TestGateway(home, List.of(first.address()));
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", gateway.gateway().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    gateway.close();
    first.close();
    second.close();
  }

  @AfterEach
  void theFirstOwnsAll() {
    first.owner = "";
    first.runTasks.clear();
    second.runTasks.clear();
  }

  private static Channel bearing(String token) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + token);
    headers.put(CallHeaders.PRINCIPAL, "arn:aws:iam::000000000000:user/forged");
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Channel as(String keyId, String secret) {
    return bearing(BearerToken.sign(keyId, secret, Instant.now(), Duration.ofMinutes(5)));
  }

  private static Channel user() {
    AccessKey key = gateway.gateway().firstKey();
    return as(key.id(), key.secret());
  }

  private static JoinResponse join(String cluster) {
    String token =
        FleetGrpc.newBlockingStub(user())
            .createJoinToken(CreateJoinTokenRequest.newBuilder().setCluster(cluster).build())
            .getToken();
    return FleetGrpc.newBlockingStub(channel)
        .join(JoinRequest.newBuilder().setToken(token).build());
  }

  private static Channel instance(JoinResponse joined) {
    return as(joined.getAccessKeyId(), joined.getSecretAccessKey());
  }

  private static void refused(ThrowingCallable call, Status.Code code, String type) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(ApiErrors.info(e).orElseThrow().getReason()).isEqualTo(type);
            });
  }

  @Test
  void passesCallsOnWithTheCallersName() {
    var answer =
        ECSGrpc.newBlockingStub(user())
            .runTask(RunTaskRequest.newBuilder().setTaskDefinition("web").build());

    assertThat(answer.getTasksCount()).isEqualTo(1);
    var headers = first.headers.getLast();
    assertThat(headers.getAll(CallHeaders.PRINCIPAL))
        .containsExactly("arn:aws:iam::000000000000:user/admin");
    assertThat(headers.get(CallHeaders.AUTHORIZATION)).isNull();
  }

  @Test
  void passesErrorsOn() {
    refused(
        () ->
            ECSGrpc.newBlockingStub(user())
                .createCluster(CreateClusterRequest.newBuilder().setClusterName("x").build()),
        Status.Code.INVALID_ARGUMENT,
        "ClusterNotFoundException");
  }

  @Test
  void refusesWhoeverCannotProveHimself() {
    AccessKey key = gateway.gateway().firstKey();
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    refusedToRun(channel, "MissingAuthenticationTokenException");
    refusedToRun(bearing("x"), "UnrecognizedClientException");
    refusedToRun(as(key.id(), "x".repeat(40)), "UnrecognizedClientException");
    refusedToRun(as("AKIAUNKNOWN", key.secret()), "UnrecognizedClientException");
    refusedToRun(
        bearing(BearerToken.sign(key.id(), key.secret(), now.minusSeconds(3601), hour)),
        "UnrecognizedClientException");
    refusedToRun(
        bearing(BearerToken.sign(key.id(), key.secret(), now.plusSeconds(400), hour)),
        "UnrecognizedClientException");
    refusedToRun(
        bearing(BearerToken.sign(key.id(), key.secret(), now, Duration.ofDays(2))),
        "UnrecognizedClientException");
    refusedToRun(
        bearing(BearerToken.sign(key.id(), key.secret(), BearerToken.AGENT, now, hour)),
        "UnrecognizedClientException");
    assertThat(first.runTasks).isEmpty();
  }

  private static void refusedToRun(Channel caller, String type) {
    refused(
        () -> ECSGrpc.newBlockingStub(caller).runTask(RunTaskRequest.getDefaultInstance()),
        Status.Code.UNAUTHENTICATED,
        type);
  }

  @Test
  void followsTheOwnerAndRemembersIt() {
    first.owner = second.address();
    var ecs = ECSGrpc.newBlockingStub(user());
    RunTaskRequest request = RunTaskRequest.newBuilder().setCluster("moved").build();
    ecs.runTask(request);
    int asked = first.headers.size();
    ecs.runTask(request);

    assertThat(second.runTasks).hasSize(2);
    assertThat(first.headers).hasSize(asked);
  }

  @Test
  void saysNothingOfOwnersWhenNoneIsFoundInTime() {
    first.owner = first.address();

    refused(
        () ->
            ECSGrpc.newBlockingStub(user())
                .runTask(RunTaskRequest.newBuilder().setCluster("nobodys").build()),
        Status.Code.UNAVAILABLE,
        "ServerException");
  }

  @Test
  void streamsAndFollowsTheOwner() {
    first.owner = second.address();
    var events =
        ClusterInsightGrpc.newBlockingStub(user())
            .watchEvents(WatchEventsRequest.newBuilder().setCluster("streams").build());

    assertThat(events)
        .toIterable()
        .extracting(ClusterEvent::getPosition)
        .hasSize(1000)
        .startsWith(1L, 2L)
        .endsWith(1000L);
  }

  @Test
  void anInstanceOpensItsOwnSessionAndNothingElse() throws Exception {
    JoinResponse joined = join("edge");
    Hello hello =
        Hello.newBuilder()
            .setCluster("edge")
            .setContainerInstanceArn(joined.getContainerInstanceArn())
            .build();
    assertThat(joined.getContainerInstanceArn())
        .matches("arn:aws:ecs:us-east-1:000000000000:container-instance/edge/[0-9a-f]{32}");

    assertThat(connect(instance(joined), hello).getWelcome().getContainerInstanceArn())
        .isEqualTo(joined.getContainerInstanceArn());
    assertThat(first.headers.getLast().get(CallHeaders.PRINCIPAL))
        .isEqualTo(joined.getContainerInstanceArn());
    deniedSession(
        instance(joined),
        hello.toBuilder().setContainerInstanceArn(join("edge").getContainerInstanceArn()).build());
    deniedSession(instance(joined), hello.toBuilder().setCluster("other").build());
    deniedSession(user(), hello);
    refused(
        () ->
            ECSGrpc.newBlockingStub(instance(joined)).runTask(RunTaskRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "AccessDeniedException");
    refused(
        () ->
            FleetGrpc.newBlockingStub(instance(joined))
                .createJoinToken(CreateJoinTokenRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "AccessDeniedException");
    refused(
        () ->
            ECRGrpc.newBlockingStub(instance(joined))
                .describeRepositories(DescribeRepositoriesRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "AccessDeniedException");
    // It is let through; but there is no registry in this test.
    assertThatThrownBy(
            () ->
                ECRGrpc.newBlockingStub(instance(joined))
                    .getAuthorizationToken(GetAuthorizationTokenRequest.getDefaultInstance()))
        .hasMessageStartingWith("UNAVAILABLE");
  }

  @Test
  void tellsUsersAndInstancesWhoTheyAre() {
    JoinResponse joined = join("edge");
    WhoAmIRequest request = WhoAmIRequest.getDefaultInstance();

    assertThat(IdentityGrpc.newBlockingStub(user()).whoAmI(request))
        .isEqualTo(
            WhoAmIResponse.newBuilder()
                .setKind(CallerKind.CALLER_KIND_USER)
                .setArn("arn:aws:iam::000000000000:user/admin")
                .build());
    assertThat(IdentityGrpc.newBlockingStub(instance(joined)).whoAmI(request))
        .isEqualTo(
            WhoAmIResponse.newBuilder()
                .setKind(CallerKind.CALLER_KIND_INSTANCE)
                .setArn(joined.getContainerInstanceArn())
                .build());
    refused(
        () -> IdentityGrpc.newBlockingStub(channel).whoAmI(request),
        Status.Code.UNAUTHENTICATED,
        "MissingAuthenticationTokenException");
  }

  private static SchedulerMessage connect(Channel caller, Hello hello) throws Exception {
    var call =
        AgentSessionGrpc.newBlockingV2Stub(caller)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .connect();
    call.write(AgentMessage.newBuilder().setHello(hello).build());
    SchedulerMessage answer = call.read();
    call.halfClose();
    return answer;
  }

  private static void deniedSession(Channel caller, Hello hello) {
    assertThatThrownBy(() -> connect(caller, hello)).hasMessageContaining("PERMISSION_DENIED");
  }

  @Test
  void joinTokensAreForSoManyUsesAndSoLong() {
    String token =
        FleetGrpc.newBlockingStub(user())
            .createJoinToken(CreateJoinTokenRequest.newBuilder().setUses(2).build())
            .getToken();
    var fleet = FleetGrpc.newBlockingStub(channel);
    JoinRequest request = JoinRequest.newBuilder().setToken(token).build();

    assertThat(fleet.join(request).getContainerInstanceArn())
        .isNotEqualTo(fleet.join(request).getContainerInstanceArn());
    refused(() -> fleet.join(request), Status.Code.UNAUTHENTICATED, "UnrecognizedClientException");
    for (CreateJoinTokenRequest wrong :
        List.of(
            CreateJoinTokenRequest.newBuilder().setUses(0).build(),
            CreateJoinTokenRequest.newBuilder().setValidSeconds(86_401).build(),
            CreateJoinTokenRequest.newBuilder().setCluster("a b").build())) {
      refused(
          () -> FleetGrpc.newBlockingStub(user()).createJoinToken(wrong),
          Status.Code.INVALID_ARGUMENT,
          "InvalidParameterException");
    }
  }

  @Test
  void bringsLogsAndExecFromTheAgentThatHasTheTask() throws Exception {
    JoinResponse joined = join("edge");
    first.instanceArn = joined.getContainerInstanceArn();
    try (StubAgent agent = new StubAgent(joined.getAccessKeyId(), joined.getSecretAccessKey())) {
      first.agentAddress = agent.address();
      var streams = ContainerStreamsGrpc.newBlockingV2Stub(user());
      var logs = streams.logs(LogsRequest.newBuilder().setTask("t1").build());
      assertThat(logs.read().getText().toString(UTF_8)).isEqualTo("line of t1");

      var exec = streams.withDeadlineAfter(10, TimeUnit.SECONDS).exec();
      exec.write(ExecInput.newBuilder().setStart(ExecStart.newBuilder().setTask("t2")).build());
      for (int i = 0; i < 100; i++) {
        ByteString text = ByteString.copyFromUtf8("echo " + i);
        exec.write(ExecInput.newBuilder().setStdin(text).build());
        assertThat(exec.read().getStdout()).isEqualTo(text);
      }
      exec.halfClose();
      assertThat(exec.read()).isEqualTo(ExecOutput.newBuilder().setExitCode(7).build());
    }
    first.agentAddress = "";
    refused(
        () ->
            ContainerStreamsGrpc.newBlockingStub(user())
                .logs(LogsRequest.newBuilder().setTask("t1").build())
                .next(),
        Status.Code.UNAVAILABLE,
        "TargetNotConnectedException");
  }

  @Test
  void healthAndReflectionAreOpen() throws Exception {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    var reflection = ServerReflectionGrpc.newBlockingV2Stub(channel).serverReflectionInfo();
    reflection.write(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(reflection.read().getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .contains(
            "fairlead.ecs.v1.ECS",
            "fairlead.v1.AgentSession",
            "fairlead.v1.ClusterInsight",
            "fairlead.v1.ContainerStreams",
            "fairlead.v1.Fleet");
    reflection.write(
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("fairlead.ecs.v1.ECS.RunTask")
            .build());
    assertThat(reflection.read().getFileDescriptorResponse().getFileDescriptorProtoList())
        .isNotEmpty();
    reflection.halfClose();
  }

  @Test
  void triesAgainWhileTheSchedulerIsAway() throws Exception {
    int port = FreePorts.next();
    first.owner = "127.0.0.1:" + port;
    int asked = first.headers.size();
    var call =
        CompletableFuture.supplyAsync(
            () ->
                ECSGrpc.newBlockingStub(user())
                    .runTask(RunTaskRequest.newBuilder().setCluster("away").build()));
    await().until(() -> first.headers.size() > asked);
    try (StubScheduler late = new StubScheduler(port)) {
      assertThat(call.get(10, TimeUnit.SECONDS).getTasksCount()).isEqualTo(1);
      assertThat(late.runTasks).hasSize(1);
    }
  }

  @Test
  void theFirstKeySurvivesARestartAndOnlyItsOwnerReadsIt(@TempDir Path home) throws Exception {
    try (TestGateway other = new TestGateway(home, List.of(first.address()))) {
      AccessKey key = other.gateway().firstKey();
      Path file = other.credentialsFile();
      assertThat(Files.readString(file))
          .contains("aws_access_key_id = " + key.id(), "aws_secret_access_key = " + key.secret());
      for (Path secret : List.of(file, home.resolve("master-key.json"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
            .isEqualTo("rw-------");
      }
      Files.delete(file);
      other.restart();
      assertThat(other.gateway().firstKey()).isEqualTo(key);
      assertThat(Files.readString(file)).contains(key.secret());
      try (var connection = other.database.connect();
          var rows =
              connection
                  .createStatement()
                  .executeQuery("select encode(sealed, 'escape') from gateway.access_key")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).doesNotContain(key.secret());
      }
    }
  }
}
