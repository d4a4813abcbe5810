package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.ContainerInstanceField;
import io.fairlead.proto.ecs.ContainerInstanceStatus;
import io.fairlead.proto.ecs.DeregisterContainerInstanceRequest;
import io.fairlead.proto.ecs.DeregisterContainerInstanceResponse;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.DescribeContainerInstancesResponse;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesResponse;
import io.fairlead.proto.ecs.TaskStopCode;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateResponse;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import io.fairlead.scheduler.core.placement.Expression;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls about container instances. */
record Instances(Draft draft, Identifiers identifiers) {
  static final String ACTIVE = "ACTIVE";
  static final String DRAINING = "DRAINING";

  /** Deregistered: takes no task, and its agent is not let in again. */
  static final String INACTIVE = "INACTIVE";

  private static final int MOST = 100;
  private static final int MOST_UPDATED = 10;

  static Rejection notFound(String arn) {
    return Rejection.invalid("Referenced container instance " + arn + " not found.");
  }

  Reply describe(DescribeContainerInstancesRequest request) {
    if (request.getContainerInstancesCount() == 0) {
      return new Refused(Rejection.invalid("Container instances cannot be empty."));
    }
    if (request.getContainerInstancesCount() > MOST) {
      return new Refused(
          Rejection.invalid("containerInstances: at most " + MOST + " may be named."));
    }
    boolean tags =
        request.getIncludeList().contains(ContainerInstanceField.CONTAINER_INSTANCE_FIELD_TAGS);
    return identifiers
        .instances(request.getContainerInstancesList())
        .reply(arns -> describe(arns, tags));
  }

  private Reply describe(List<String> arns, boolean tags) {
    DescribeContainerInstancesResponse.Builder response =
        DescribeContainerInstancesResponse.newBuilder();
    for (String arn : arns) {
      draft
          .state()
          .instance(arn)
          .ifPresentOrElse(
              found -> response.addContainerInstances(InstanceViews.view(found, tags)),
              () -> response.addFailures(TaskViews.missing(arn)));
    }
    return new Done(response.build());
  }

  Reply list(ListContainerInstancesRequest request) {
    Optional<Expression> filter = Optional.empty();
    if (request.hasFilter()) {
      switch (Expression.parse(request.getFilter())) {
        case Expression.Valid(Expression expression) -> filter = Optional.of(expression);
        case Expression.Malformed(String why) -> {
          return new Refused(Rejection.invalid("filter: " + why));
        }
      }
    }
    return list(request, filter.<Predicate<InstanceState>>map(e -> e::test).orElse(all -> true));
  }

  private Reply list(ListContainerInstancesRequest request, Predicate<InstanceState> filter) {
    return Listing.of(
            draft.state().instances().stream()
                .filter(instance -> hasStatus(instance, request.getStatus()))
                .filter(filter)
                .map(InstanceState::arn),
            arn -> arn,
            request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty(),
            MOST,
            request.getNextToken())
        .reply(Instances::response);
  }

  private static Reply response(Listing<String> page) {
    ListContainerInstancesResponse.Builder response =
        ListContainerInstancesResponse.newBuilder().addAllContainerInstanceArns(page.items());
    page.next().ifPresent(response::setNextToken);
    return new Done(response.build());
  }

