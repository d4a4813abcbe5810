package io.fairlead.cli;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.fairlead.cli.load.Mix;
import io.fairlead.cli.load.OpenLoop;
import io.fairlead.cli.load.Operation;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The calls of which load consists, drawn from a seed. */
final class LoadCalls implements Supplier<OpenLoop.Call> {
  private static final int MOST_TASKS = 5;
  private static final int READS = 4;

  private final Client client;
  private final List<String> services;
  private final Mix mix;
  private final Random random;

  LoadCalls(Client client, List<String> services, Mix mix, long seed) {
    this.client = client;
    this.services = services;
    this.mix = mix;
    this.random = new Random(seed);
  }

  @Override
  public OpenLoop.Call get() {
    Operation operation = mix.draw(random);
    Supplier<ListenableFuture<?>> call =
        switch (operation) {
          case CHURN -> this::churn;
          case SCALE -> scale(service(), 1 + random.nextInt(MOST_TASKS));
          case DEPLOY -> deploy(service());
          case READ -> read(random.nextInt(READS));
        };
    return new OpenLoop.Call() {
      @Override
      public Operation operation() {
        return operation;
      }

      @Override
      public void send(Consumer<Optional<String>> ended) {
        ListenableFuture<?> answer = call.get();
        answer.addListener(() -> ended.accept(failure(answer)), MoreExecutors.directExecutor());
      }
    };
  }

  private String service() {
    return services.get(random.nextInt(services.size()));
  }

  private ListenableFuture<?> churn() {
    return client
        .ecsLater()
        .runTask(
            RunTaskRequest.newBuilder()
                .setCluster(client.cluster())
                .setTaskDefinition(LoadServices.FAMILY)
                .build());
  }

  private Supplier<ListenableFuture<?>> scale(String service, int tasks) {
    return () -> client.ecsLater().updateService(update(service).setDesiredCount(tasks).build());
  }

  private Supplier<ListenableFuture<?>> deploy(String service) {
    return () ->
        client.ecsLater().updateService(update(service).setForceNewDeployment(true).build());
  }

  private UpdateServiceRequest.Builder update(String service) {
    return UpdateServiceRequest.newBuilder().setCluster(client.cluster()).setService(service);
  }

  private Supplier<ListenableFuture<?>> read(int which) {
    String cluster = client.cluster();
    return switch (which) {
      case 0 ->
          () ->
              client
                  .ecsLater()
                  .listTasks(ListTasksRequest.newBuilder().setCluster(cluster).build());
      case 1 ->
          () ->
              client
                  .ecsLater()
                  .describeServices(
                      DescribeServicesRequest.newBuilder()
                          .setCluster(cluster)
                          .addAllServices(services.subList(0, Math.min(10, services.size())))
                          .build());
      case 2 ->
          () ->
              client
                  .ecsLater()
                  .listContainerInstances(
                      ListContainerInstancesRequest.newBuilder().setCluster(cluster).build());
      default ->
          () ->
              client
                  .ecsLater()
                  .describeClusters(
                      DescribeClustersRequest.newBuilder().addClusters(cluster).build());
    };
  }

  /** Why it failed; a task that finds no place failed, too. */
  private static Optional<String> failure(ListenableFuture<?> answer) {
    try {
      return answer.resultNow() instanceof RunTaskResponse run
          ? run.getFailuresList().stream().findFirst().map(Failure::getReason)
          : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(words(answer.exceptionNow()));
    }
  }

  private static String words(Throwable failure) {
    Throwable cause = failure instanceof ExecutionException e ? e.getCause() : failure;
    return cause instanceof StatusRuntimeException call
        ? call.getStatus().getCode().toString()
        : String.valueOf(cause);
  }
}
