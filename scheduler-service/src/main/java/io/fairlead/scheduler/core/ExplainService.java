package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.ExplainResponse;
import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.state.DeploymentProgress;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.placement.PlacementRequest;
import io.fairlead.scheduler.core.placement.Shape;
import java.util.Collection;

/**
 * Why a service's tasks are where they are, and what keeps the missing ones from being anywhere.
 */
record ExplainService(Draft draft, ServiceTasks tasks, ServiceRecord record) {
  private static final int EVENTS = 3;

  ExplainResponse response() {
    Service service = record.getService();
    Collection<TaskRecord> own = draft.state().tasksOf(service.getServiceName());
    ExplainResponse.Builder response =
        ExplainResponse.newBuilder().setResourceArn(service.getServiceArn());
    own.stream().map(Explain::explained).forEach(response::addTasks);
    if (service.getDeploymentsCount() == 0) {
      return response.setSummary("It is " + service.getStatus() + " and wants no tasks.").build();
    }
    Reach reach = Reach.of(draft.state(), tasks, record);
    long running = own.stream().filter(TaskHealth::running).count();
    response.setSummary(
        running + " of " + reach.desired() + " tasks run" + waiting(reach, own) + ".");
    facts(response, reach);
    if (own.size() < reach.desired()) {
      instances(response);
    }
    return response.build();
  }

  private String waiting(Reach reach, Collection<TaskRecord> own) {
    if (own.size() >= reach.desired()) {
      return "";
    }
    if (record.getProgress(0).hasRetryAt()) {
      return "; the next start waits until "
          + ProtoTime.instant(record.getProgress(0).getRetryAt());
    }
    DeploymentImages images = DeploymentImages.of(draft.state(), record, record.getProgress(0));
    if (!own.isEmpty() && images.allowance(own.size()) == 0) {
      return "; the others wait until the first one's agent tells which images the tags stand for";
    }
    return record.getPlacementComplaint().isEmpty()
        ? ""
        : "; the others have no place: " + record.getPlacementComplaint();
  }

  private void facts(ExplainResponse.Builder response, Reach reach) {
    DeploymentLimits limits =
        DeploymentLimits.of(reach.desired(), record.getService().getDeploymentConfiguration());
    response.addFacts(
        "While tasks are exchanged, at least "
            + limits.min()
            + " stay healthy and at most "
            + limits.max()
            + " exist.");
    for (int i = 0; i < record.getService().getDeploymentsCount(); i++) {
      response.addFacts(deployment(record.getService().getDeployments(i)));
    }
    DeploymentProgress progress = record.getProgress(0);
    if (progress.getConsecutiveFailures() > 0) {
      response.addFacts(
          progress.getConsecutiveFailures() + " tasks in a row have failed at their start.");
    }
    draft.state().events(record.getService().getServiceName()).stream()
        .limit(EVENTS)
        .map(ServiceEvent::getMessage)
        .forEach(response::addFacts);
  }

  private static String deployment(Deployment deployment) {
    return "Deployment "
        + deployment.getId()
        + " is "
        + deployment.getStatus()
        + " with "
        + deployment.getTaskDefinition()
        + ".";
  }

  private void instances(ExplainResponse.Builder response) {
    PlacementRequest request = tasks.request(record, Reach.primary(record));
    response.addFacts("Each task takes " + Fit.demand(request.demand()) + ".");
    Shape shape = Shape.of(request);
    draft.state().instances().stream()
        .map(instance -> Fit.explained(instance, request, shape))
        .forEach(response::addInstances);
  }
}
