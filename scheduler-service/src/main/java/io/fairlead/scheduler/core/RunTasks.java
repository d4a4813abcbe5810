package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.LaunchChecks.invalidIf;
import static io.fairlead.scheduler.core.LaunchChecks.unsupportedIf;

import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.PropagateTags;
import io.fairlead.proto.ecs.RunTaskRequest;
import io.fairlead.proto.ecs.RunTaskResponse;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import io.fairlead.scheduler.core.placement.Placer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** RunTask: up to ten tasks, each on the best instance; what fits nowhere is a failure. */
record RunTasks(Realm realm, Draft draft) {
  private static final String OPERATION = "RunTask";
  private static final int MOST = 10;
  private static final int LONGEST_TOKEN = 64;

  Reply run(RunTaskRequest request, Optional<TaskDefinitionRecord> definition) {
    String token = request.getClientToken();
    if (token.length() > LONGEST_TOKEN) {
      return new Refused(
          Rejection.invalid("clientToken takes up to " + LONGEST_TOKEN + " characters."));
    }
    RunTaskRequest parameters = request.toBuilder().clearClientToken().build();
    return new Tokens(draft)
        .made(OPERATION, token, parameters)
        .reply(made -> made.map(this::again).orElseGet(() -> first(parameters, token, definition)));
  }

  /** The answer to a retry: the same tasks, as they are now. */
  private Reply again(List<String> arns) {
    RunTaskResponse.Builder response = RunTaskResponse.newBuilder();
    for (String arn : arns) {
      draft
          .state()
          .task(arn)
          .ifPresentOrElse(
              task -> response.addTasks(TaskViews.full(task)),
              () -> response.addFailures(TaskViews.missing(arn)));
    }
    return new Done(response.build());
  }

  private Reply first(
      RunTaskRequest request, String token, Optional<TaskDefinitionRecord> definition) {
    return refusal(request, definition)
        .<Reply>map(Refused::new)
        .orElseGet(() -> make(request, token, order(request, token, definition.orElseThrow())));
  }

  private Optional<Rejection> refusal(
      RunTaskRequest request, Optional<TaskDefinitionRecord> definition) {
    return unsupportedMembers(request)
        .findFirst()
        .or(() -> LaunchChecks.launchType(request.getLaunchType()))
        .or(() -> invalidMembers(request).findFirst())
        .or(() -> TagRules.complaint(request.getTagsList()).map(Rejection::invalid))
        .or(() -> LaunchChecks.definition(definition))
        .or(
            () ->
                LaunchChecks.overrides(
                    definition.orElseThrow().getDefinition(), request.getOverrides()))
        .or(this::noInstances)
        .or(() -> LaunchChecks.pace(draft.state()));
  }

  private static Stream<Rejection> unsupportedMembers(RunTaskRequest request) {
    return Stream.of(
            unsupportedIf(
                request.getCapacityProviderStrategyCount() > 0, "capacityProviderStrategy"),
            unsupportedIf(request.hasNetworkConfiguration(), "networkConfiguration"),
            unsupportedIf(request.hasPlatformVersion(), "platformVersion"),
            unsupportedIf(request.getVolumeConfigurationsCount() > 0, "volumeConfigurations"))
        .flatMap(found -> found);
  }

  private static Stream<Rejection> invalidMembers(RunTaskRequest request) {
    return Stream.of(
            invalidIf(
                request.hasCount() && (request.getCount() < 1 || request.getCount() > MOST),
                "count must be from 1 to " + MOST + "."),
            invalidIf(
                request.getPropagateTags() == PropagateTags.PROPAGATE_TAGS_SERVICE,
                "propagateTags SERVICE is for services; use TASK_DEFINITION or NONE."),
            LaunchChecks.group(request.getGroup()),
            LaunchChecks.startedBy(request.getStartedBy()),
            Placer.complaint(
                request.getPlacementConstraintsList(), request.getPlacementStrategyList())
                .map(Rejection::invalid)
                .stream())
        .flatMap(found -> found);
  }

  private Optional<Rejection> noInstances() {
    boolean none =
        draft.state().instances().stream()
            .allMatch(instance -> instance.instance().getStatus().equals("INACTIVE"));
    return none
        ? Optional.of(Rejection.invalid("No Container Instances were found in your cluster."))
        : Optional.empty();
  }

  private TaskOrder order(RunTaskRequest request, String token, TaskDefinitionRecord definition) {
    Task.Builder task =
        Task.newBuilder()
            .setGroup(
                request.hasGroup()
                    ? request.getGroup()
                    : "family:" + definition.getDefinition().getFamily())
            .setLaunchType(
                request.hasLaunchType() ? request.getLaunchType() : LaunchType.LAUNCH_TYPE_EC2)
            .setEnableExecuteCommand(request.getEnableExecuteCommand())
            .setOverrides(request.getOverrides())
            .addAllTags(tags(request, definition));
    if (request.hasStartedBy()) {
      task.setStartedBy(request.getStartedBy());
    }
    return new TaskOrder(
        definition,
        TaskRecord.newBuilder().setTask(task).setClientToken(token).build(),
        request.getPlacementConstraintsList(),
        request.getPlacementStrategyList(),
        List.of());
  }

  private List<Tag> tags(RunTaskRequest request, TaskDefinitionRecord definition) {
    List<Tag> propagated =
        request.getPropagateTags() == PropagateTags.PROPAGATE_TAGS_TASK_DEFINITION
            ? definition.getTagsList()
            : List.of();
    List<Tag> managed =
        request.getEnableEcsManagedTags()
            ? TaskTags.managed(draft.state().name(), Optional.empty())
            : List.of();
    return TaskTags.merged(TaskTags.merged(propagated, managed), request.getTagsList());
  }

  private Reply make(RunTaskRequest request, String token, TaskOrder order) {
    TaskFactory factory = new TaskFactory(realm, draft);
    RunTaskResponse.Builder response = RunTaskResponse.newBuilder();
    int count = request.hasCount() ? request.getCount() : 1;
    for (int i = 0; i < count; i++) {
      switch (factory.place(order)) {
        case TaskFactory.Outcome.Made(TaskRecord task) -> response.addTasks(TaskViews.full(task));
        case TaskFactory.Outcome.Unplaced unplaced ->
            response.addFailures(failure(new Refusals(unplaced.refusals())));
      }
    }
    // A call that made nothing has no effect to keep: the same token may try again.
    if (response.getTasksCount() > 0) {
      new Tokens(draft)
          .keep(
              OPERATION,
              token,
              request,
              response.getTasksList().stream().map(Task::getTaskArn).toList());
    }
    return new Done(response.build());
  }

  /** ECS names the instance that refused; where several did, only their cluster stands for all. */
  private Failure failure(Refusals refusals) {
    var instances = draft.state().instances();
    String arn =
        instances.size() == 1
            ? instances.iterator().next().arn()
            : realm.cluster(draft.state().name());
    return Failure.newBuilder()
        .setArn(arn)
        .setReason(refusals.reason())
        .setDetail(refusals.detail())
        .build();
  }
}
