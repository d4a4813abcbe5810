package io.fairlead.gateway;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.agent.AgentMessage;
import io.fairlead.proto.agent.AgentSessionGrpc;
import io.fairlead.proto.agent.SchedulerMessage;
import io.fairlead.proto.agent.Welcome;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.api.LocateTaskResponse;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.CreateClusterRequest;
import io.fairlead.proto.ecs.CreateClusterResponse;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionResponse;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.events.ClusterEvent;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A scheduler for the gateway's tests: answers a few operations by what it was asked. */
final class StubScheduler implements AutoCloseable {
  final List<RunTaskRequest> runTasks = new CopyOnWriteArrayList<>();
  final List<RegisterTaskDefinitionRequest> definitions = new CopyOnWriteArrayList<>();
  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  final AtomicInteger describes = new AtomicInteger();

  /** Where clusters are said to be, when not here. */
  volatile String owner = "";

  volatile String agentAddress = "";
  volatile String instanceArn = "";
  private final Server server;

  StubScheduler(int port) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
              .intercept(new Recorder())
              .addService(new Ecs())
              .addService(new Insight())
              .addService(new Sessions())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private RuntimeException notOwner() {
    return ApiErrors.of(
        Code.UNAVAILABLE, ApiErrors.NOT_OWNER, "not here", Map.of(ApiErrors.OWNER, owner));
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      headers.add(metadata);
      return next.startCall(call, metadata);
    }
  }

  private final class Ecs extends ECSGrpc.ECSImplBase {
    @Override
    public void runTask(RunTaskRequest request, StreamObserver<RunTaskResponse> answer) {
      if (!owner.isEmpty()) {
        answer.onError(notOwner());
        return;
      }
      runTasks.add(request);
      answer.onNext(
          RunTaskResponse.newBuilder()
              .addTasks(
                  Task.newBuilder()
                      .setTaskArn("arn:aws:ecs:us-east-1:000000000000:task/default/1")
                      .setLastStatus("PROVISIONING")
                      .setTaskDefinitionArn(request.getTaskDefinition())
                      .setCreatedAt(
                          Timestamp.newBuilder().setSeconds(1_763_900_000).setNanos(250_000_000)))
              .build());
      answer.onCompleted();
    }

    @Override
    public void createCluster(
        CreateClusterRequest request, StreamObserver<CreateClusterResponse> answer) {
      answer.onError(
          ApiErrors.of(
              Code.INVALID_ARGUMENT,
              "ClusterNotFoundException",
              "no \"" + request.getClusterName() + "\"",
              Map.of("resourceIds", "a,b")));
    }

    @Override
    public void registerTaskDefinition(
        RegisterTaskDefinitionRequest request,
        StreamObserver<RegisterTaskDefinitionResponse> answer) {
      definitions.add(request);
      answer.onNext(
          RegisterTaskDefinitionResponse.newBuilder()
              .setTaskDefinition(
                  TaskDefinition.newBuilder()
                      .setFamily(request.getFamily())
                      .addAllContainerDefinitions(request.getContainerDefinitionsList()))
              .build());
      answer.onCompleted();
    }

    @Override
    public void describeTasks(
        DescribeTasksRequest request, StreamObserver<DescribeTasksResponse> answer) {
      String status = describes.incrementAndGet() < 2 ? "PENDING" : "RUNNING";
      DescribeTasksResponse.Builder tasks = DescribeTasksResponse.newBuilder();
      for (String task : request.getTasksList()) {
        tasks.addTasks(Task.newBuilder().setTaskArn(task).setLastStatus(status));
      }
      answer.onNext(tasks.build());
      answer.onCompleted();
    }
  }

  private final class Insight extends ClusterInsightGrpc.ClusterInsightImplBase {
    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<ClusterEvent> answer) {
      if (!owner.isEmpty()) {
        answer.onError(notOwner());
        return;
      }
      for (int position = 1; position <= 1000; position++) {
        answer.onNext(ClusterEvent.newBuilder().setPosition(position).build());
      }
      answer.onCompleted();
    }

    @Override
    public void locateTask(LocateTaskRequest request, StreamObserver<LocateTaskResponse> answer) {
      answer.onNext(
          LocateTaskResponse.newBuilder()
              .setTaskArn(request.getTask())
              .setContainerInstanceArn(instanceArn)
              .setAgentAddress(agentAddress)
              .build());
      answer.onCompleted();
    }
  }

  private final class Sessions extends AgentSessionGrpc.AgentSessionImplBase {
    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> answer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(AgentMessage message) {
          if (!owner.isEmpty()) {
            answer.onError(notOwner());
          } else if (message.hasHello()) {
            answer.onNext(
                SchedulerMessage.newBuilder()
                    .setWelcome(
                        Welcome.newBuilder()
                            .setContainerInstanceArn(message.getHello().getContainerInstanceArn()))
                    .build());
          }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          answer.onCompleted();
        }
      };
    }
  }
}
