package io.fairlead.scheduler.api;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.DeleteTaskDefinitionsRequest;
import io.fairlead.proto.ecs.DeregisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.DescribeTaskDefinitionRequest;
import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.ECSGrpc;
import io.fairlead.proto.ecs.ListClustersRequest;
import io.fairlead.proto.ecs.ListTaskDefinitionFamiliesRequest;
import io.fairlead.proto.ecs.ListTaskDefinitionsRequest;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.rim.Principal;
import io.fairlead.proto.rim.ShapeRules;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.definitions.DefinitionLists;
import io.fairlead.scheduler.definitions.DefinitionTags;
import io.fairlead.scheduler.definitions.Definitions;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * All operations of the ECS API, without code for each: a request is checked against its shape and
 * goes to the task definitions, to the clusters' rows or to the one cluster that it is about.
 */
public final class EcsEndpoint implements BindableService {
  /** The history is asked off the clusters' threads. */
  private static final Executor BLOCKING = Executors.newVirtualThreadPerTaskExecutor();

  private final ClusterCalls clusters;
  private final ClusterReads reads;
  private final Definitions definitions;
  private final DefinitionLists lists;
  private final TagCalls tags;
  private final PastTasks past;
  private final InstantSource clock;

  /**
   * @param history finds a task that is no longer in memory by its ARN; may block
   */
  public EcsEndpoint(
      ClusterCalls clusters,
      ClusterReads reads,
      Definitions definitions,
      Function<String, Optional<TaskRecord>> history,
      InstantSource clock) {
    this.clusters = clusters;
    this.reads = reads;
    this.definitions = definitions;
    this.lists = new DefinitionLists(definitions.store());
    this.tags = new TagCalls(new DefinitionTags(definitions.store()));
    this.past = new PastTasks(history);
    this.clock = clock;
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(ECSGrpc.getServiceDescriptor());
    for (io.grpc.MethodDescriptor<?, ?> method : ECSGrpc.getServiceDescriptor().getMethods()) {
      bind(service, method);
    }
    return service.build();
  }

  @SuppressWarnings("unchecked")
  private void bind(
      ServerServiceDefinition.Builder service, io.grpc.MethodDescriptor<?, ?> method) {
    service.addMethod(
        (io.grpc.MethodDescriptor<Message, Message>) method,
        ServerCalls.asyncUnaryCall(
            (request, caller) ->
                call(String.valueOf(method.getBareMethodName()), request, caller)));
  }

  private void call(String operation, Message request, StreamObserver<Message> caller) {
    CompletionStage<Decision.Reply> reply;
    try {
      reply = answer(operation, request);
    } catch (RuntimeException e) {
      caller.onError(Replies.failed(e));
      return;
    }
    reply.whenComplete(
        (given, failure) -> {
          if (failure != null) {
            caller.onError(Replies.failed(failure));
          } else {
            Replies.give(given, caller);
          }
        });
  }

  private CompletionStage<Decision.Reply> answer(String operation, Message request) {
    return Unbuilt.refusal(operation)
        .or(
            () ->
                ShapeRules.complaint(request)
                    .map(complaint -> new Refused(Rejection.invalid(complaint))))
        .map(EcsEndpoint::now)
        .orElseGet(() -> answer(request));
  }

  private CompletionStage<Decision.Reply> answer(Message request) {
    // Operations that no cluster thread answers; every other is about exactly one cluster.
    return switch (request) {
      case RegisterTaskDefinitionRequest r ->
          now(definitions.register(r, Principal.CURRENT.get(), clock.instant()));
      case DescribeTaskDefinitionRequest r -> now(definitions.describe(r));
      case DeregisterTaskDefinitionRequest r -> now(definitions.deregister(r, clock.instant()));
      case DeleteTaskDefinitionsRequest r -> now(definitions.delete(r, clock.instant()));
      case ListTaskDefinitionsRequest r -> now(lists.definitions(r));
      case ListTaskDefinitionFamiliesRequest r -> now(lists.families(r));
      case ListClustersRequest r -> now(reads.list(r));
      case DescribeClustersRequest r -> now(reads.describe(r));
      case DescribeTasksRequest r ->
          inCluster(r).thenApplyAsync(reply -> past.complete(r, reply), BLOCKING);
      default -> tags.answer(request).map(EcsEndpoint::now).orElseGet(() -> inCluster(request));
    };
  }

  private CompletionStage<Decision.Reply> inCluster(Message request) {
    Optional<TaskDefinitionRecord> definition =
        Routes.taskDefinition(request).flatMap(definitions::resolve);
    return clusters.submit(
        Routes.cluster(request), (now, seed) -> new Input.Call(now, seed, request, definition));
  }

  private static CompletionStage<Decision.Reply> now(Decision.Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
