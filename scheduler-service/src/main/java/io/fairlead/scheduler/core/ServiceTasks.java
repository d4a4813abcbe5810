package io.fairlead.scheduler.core;

import static io.fairlead.proto.ecs.TaskStopCode.TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED;

import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.ContainerImage;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.PropagateTags;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a service's tasks are made and ended. */
record ServiceTasks(Realm realm, Draft draft) {

  /** What a task of the deployment asks of its place. */
  PlacementRequest request(ServiceRecord service, Deployment deployment) {
    return order(service, deployment).request();
  }

  /** Makes one task of the deployment where it fits best. */
  TaskFactory.Outcome start(ServiceRecord service, Deployment deployment) {
    return new TaskFactory(realm, draft).place(order(service, deployment));
  }

  /** Makes one task of the deployment on that instance. */
  TaskFactory.Outcome startOn(
      ServiceRecord service, Deployment deployment, InstanceState instance) {
    return new TaskFactory(realm, draft).placeOn(order(service, deployment), instance);
  }

  /** Asks the task to stop. */
  void stop(TaskRecord task, String reason) {
    draft.put(TaskEnd.asked(task, TASK_STOP_CODE_SERVICE_SCHEDULER_INITIATED, reason, draft.now()));
  }

  private TaskOrder order(ServiceRecord record, Deployment deployment) {
    Service service = record.getService();
    TaskDefinitionRecord definition =
        draft.state().definition(deployment.getTaskDefinition()).orElseThrow();
    Task.Builder task =
        Task.newBuilder()
            .setGroup("service:" + service.getServiceName())
            .setStartedBy(deployment.getId())
            .setLaunchType(service.getLaunchType())
            .setEnableExecuteCommand(service.getEnableExecuteCommand())
            .addAllTags(tags(service, definition));
    return new TaskOrder(
        definition,
        TaskRecord.newBuilder()
            .setTask(task)
            .setService(service.getServiceName())
            .setDeploymentId(deployment.getId())
            .build(),
        service.getPlacementConstraintsList(),
        service.getPlacementStrategyList(),
        images(record, deployment));
  }

  private static List<ContainerImage> images(ServiceRecord record, Deployment deployment) {
    return record.getProgressList().stream()
        .filter(progress -> progress.getDeploymentId().equals(deployment.getId()))
        .findFirst()
        .map(DeploymentProgress::getImagesList)
        .orElse(List.of());
  }

  private List<Tag> tags(Service service, TaskDefinitionRecord definition) {
    List<Tag> tags = new ArrayList<>();
    if (service.getPropagateTags() == PropagateTags.PROPAGATE_TAGS_SERVICE) {
      tags.addAll(service.getTagsList());
    }
    if (service.getPropagateTags() == PropagateTags.PROPAGATE_TAGS_TASK_DEFINITION) {
      tags.addAll(definition.getTagsList());
    }
    if (service.getEnableEcsManagedTags()) {
      tags.addAll(TaskTags.managed(draft.state().name(), Optional.of(service.getServiceName())));
    }
    return tags;
  }
}