  /** Without a filter all that are not deregistered. */
  private static boolean hasStatus(InstanceState instance, ContainerInstanceStatus wanted) {
    String status = instance.instance().getStatus();
    return switch (wanted) {
      case CONTAINER_INSTANCE_STATUS_UNSPECIFIED -> !status.equals(INACTIVE);
      case CONTAINER_INSTANCE_STATUS_ACTIVE -> status.equals(ACTIVE);
      case CONTAINER_INSTANCE_STATUS_DRAINING -> status.equals(DRAINING);
      case CONTAINER_INSTANCE_STATUS_REGISTERING,
          CONTAINER_INSTANCE_STATUS_DEREGISTERING,
          CONTAINER_INSTANCE_STATUS_REGISTRATION_FAILED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** To DRAINING and back. A drained instance keeps its tasks; services move theirs elsewhere. */
  Reply updateState(UpdateContainerInstancesStateRequest request) {
    if (request.getContainerInstancesCount() == 0
        || request.getContainerInstancesCount() > MOST_UPDATED) {
      return new Refused(
          Rejection.invalid("containerInstances: from 1 to " + MOST_UPDATED + " may be named."));
    }
    return switch (request.getStatus()) {
      case CONTAINER_INSTANCE_STATUS_ACTIVE -> updateState(request, ACTIVE);
      case CONTAINER_INSTANCE_STATUS_DRAINING -> updateState(request, DRAINING);
      case CONTAINER_INSTANCE_STATUS_UNSPECIFIED,
          CONTAINER_INSTANCE_STATUS_REGISTERING,
          CONTAINER_INSTANCE_STATUS_DEREGISTERING,
          CONTAINER_INSTANCE_STATUS_REGISTRATION_FAILED,
          UNRECOGNIZED ->
          new Refused(
              Rejection.invalid("Container instance status should be one of [ACTIVE,DRAINING]"));
    };
  }

  private Reply updateState(UpdateContainerInstancesStateRequest request, String status) {
    return identifiers
        .instances(request.getContainerInstancesList())
        .reply(arns -> updateState(arns, status));
  }

  private Reply updateState(List<String> arns, String status) {
    UpdateContainerInstancesStateResponse.Builder response =
        UpdateContainerInstancesStateResponse.newBuilder();
    for (String arn : arns) {
      Optional<InstanceState> found = draft.state().instance(arn);
      if (found.isEmpty()) {
        response.addFailures(TaskViews.missing(arn));
      } else if (found.get().instance().getStatus().equals(INACTIVE)) {
        response.addFailures(Failure.newBuilder().setArn(arn).setReason(INACTIVE));
      } else {
        response.addContainerInstances(withStatus(found.get(), status));
      }
    }
    return new Done(response.build());
  }

  private ContainerInstance withStatus(InstanceState instance, String status) {
    if (!instance.instance().getStatus().equals(status)) {
      draft.put(changed(instance.record(), status));
      draft.touchServices(instance);
    }
    return InstanceViews.view(instance, true);
  }

  private static InstanceRecord changed(InstanceRecord record, String status) {
    ContainerInstance instance = record.getInstance();
    return record.toBuilder()
        .setInstance(instance.toBuilder().setStatus(status).setVersion(instance.getVersion() + 1))
        .build();
  }

  Reply deregister(DeregisterContainerInstanceRequest request) {
    return identifiers
        .instance(request.getContainerInstance())
        .reply(arn -> deregister(arn, request.getForce()));
  }

  private Reply deregister(String arn, boolean force) {
    Optional<InstanceState> found =
        draft
            .state()
            .instance(arn)
            .filter(instance -> !instance.instance().getStatus().equals(INACTIVE));
    if (found.isEmpty()) {
      return new Refused(notFound(arn));
    }
    InstanceState instance = found.get();
    if (instance.taskCount() > 0 && !force) {
      return new Refused(Rejection.invalid("Found running tasks on the instance."));
    }
    InstanceRecord.Builder after = changed(instance.record(), INACTIVE).toBuilder().clearLostAt();
    after.getInstanceBuilder().setAgentConnected(false);
    draft.put(after.build());
    instance.tasks().toList().forEach(this::orphan);
    return new Done(
        DeregisterContainerInstanceResponse.newBuilder()
            .setContainerInstance(InstanceViews.view(instance, true))
            .build());
  }

  private void orphan(TaskRecord task) {
    draft.put(
        TaskEnd.declared(
            task,
            TaskStopCode.TASK_STOP_CODE_USER_INITIATED,
            "Container instance deregistration forced by user.",
            draft.now()));
  }
}
