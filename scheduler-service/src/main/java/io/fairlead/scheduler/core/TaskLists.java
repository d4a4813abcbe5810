package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.ListTasksResponse;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.Optional;
import java.util.stream.Stream;

/** ListTasks with its filters. */
record TaskLists(ClusterState state, Identifiers identifiers) {
  private static final int MOST = 100;

  Reply list(ListTasksRequest request) {
    return refusal(request)
        .<Reply>map(Refused::new)
        .orElseGet(
            () ->
                request.hasContainerInstance()
                    ? identifiers
                        .instance(request.getContainerInstance())
                        .reply(arn -> onInstance(request, arn))
                    : page(request, state.taskArns(task -> matches(request, task))));
  }

  private Optional<Rejection> refusal(ListTasksRequest request) {
    if (request.hasDaemonName()) {
      return Optional.of(Rejection.unsupported("daemonName"));
    }
    if (request.hasStartedBy()
        && (request.hasFamily() || request.hasServiceName() || request.hasContainerInstance())) {
      return Optional.of(
          Rejection.invalid(
              "startedBy cannot be combined with family, serviceName or containerInstance."));
    }
    if (request.hasServiceName() && state.service(Arn.nameOf(request.getServiceName())).isEmpty()) {
      return Optional.of(new Rejection(Rejection.Type.SERVICE_NOT_FOUND, "Service not found."));
    }
    return Optional.empty();
  }

  private Reply onInstance(ListTasksRequest request, String arn) {
    return state.instance(arn).isEmpty()
        ? new Refused(Instances.notFound(arn))
        : page(request, state.taskArns(task -> matches(request, task), arn));
  }

  private static Reply page(ListTasksRequest request, Stream<String> arns) {
    return Listing.of(
            arns,
            arn -> arn,
            request.hasMaxResults() ? Optional.of(request.getMaxResults()) : Optional.empty(),
            MOST,
            request.getNextToken())
        .reply(TaskLists::response);
  }

  private static Reply response(Listing<String> page) {
    ListTasksResponse.Builder response =
        ListTasksResponse.newBuilder().addAllTaskArns(page.items());
    page.next().ifPresent(response::setNextToken);
    return new Done(response.build());
  }

  private static boolean matches(ListTasksRequest request, TaskRecord record) {
    Task task = record.getTask();
    return task.getDesiredStatus().equals(wanted(request.getDesiredStatus()))
        && (!request.hasFamily() || family(task).equals(request.getFamily()))
        && (!request.hasStartedBy() || task.getStartedBy().equals(request.getStartedBy()))
        && (!request.hasServiceName()
            || record.getService().equals(Arn.nameOf(request.getServiceName())))
        && (request.getLaunchType() == LaunchType.LAUNCH_TYPE_UNSPECIFIED
            || task.getLaunchType() == request.getLaunchType());
  }

  /** RUNNING unless the caller says so; no task is ever desired PENDING. */
  private static String wanted(DesiredStatus status) {
    return switch (status) {
      case DESIRED_STATUS_UNSPECIFIED, DESIRED_STATUS_RUNNING -> "RUNNING";
      case DESIRED_STATUS_STOPPED -> "STOPPED";
      case DESIRED_STATUS_PENDING, UNRECOGNIZED -> "PENDING";
    };
  }

  private static String family(Task task) {
    String revision = Arn.nameOf(task.getTaskDefinitionArn());
    return revision.substring(0, Math.max(0, revision.lastIndexOf(':')));
  }
}
