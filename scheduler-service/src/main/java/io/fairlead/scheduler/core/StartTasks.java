package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.LaunchChecks.invalidIf;
import static io.fairlead.scheduler.core.LaunchChecks.unsupportedIf;

import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.Failure;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.PropagateTags;
import io.fairlead.proto.ecs.StartTaskRequest;
import io.fairlead.proto.ecs.StartTaskResponse;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** StartTask: one task on each of the instances that the caller names. */
record StartTasks(Realm realm, Draft draft) {
  private static final int MOST = 10;

  Reply start(StartTaskRequest request, Optional<TaskDefinitionRecord> definition) {
    return refusal(request, definition)
        .<Reply>map(Refused::new)
        .orElseGet(
            () ->
                new Identifiers(realm, draft.state().name())
                    .instances(request.getContainerInstancesList())
                    .reply(arns -> make(arns, order(request, definition.orElseThrow()))));
  }

  private Optional<Rejection> refusal(
      StartTaskRequest request, Optional<TaskDefinitionRecord> definition) {
    return Stream.of(
            unsupportedIf(request.hasNetworkConfiguration(), "networkConfiguration"),
            unsupportedIf(request.getVolumeConfigurationsCount() > 0, "volumeConfigurations"),
            invalidIf(request.getContainerInstancesCount() == 0, "containerInstances is empty."),
            invalidIf(
                request.getContainerInstancesCount() > MOST,
                "containerInstances: at most " + MOST + " may be named."),
            invalidIf(
                request.getPropagateTags() == PropagateTags.PROPAGATE_TAGS_SERVICE,
                "propagateTags SERVICE is for services; use TASK_DEFINITION or NONE."),
            LaunchChecks.group(request.getGroup()),
            LaunchChecks.startedBy(request.getStartedBy()),
            TagRules.complaint(request.getTagsList()).map(Rejection::invalid).stream(),
            LaunchChecks.definition(definition).stream())
        .flatMap(found -> found)
        .findFirst()
        .or(
            () ->
                LaunchChecks.overrides(
                    definition.orElseThrow().getDefinition(), request.getOverrides()))
        .or(() -> LaunchChecks.pace(draft.state()));
  }

  private TaskOrder order(StartTaskRequest request, TaskDefinitionRecord definition) {
    Task.Builder task =
        Task.newBuilder()
            .setGroup(
                request.hasGroup()
                    ? request.getGroup()
                    : "family:" + definition.getDefinition().getFamily())
            .setLaunchType(LaunchType.LAUNCH_TYPE_EC2)
            .setEnableExecuteCommand(request.getEnableExecuteCommand())
            .setOverrides(request.getOverrides())
            .addAllTags(
                tags(
                    request.getPropagateTags(),
                    request.getEnableEcsManagedTags(),
                    request.getTagsList(),
                    definition));
    if (request.hasStartedBy()) {
      task.setStartedBy(request.getStartedBy());
    }
    return new TaskOrder(
        definition, TaskRecord.newBuilder().setTask(task).build(), List.of(), List.of(), List.of());
  }

  private List<Tag> tags(
      PropagateTags propagate, boolean managed, List<Tag> own, TaskDefinitionRecord definition) {
    List<Tag> source =
        propagate == PropagateTags.PROPAGATE_TAGS_TASK_DEFINITION
            ? definition.getTagsList()
            : List.of();
    List<Tag> ours = managed ? TaskTags.managed(draft.state().name(), Optional.empty()) : List.of();
    return TaskTags.merged(TaskTags.merged(source, ours), own);
  }

  private Reply make(List<String> instanceArns, TaskOrder order) {
    StartTaskResponse.Builder response = StartTaskResponse.newBuilder();
    for (String arn : instanceArns) {
      Optional<InstanceState> instance = draft.state().instance(arn);
      if (instance.isEmpty()) {
        response.addFailures(TaskViews.missing(arn));
      } else {
        make(instance.get(), order, response);
      }
    }
    return new Done(response.build());
  }

  private void make(InstanceState instance, TaskOrder order, StartTaskResponse.Builder response) {
    switch (new TaskFactory(realm, draft).placeOn(order, instance)) {
      case TaskFactory.Outcome.Made(TaskRecord task) -> response.addTasks(TaskViews.full(task));
      case TaskFactory.Outcome.Unplaced unplaced ->
          response.addFailures(
              Failure.newBuilder()
                  .setArn(instance.arn())
                  .setReason(new Refusals(unplaced.refusals()).reason()));
    }
  }
}
