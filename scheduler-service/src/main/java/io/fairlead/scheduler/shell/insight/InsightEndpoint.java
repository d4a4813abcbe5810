package io.fairlead.scheduler.shell.insight;

import io.fairlead.proto.Arn;
import io.fairlead.proto.Realm;
import io.fairlead.proto.api.ClusterInsightGrpc;
import io.fairlead.proto.api.ExplainRequest;
import io.fairlead.proto.api.ExplainResponse;
import io.fairlead.proto.api.LocateTaskRequest;
import io.fairlead.proto.api.LocateTaskResponse;
import io.fairlead.proto.api.RecordFaultRequest;
import io.fairlead.proto.api.RecordFaultResponse;
import io.fairlead.proto.api.WatchEventsRequest;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.events.ClusterEvent;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.core.InstanceState;
import io.fairlead.scheduler.core.Rejection;
import io.fairlead.scheduler.shell.CallErrors;
import io.fairlead.scheduler.shell.Shards;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers {@code ClusterInsight}. */
public final class InsightEndpoint extends ClusterInsightGrpc.ClusterInsightImplBase {
  private static final String DEFAULT = "default";

  private final Shards shards;
  private final Watches watches;
  private final Realm realm;
  private final Function<Decision.Refused, StatusRuntimeException> refusals;

  /**
   * @param refusals how a "no" is said over gRPC
   */
  public InsightEndpoint(
      Shards shards,
      Watches watches,
      Realm realm,
      Function<Decision.Refused, StatusRuntimeException> refusals) {
    this.shards = shards;
    this.watches = watches;
    this.realm = realm;
    this.refusals = refusals;
  }

  private static String cluster(boolean named, String nameOrArn, String resource) {
    return named && !nameOrArn.isEmpty()
        ? Arn.nameOf(nameOrArn)
        : Arn.parse(resource).flatMap(Arn::cluster).orElse(DEFAULT);
  }

  @Override
  public void watchEvents(WatchEventsRequest request, StreamObserver<ClusterEvent> caller) {
    watches.begin(
        cluster(request.hasCluster(), request.getCluster(), ""),
        request,
        (ServerCallStreamObserver<ClusterEvent>) caller);
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> caller) {
    String cluster = cluster(request.hasCluster(), request.getCluster(), request.getResource());
    var _ =
        shards
            .call(cluster, (now, seed) -> new Input.Call(now, seed, request, Optional.empty()))
            .whenComplete(
                (reply, failure) -> answer(ExplainResponse.class, reply, failure, caller));
  }

  @Override
  public void recordFault(RecordFaultRequest request, StreamObserver<RecordFaultResponse> caller) {
    var _ =
        shards
            .call(
                cluster(request.hasCluster(), request.getCluster(), ""),
                (now, seed) -> new Input.Call(now, seed, request, Optional.empty()))
            .whenComplete(
                (reply, failure) -> answer(RecordFaultResponse.class, reply, failure, caller));
  }

  private <T> void answer(
      Class<T> type,
      Decision.@Nullable Reply reply,
      @Nullable Throwable failure,
      StreamObserver<T> caller) {
    switch (reply) {
      case Decision.Done(var response) when type.isInstance(response) -> {
        caller.onNext(type.cast(response));
        caller.onCompleted();
      }
      case Decision.Refused refused -> caller.onError(refusals.apply(refused));
      case null, default ->
          caller.onError(
              CallErrors.of(failure == null ? new IllegalStateException("no reply") : failure));
    }
  }

  @Override
  public void locateTask(LocateTaskRequest request, StreamObserver<LocateTaskResponse> caller) {
    String cluster = cluster(request.hasCluster(), request.getCluster(), request.getTask());
    String arn = realm.task(cluster, Arn.nameOf(request.getTask()));
    var _ =
        shards
            .look(cluster, (state, _) -> locate(state, arn))
            .whenComplete((place, failure) -> located(arn, place, failure, caller));
  }

  private static Optional<LocateTaskResponse> locate(ClusterState state, String arn) {
    return state.task(arn).map(record -> place(state, record));
  }

  private static LocateTaskResponse place(ClusterState state, TaskRecord record) {
    String instance = record.getTask().getContainerInstanceArn();
    return LocateTaskResponse.newBuilder()
        .setTaskArn(record.getTask().getTaskArn())
        .setContainerInstanceArn(instance)
        .setAgentAddress(
            state
                .instance(instance)
                .map(InstanceState::record)
                .map(known -> known.getAgentAddress())
                .orElse(""))
        .addAllContainers(
            record.getTask().getContainersList().stream().map(Container::getName).toList())
        .setEnableExecuteCommand(record.getTask().getEnableExecuteCommand())
        .build();
  }

  private void located(
      String arn,
      @Nullable Optional<LocateTaskResponse> place,
      @Nullable Throwable failure,
      StreamObserver<LocateTaskResponse> caller) {
    if (place == null) {
      caller.onError(
          CallErrors.of(failure == null ? new IllegalStateException("no answer") : failure));
    } else if (place.isEmpty()) {
      caller.onError(
          refusals.apply(
              new Decision.Refused(Rejection.invalid("The task " + arn + " is not here."))));
    } else {
      caller.onNext(place.get());
      caller.onCompleted();
    }
  }
}
