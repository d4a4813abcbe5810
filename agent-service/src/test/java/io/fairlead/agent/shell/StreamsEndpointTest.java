package io.fairlead.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.fairlead.agent.config.AgentConfig;
import io.fairlead.agent.config.HostPort;
import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.TaskDefaults;
import io.fairlead.agent.runtime.Hands;
import io.fairlead.agent.shell.Residents.Resident;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.BearerToken;
import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ContainerStreamsGrpc;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.api.LogLine;
import io.fairlead.proto.api.LogsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsEndpointTest {
  private static final Credentials CREDENTIALS =
      new Credentials(ScriptedGateway.INSTANCE, "default", "FLIA", ScriptedGateway.SECRET);

  private static final Credentials NEIGHBOUR =
      new Credentials(ScriptedGateway.INSTANCE + "1", "default", "FLIB", "y".repeat(40));

  private final MemoryRuntime runtime = new MemoryRuntime();
  private Tasks tasks;
  private StreamsEndpoint endpoint;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    AgentMetrics meters = new AgentMetrics(new SimpleMeterRegistry());
    InstantSource clock = InstantSource.system();
    Hands hands = new Hands(runtime, ImagePullBehavior.DEFAULT, clock);
    tasks = new Tasks(new Engine(runtime, hands, 4, meters), _ -> {}, TaskDefaults.ECS, clock);
    endpoint =
        StreamsEndpoint.start(
            new AgentConfig.Streams(new HostPort("127.0.0.1", 0), Optional.empty()), clock);
    Residents residents = endpoint.residents();
    residents.add(new Resident(CREDENTIALS, new Containers(tasks), runtime));
    residents.add(new Resident(NEIGHBOUR, new Containers(noTasks(clock)), runtime));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", endpoint.address().port())
            .usePlaintext()
            .build();
    tasks.assigned(TaskSamples.running("a"));
    await().until(() -> runtime.running() == 1);
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    endpoint.close();
    tasks.close();
  }

  @Test
  void streamsTheLinesOfATask() {
    List<LogLine> lines = new ArrayList<>();
    blocking().logs(LogsRequest.newBuilder().setTask("a").build()).forEachRemaining(lines::add);

    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getContainer()).isEqualTo("web");
              assertThat(line.getText().toStringUtf8()).isEqualTo("hello from c1");
            });
  }

  @Test
  void saysWhatIsNotThere() {
    for (LogsRequest request :
        List.of(
            LogsRequest.newBuilder().setTask("b").build(),
            LogsRequest.newBuilder().setTask("a").setContainer("db").build())) {
      assertThatThrownBy(() -> blocking().logs(request).hasNext())
          .satisfies(
              failure ->
                  assertThat(ApiErrors.info(failure).orElseThrow().getReason())
                      .isEqualTo("InvalidParameterException"));
    }
  }

  @Test
  void letsNobodyInWithoutATokenForThisAgent() {
    LogsRequest request = LogsRequest.newBuilder().setTask("a").build();

    assertThatThrownBy(() -> ContainerStreamsGrpc.newBlockingStub(channel).logs(request).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }

  @Test
  void asksTheInstanceWhoseSecretTheTokenIsSignedWith() {
    LogsRequest request = LogsRequest.newBuilder().setTask("a").build();

    assertThatThrownBy(() -> blocking(NEIGHBOUR).logs(request).hasNext())
        .satisfies(
            failure ->
                assertThat(ApiErrors.info(failure).orElseThrow().getReason())
                    .isEqualTo("InvalidParameterException"));
    endpoint.residents().remove(NEIGHBOUR);
    assertThatThrownBy(() -> blocking(NEIGHBOUR).logs(request).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }

  private Tasks noTasks(InstantSource clock) {
    Hands hands = new Hands(runtime, ImagePullBehavior.DEFAULT, clock);
    AgentMetrics meters = new AgentMetrics(new SimpleMeterRegistry());
    return new Tasks(new Engine(runtime, hands, 4, meters), _ -> {}, TaskDefaults.ECS, clock);
  }

  @Test
  void runsACommandWithItsInputAndExitCode() throws Exception {
    Collected output = new Collected();
    StreamObserver<ExecInput> input =
        ContainerStreamsGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()))
            .exec(output);
    input.onNext(
        ExecInput.newBuilder()
            .setStart(ExecStart.newBuilder().setTask("a").addCommand("cat"))
            .build());
    input.onNext(ExecInput.newBuilder().setStdin(ByteString.copyFromUtf8("abc")).build());
    input.onNext(ExecInput.newBuilder().setStdinClosed(true).build());

    output.done.get(10, TimeUnit.SECONDS);
    assertThat(output.messages)
        .containsExactly(
            ExecOutput.newBuilder().setStdout(ByteString.copyFromUtf8("abc")).build(),
            ExecOutput.newBuilder().setExitCode(3).build());
  }

  @Test
  void refusesInputBeforeACommand() {
    Collected output = new Collected();
    ContainerStreamsGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()))
        .exec(output)
        .onNext(ExecInput.newBuilder().setStdinClosed(true).build());

    assertThatThrownBy(() -> output.done.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StatusRuntimeException.class);
  }

  private ContainerStreamsGrpc.ContainerStreamsBlockingStub blocking() {
    return blocking(CREDENTIALS);
  }

  private ContainerStreamsGrpc.ContainerStreamsBlockingStub blocking(Credentials called) {
    return ContainerStreamsGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(called)));
  }

  private static Metadata headers() {
    return headers(CREDENTIALS);
  }

  private static Metadata headers(Credentials called) {
    Metadata headers = new Metadata();
    headers.put(
        CallHeaders.AUTHORIZATION,
        "Bearer "
            + BearerToken.sign(
                called.accessKeyId(),
                called.secretAccessKey(),
                BearerToken.AGENT,
                Instant.now(),
                Duration.ofMinutes(1)));
    return headers;
  }

  private static final class Collected implements StreamObserver<ExecOutput> {
    final List<ExecOutput> messages = new ArrayList<>();
    final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public void onNext(ExecOutput message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      done.complete(null);
    }
  }
}
