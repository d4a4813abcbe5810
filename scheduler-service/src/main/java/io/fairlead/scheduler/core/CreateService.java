package io.fairlead.scheduler.core;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.Realm;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.CreateServiceResponse;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DeploymentController;
import io.fairlead.proto.ecs.DeploymentControllerType;
import io.fairlead.proto.ecs.DeploymentStrategy;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.PropagateTags;
import io.fairlead.proto.ecs.ResourceManagementType;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.ServiceRecord;
import io.fairlead.proto.state.TaskDefinitionRecord;
import io.fairlead.scheduler.core.Decision.Done;
import io.fairlead.scheduler.core.Decision.Refused;
import io.fairlead.scheduler.core.Decision.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CreateService: the service comes into being; its tasks follow when it is reconciled. */
record CreateService(Realm realm, Draft draft) {
  private static final String OPERATION = "CreateService";

  Reply create(CreateServiceRequest request, Optional<TaskDefinitionRecord> definition) {
    String token = request.getClientToken();
    CreateServiceRequest parameters = request.toBuilder().clearClientToken().build();
    return new Tokens(draft)
        .made(OPERATION, token, parameters)
        .reply(made -> made.flatMap(this::again).orElseGet(() -> first(request, definition)));
  }

  private Optional<Reply> again(List<String> arns) {
    return draft
        .state()
        .service(Arn.nameOf(arns.getFirst()))
        .filter(record -> record.getService().getStatus().equals("ACTIVE"))
        .map(this::reply);
  }

  private Reply first(CreateServiceRequest request, Optional<TaskDefinitionRecord> definition) {
    Optional<Rejection> refusal =
        Stream.concat(UnsupportedServiceMembers.of(request), ServiceChecks.of(request))
            .findFirst()
            .or(() -> LaunchChecks.launchType(request.getLaunchType()))
            .or(() -> TagRules.complaint(request.getTagsList()).map(Rejection::invalid))
            .or(() -> LaunchChecks.definition(definition))
            .or(() -> taken(request.getServiceName()));
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    ServiceRecord record = record(request, definition.orElseThrow());
    Optional<Rejection> contradiction =
        ServiceChecks.configuration(record.getService().getDeploymentConfiguration()).findFirst();
    return contradiction
        .<Reply>map(Refused::new)
        .orElseGet(() -> make(request, record, definition.orElseThrow()));
  }

  private Optional<Rejection> taken(String name) {
    return draft
        .state()
        .service(name)
        .flatMap(
            known ->
                switch (known.getService().getStatus()) {
                  case "ACTIVE" ->
                      Optional.of(Rejection.invalid("Creation of service was not idempotent."));
                  case "DRAINING" ->
                      Optional.of(
                          Rejection.invalid("Unable to Start a service that is still Draining."));
                  default -> Optional.empty();
                });
  }

  private Reply make(
      CreateServiceRequest request, ServiceRecord record, TaskDefinitionRecord definition) {
    String arn = record.getService().getServiceArn();
    if (draft.state().service(request.getServiceName()).isPresent()) {
      draft.forget(Forget.newBuilder().setServiceArn(arn).build());
    }
    draft.use(definition);
    draft.put(record);
    new Tokens(draft)
        .keep(
            OPERATION,
            request.getClientToken(),
            request.toBuilder().clearClientToken().build(),
            List.of(arn));
    new ServiceEvents(draft, request.getServiceName())
        .deploymentBegun(Reach.primary(record).getId());
    return reply(record);
  }

  private Reply reply(ServiceRecord record) {
    return new Done(
        CreateServiceResponse.newBuilder()
            .setService(ServiceViews.of(draft.state(), record, true))
            .build());
  }

  private ServiceRecord record(CreateServiceRequest request, TaskDefinitionRecord definition) {
    boolean daemon =
        request.getSchedulingStrategy() == SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON;
    Service.Builder service =
        Service.newBuilder()
            .setServiceArn(realm.service(draft.state().name(), request.getServiceName()))
            .setServiceName(request.getServiceName())
            .setClusterArn(realm.cluster(draft.state().name()))
            .setStatus("ACTIVE")
            .setDesiredCount(request.getDesiredCount())
            .setLaunchType(
                request.hasLaunchType() ? request.getLaunchType() : LaunchType.LAUNCH_TYPE_EC2)
            .setSchedulingStrategy(
                daemon
                    ? SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON
                    : SchedulingStrategy.SCHEDULING_STRATEGY_REPLICA)
            .setDeploymentController(
                DeploymentController.newBuilder()
                    .setType(DeploymentControllerType.DEPLOYMENT_CONTROLLER_TYPE_ECS))
            .setDeploymentConfiguration(
                defaults(daemon).mergeFrom(request.getDeploymentConfiguration()))
            .setCreatedAt(ProtoTime.of(draft.now()))
            .setEnableEcsManagedTags(request.getEnableEcsManagedTags())
            .setEnableExecuteCommand(request.getEnableExecuteCommand())
            .setPropagateTags(
                request.hasPropagateTags()
                    ? request.getPropagateTags()
                    : PropagateTags.PROPAGATE_TAGS_NONE)
            .setResourceManagementType(ResourceManagementType.RESOURCE_MANAGEMENT_TYPE_CUSTOMER)
            .addAllPlacementConstraints(request.getPlacementConstraintsList())
            .addAllPlacementStrategy(request.getPlacementStrategyList())
            .addAllTags(request.getTagsList());
    if (request.hasHealthCheckGracePeriodSeconds()) {
      service.setHealthCheckGracePeriodSeconds(request.getHealthCheckGracePeriodSeconds());
    }
    if (request.hasAvailabilityZoneRebalancing()) {
      service.setAvailabilityZoneRebalancing(request.getAvailabilityZoneRebalancing());
    }
    return NewDeployment.of(
        ServiceRecord.newBuilder().setService(service).build(), definition, draft);
  }

  /** 200 and 100 percent for REPLICA, 100 and 0 for DAEMON, as in ECS. */
  private static DeploymentConfiguration.Builder defaults(boolean daemon) {
    return DeploymentConfiguration.newBuilder()
        .setMaximumPercent(daemon ? 100 : 200)
        .setMinimumHealthyPercent(daemon ? 0 : 100)
        .setStrategy(DeploymentStrategy.DEPLOYMENT_STRATEGY_ROLLING);
  }
}
