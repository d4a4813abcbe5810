package io.fairlead.bench;

import io.fairlead.proto.CallHeaders;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.ContainerDefinition;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesResponse;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.StopTaskRequest;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running Fairlead, found through FAIRLEAD_GRPC and FAIRLEAD_TOKEN. Tasks' states are taken from
 * the event stream, so that waiting costs the cluster nothing.
 */
final class Cluster implements AutoCloseable {
  private final ManagedChannel channel;
  private final ECSGrpc.ECSBlockingStub ecs;
  private final Map<String, String> statuses = new ConcurrentHashMap<>();

  private final @Nullable Consumer<Task> changes;

  private Cluster(ManagedChannel channel, @Nullable Consumer<Task> changes) {
    this.channel = channel;
    this.ecs = ECSGrpc.newBlockingStub(channel);
    this.changes = changes;
  }

  static Cluster open() {
    return connect(null);
  }

  /** Hands on the task of each event, and keeps none for {@link #await}. */
  static Cluster watching(Consumer<Task> changes) {
    return connect(changes);
  }

  private static Cluster connect(@Nullable Consumer<Task> changes) {
    Metadata headers = new Metadata();
    headers.put(CallHeaders.AUTHORIZATION, "Bearer " + required("FAIRLEAD_TOKEN"));
    Cluster cluster =
        new Cluster(
            NettyChannelBuilder.forTarget(required("FAIRLEAD_GRPC"))
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build(),
            changes);
    cluster.watch();
    return cluster;
  }

  /** A variable of the environment. */
  static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new IllegalStateException(
          variable + " is not set; start this with deploy/bench/start-latency");
    }
    return value;
  }

  private void watch() {
    Instant now = Instant.now();
    ClusterInsightGrpc.newStub(channel)
        .watchEvents(
            WatchEventsRequest.newBuilder()
                .setSince(
                    com.google.protobuf.Timestamp.newBuilder().setSeconds(now.getEpochSecond()))
                .build(),
            new TaskEvents(this::changed, channel::isShutdown));
  }

  private void changed(Task task) {
    if (changes != null) {
      changes.accept(task);
    } else {
      keep(task);
    }
  }

  private synchronized void keep(Task task) {
    statuses.put(task.getTaskArn(), task.getLastStatus());
    notifyAll();
  }

  /** For calls that nobody waits for. */
  ECSGrpc.ECSFutureStub calls() {
    return ECSGrpc.newFutureStub(channel);
  }

  void register(RegisterTaskDefinitionRequest definition) {
    var _ = ecs.registerTaskDefinition(definition);
  }

  /** The ARNs of all instances, by their attribute {@code name}. */
  Map<String, String> instances() {
    Map<String, String> arns = new HashMap<>();
    ListContainerInstancesRequest.Builder request = ListContainerInstancesRequest.newBuilder();
    ListContainerInstancesResponse page;
    do {
      page = ecs.listContainerInstances(request.build());
      ecs.describeContainerInstances(
              DescribeContainerInstancesRequest.newBuilder()
                  .addAllContainerInstances(page.getContainerInstanceArnsList())
                  .build())
          .getContainerInstancesList()
          .forEach(
              it ->
                  it.getAttributesList().stream()
                      .filter(attribute -> attribute.getName().equals("name"))
                      .forEach(name -> arns.put(name.getValue(), it.getContainerInstanceArn())));
      request.setNextToken(page.getNextToken());
    } while (!page.getNextToken().isEmpty());
    return arns;
  }

  void create(CreateServiceRequest service) {
    var _ = ecs.createService(service);
  }

  void update(UpdateServiceRequest service) {
    var _ = ecs.updateService(service);
  }

  void delete(DeleteServiceRequest service) {
    var _ = ecs.deleteService(service);
  }

  /** Whether the cluster hears of that instance. */
  boolean isConnected(String arn) {
    return ecs.describeContainerInstances(
            DescribeContainerInstancesRequest.newBuilder().addContainerInstances(arn).build())
        .getContainerInstances(0)
        .getAgentConnected();
  }

  void register(String family, String image) {
    register(
        RegisterTaskDefinitionRequest.newBuilder()
            .setFamily(family)
            .addContainerDefinitions(
                ContainerDefinition.newBuilder()
                    .setName("main")
                    .setImage(image)
                    .setMemory(16)
                    .addCommand("sleep")
                    .addCommand("3600")
                    .setStopTimeout(0))
            .build());
  }

  /** Runs so many tasks; their ARNs. */
  List<String> run(String family, int count) {
    RunTaskResponse response =
        ecs.runTask(RunTaskRequest.newBuilder().setTaskDefinition(family).setCount(count).build());
    if (response.getFailuresCount() > 0) {
      throw new IllegalStateException("not placed: " + response.getFailures(0));
    }
    return response.getTasksList().stream().map(Task::getTaskArn).toList();
  }

  /** Waits until each of the tasks has that status. */
  synchronized void await(List<String> tasks, String status) throws InterruptedException {
    while (!tasks.stream().allMatch(task -> status.equals(statuses.get(task)))) {
      for (String task : tasks) {
        if ("STOPPED".equals(statuses.get(task)) && !status.equals("STOPPED")) {
          throw new IllegalStateException("stopped by itself: " + task);
        }
      }
      wait();
    }
  }

  /** Stops the tasks and waits until they have. */
  void stop(List<String> tasks) throws InterruptedException {
    for (String task : tasks) {
      ecs.stopTask(StopTaskRequest.newBuilder().setTask(task).build());
    }
    await(tasks, "STOPPED");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
