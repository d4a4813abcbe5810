package io.fairlead.scheduler.core;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.ecs.UpdateServiceResponse;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * UpdateService: another task definition, or {@code forceNewDeployment}, makes a new deployment;
 * everything else holds from the next task on.
 */
record UpdateService(Draft draft, ServiceNames names) {

  Reply update(UpdateServiceRequest request, Optional<TaskDefinitionRecord> definition) {
    return names.find(request.getService()).reply(record -> update(record, request, definition));
  }

  private Reply update(
      ServiceRecord before,
      UpdateServiceRequest request,
      Optional<TaskDefinitionRecord> definition) {
    if (!before.getService().getStatus().equals("ACTIVE")) {
      return new Refused(
          new Rejection(Rejection.Type.SERVICE_NOT_ACTIVE, "Service was not ACTIVE."));
    }
    Service changed = changed(before.getService(), request);
    Optional<Rejection> refusal =
        Stream.of(
                UnsupportedServiceMembers.of(request),
                ServiceChecks.of(request, Reach.isDaemon(before)),
                ServiceChecks.configuration(changed.getDeploymentConfiguration()))
            .flatMap(found -> found)
            .findFirst()
            .or(
                () ->
                    request.hasTaskDefinition()
                        ? LaunchChecks.definition(definition)
                        : Optional.empty());
    return refusal
        .<Reply>map(Refused::new)
        .orElseGet(() -> apply(before, changed, request, definition));
  }

  private Reply apply(
      ServiceRecord before,
      Service changed,
      UpdateServiceRequest request,
      Optional<TaskDefinitionRecord> definition) {
    ServiceRecord next = before.toBuilder().setService(changed).build();
    TaskDefinitionRecord wanted = definition.orElseGet(() -> current(before));
    boolean redeploys =
        request.getForceNewDeployment()
            || !wanted
                .getDefinition()
                .getTaskDefinitionArn()
                .equals(before.getService().getTaskDefinition());
    if (redeploys) {
      draft.use(wanted);
      next = NewDeployment.of(next, wanted, draft);
      new ServiceEvents(draft, changed.getServiceName())
          .deploymentBegun(Reach.primary(next).getId());
    }
    draft.put(next);
    return new Done(
        UpdateServiceResponse.newBuilder()
            .setService(ServiceViews.of(draft.state(), next, true))
            .build());
  }

  private TaskDefinitionRecord current(ServiceRecord record) {
    return draft.state().definition(record.getService().getTaskDefinition()).orElseThrow();
  }

  private Service changed(Service before, UpdateServiceRequest request) {
    Service.Builder service = before.toBuilder();
    service.getDeploymentConfigurationBuilder().mergeFrom(request.getDeploymentConfiguration());
    if (request.hasDesiredCount() && request.getDesiredCount() != before.getDesiredCount()) {
      service.setDesiredCount(request.getDesiredCount());
      service
          .getDeploymentsBuilder(0)
          .setDesiredCount(request.getDesiredCount())
          .setUpdatedAt(ProtoTime.of(draft.now()));
    }
    if (request.hasEnableExecuteCommand()) {
      service.setEnableExecuteCommand(request.getEnableExecuteCommand());
    }
    if (request.hasEnableEcsManagedTags()) {
      service.setEnableEcsManagedTags(request.getEnableEcsManagedTags());
    }
    if (request.hasPropagateTags()) {
      service.setPropagateTags(request.getPropagateTags());
    }
    if (request.hasHealthCheckGracePeriodSeconds()) {
      service.setHealthCheckGracePeriodSeconds(request.getHealthCheckGracePeriodSeconds());
    }
    if (request.hasAvailabilityZoneRebalancing()) {
      service.setAvailabilityZoneRebalancing(request.getAvailabilityZoneRebalancing());
    }
    if (request.getPlacementConstraintsCount() > 0 || empties(request, "placementConstraints")) {
      service.clearPlacementConstraints();
      service.addAllPlacementConstraints(request.getPlacementConstraintsList());
    }
    if (request.getPlacementStrategyCount() > 0 || empties(request, "placementStrategy")) {
      service.clearPlacementStrategy().addAllPlacementStrategy(request.getPlacementStrategyList());
    }
    return service.build();
  }

  /** Whether a list is given and empty, which clears; an absent one leaves things as they are. */
  private static boolean empties(UpdateServiceRequest request, String list) {
    return request.getEmptyMembersList().contains(list);
  }
}
