package io.fairlead.cli;

import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.Service;
import java.util.List;
import java.util.stream.Collectors;

/** Services as rows. */
final class ServiceTable {
  private ServiceTable() {}

  static Table of(List<Service> services) {
    Table table =
        new Table(
            "SERVICE", "STATUS", "DEFINITION", "DESIRED", "RUNNING", "PENDING", "DEPLOYMENTS");
    for (Service service : services) {
      table.row(
          service.getServiceName(),
          service.getStatus(),
          Words.name(service.getTaskDefinition()),
          Integer.toString(service.getDesiredCount()),
          Integer.toString(service.getRunningCount()),
          Integer.toString(service.getPendingCount()),
          deployments(service));
    }
    return table;
  }

  private static String deployments(Service service) {
    return Words.orDash(
        service.getDeploymentsList().stream()
            .map(ServiceTable::deployment)
            .collect(Collectors.joining(", ")));
  }

  private static String deployment(Deployment deployment) {
    String state =
        switch (deployment.getRolloutState()) {
          case DEPLOYMENT_ROLLOUT_STATE_COMPLETED -> "completed";
          case DEPLOYMENT_ROLLOUT_STATE_FAILED -> "failed";
          case DEPLOYMENT_ROLLOUT_STATE_IN_PROGRESS -> "in progress";
          case DEPLOYMENT_ROLLOUT_STATE_UNSPECIFIED, UNRECOGNIZED -> "-";
        };
    return deployment.getStatus() + " " + state;
  }
}
