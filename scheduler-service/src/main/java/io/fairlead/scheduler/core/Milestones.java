package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a service has come to: older deployments that have no task left, a primary deployment that
 * is complete, a steady state. Whatever ends a deployment otherwise (a circuit breaker, say)
 * belongs here.
 */
record Milestones(
    Draft draft, ServiceEvents events, Reach reach, TaskHealth health, Roster roster) {

  void pass(ServiceRecord.Builder record) {
    dropDrained(record);
    count(record);
    boolean steady = roster.isSteady(reach.desired()) && isTrusted(record);
    if (steady) {
      forgive(record);
      complete(record);
    }
    if (steady && !record.getSteady()) {
      events.steady();
    }
    record.setSteady(steady);
  }

  /** After failures it is not enough that all tasks run: so they did before they failed. */
  private boolean isTrusted(ServiceRecord.Builder record) {
    return record.getProgress(0).getConsecutiveFailures() == 0 || allProven();
  }

  private boolean allProven() {
    return roster.incoming().tasks().noneMatch(health::onTrial);
  }

  private void dropDrained(ServiceRecord.Builder record) {
    Service.Builder service = record.getServiceBuilder();
    Set<String> present =
        draft.state().cohortsOf(service.getServiceName()).stream()
            .map(cohort -> cohort.like().getDeploymentId())
            .collect(Collectors.toSet());
    for (int i = service.getDeploymentsCount() - 1; i > 0; i--) {
      if (!present.contains(service.getDeployments(i).getId())) {
        service.removeDeployments(i);
        record.removeProgress(i);
      }
    }
  }

  /** A daemon's desired count follows the instances. */
  private void count(ServiceRecord.Builder record) {
    Service.Builder service = record.getServiceBuilder();
    if (service.getDesiredCount() != reach.desired()) {
      events.desiredCountUpdated(service.getDesiredCount(), reach.desired());
      service.setDesiredCount(reach.desired());
    }
    Deployment.Builder primary = service.getDeploymentsBuilder(0);
    if (primary.getDesiredCount() != reach.desired()) {
      primary.setDesiredCount(reach.desired()).setUpdatedAt(ProtoTime.of(draft.now()));
    }
  }

  /** Where every task has proved itself, old failures are forgotten. */
  private void forgive(ServiceRecord.Builder record) {
    DeploymentProgress progress = record.getProgress(0);
    DeploymentProgress fresh = Backoff.forgiven(progress);
    if (!progress.equals(fresh) && allProven()) {
      record.setProgress(0, fresh);
    }
  }

  private void complete(ServiceRecord.Builder record) {
    Deployment.Builder primary = record.getServiceBuilder().getDeploymentsBuilder(0);
    if (primary.getRolloutState() == DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_IN_PROGRESS) {
      primary
          .setRolloutState(DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_COMPLETED)
          .setRolloutStateReason("ECS deployment " + primary.getId() + " completed.")
          .setUpdatedAt(ProtoTime.of(draft.now()));
      events.deploymentCompleted(primary.getId());
    }
  }
}
