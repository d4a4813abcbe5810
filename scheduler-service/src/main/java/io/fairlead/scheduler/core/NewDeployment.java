package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;

/** A new deployment of a service: it becomes the primary one, with no failures on its record. */
final class NewDeployment {
  private NewDeployment() {}

  static ServiceRecord of(ServiceRecord before, TaskDefinitionRecord definition, Draft draft) {
    Service service = before.getService();
    Deployment primary = primary(service, definition, draft);
    Service.Builder next =
        service.toBuilder()
            .clearDeployments()
            .setTaskDefinition(primary.getTaskDefinition())
            .addDeployments(primary);
    service.getDeploymentsList().stream()
        .map(deployment -> superseded(deployment, draft))
        .forEach(next::addDeployments);
    return before.toBuilder()
        .setService(next)
        .clearProgress()
        .addProgress(DeploymentProgress.newBuilder().setDeploymentId(primary.getId()))
        .addAllProgress(before.getProgressList().stream().map(NewDeployment::ended).toList())
        .setSteady(false)
        .clearPlacementComplaint()
        .clearComplainedAt()
        .build();
  }

  /** An older deployment starts no task any more, so it waits for none. */
  private static DeploymentProgress ended(DeploymentProgress progress) {
    return progress.toBuilder().clearRetryAt().build();
  }

  private static Deployment primary(Service service, TaskDefinitionRecord definition, Draft draft) {
    String id = draft.ids().deployment();
    return Deployment.newBuilder()
        .setId(id)
        .setStatus("PRIMARY")
        .setTaskDefinition(definition.getDefinition().getTaskDefinitionArn())
        .setDesiredCount(service.getDesiredCount())
        .setLaunchType(service.getLaunchType())
        .setCreatedAt(ProtoTime.of(draft.now()))
        .setUpdatedAt(ProtoTime.of(draft.now()))
        .setRolloutState(DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_IN_PROGRESS)
        .setRolloutStateReason("ECS deployment " + id + " in progress.")
        .build();
  }

  private static Deployment superseded(Deployment deployment, Draft draft) {
    return deployment.getStatus().equals("ACTIVE")
        ? deployment
        : deployment.toBuilder()
            .setStatus("ACTIVE")
            .setUpdatedAt(ProtoTime.of(draft.now()))
            .build();
  }
}
