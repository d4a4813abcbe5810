package io.fairlead.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.ecs.AvailabilityZoneRebalancing;
import io.fairlead.proto.ecs.AwsVpcConfiguration;
import io.fairlead.proto.ecs.CapacityProviderStrategyItem;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeploymentCircuitBreaker;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DeploymentController;
import io.fairlead.proto.ecs.DeploymentControllerType;
import io.fairlead.proto.ecs.DeploymentStrategy;
import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.LaunchType;
import io.fairlead.proto.ecs.ListServicesRequest;
import io.fairlead.proto.ecs.ListServicesResponse;
import io.fairlead.proto.ecs.LoadBalancer;
import io.fairlead.proto.ecs.NetworkConfiguration;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.PlacementStrategyType;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.ServiceField;
import io.fairlead.proto.ecs.ServiceRegistry;
import io.fairlead.proto.ecs.Tag;
import io.fairlead.proto.ecs.TaskDefinitionStatus;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServicesTest {
  private final ServiceWorld world = new ServiceWorld(2);

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("serviceName", request -> request.setServiceName("a b")),
        refusal("TaskDefinition can not be blank", request -> request.clearTaskDefinition()),
        refusal("desiredCount", request -> request.clearDesiredCount()),
        refusal("desiredCount", request -> request.setDesiredCount(-1)),
        refusal(
            "daemon scheduling strategy",
            request ->
                request.setSchedulingStrategy(SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON)),
        refusal(
            "cannot be 100",
            request -> request.setDeploymentConfiguration(ServiceWorld.limits(100, 100))),
        refusal(
            "cannot be 100",
            request ->
                request.setDeploymentConfiguration(
                    DeploymentConfiguration.newBuilder().setMaximumPercent(100))),
        refusal(
            "maximumPercent",
            request -> request.setDeploymentConfiguration(ServiceWorld.limits(0, 99))),
        refusal(
            "minimumHealthyPercent",
            request -> request.setDeploymentConfiguration(ServiceWorld.limits(101, 200))),
        refusal("clientToken", request -> request.setClientToken("x".repeat(37))),
        refusal("aws:", request -> request.addTags(Tag.newBuilder().setKey("aws:x"))),
        refusal(
            "launchType FARGATE", request -> request.setLaunchType(LaunchType.LAUNCH_TYPE_FARGATE)),
        refusal(
            "loadBalancers",
            request -> request.addLoadBalancers(LoadBalancer.getDefaultInstance())),
        refusal(
            "serviceRegistries",
            request -> request.addServiceRegistries(ServiceRegistry.getDefaultInstance())),
        refusal(
            "capacityProviderStrategy",
            request ->
                request.addCapacityProviderStrategy(
                    CapacityProviderStrategyItem.getDefaultInstance())),
        refusal(
            "networkConfiguration",
            request ->
                request.setNetworkConfiguration(
                    NetworkConfiguration.newBuilder()
                        .setAwsvpcConfiguration(AwsVpcConfiguration.getDefaultInstance()))),
        refusal(
            "availabilityZoneRebalancing",
            request ->
                request.setAvailabilityZoneRebalancing(
                    AvailabilityZoneRebalancing.AVAILABILITY_ZONE_REBALANCING_ENABLED)),
        refusal(
            "deploymentController",
            request ->
                request.setDeploymentController(
                    DeploymentController.newBuilder()
                        .setType(DeploymentControllerType.DEPLOYMENT_CONTROLLER_TYPE_EXTERNAL))),
        refusal(
            "deploymentCircuitBreaker",
            request ->
                request.setDeploymentConfiguration(
                    DeploymentConfiguration.newBuilder()
                        .setDeploymentCircuitBreaker(
                            DeploymentCircuitBreaker.newBuilder().setEnable(true)))),
        refusal(
            "strategy",
            request ->
                request.setDeploymentConfiguration(
                    DeploymentConfiguration.newBuilder()
                        .setStrategy(DeploymentStrategy.DEPLOYMENT_STRATEGY_BLUE_GREEN))));
  }

  private static Arguments refusal(
      String member, UnaryOperator<CreateServiceRequest.Builder> change) {
    return Arguments.of(member, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatIsWrongIsRefusedByName(
      String member, UnaryOperator<CreateServiceRequest.Builder> change) {
    CreateServiceRequest request = change.apply(ServiceWorld.request(1)).build();
    Rejection rejection = world.cluster.refused(world.cluster.call(request, ServiceWorld.plain(1)));
    assertThat(rejection.message()).contains(member);
    assertThat(world.cluster.last().changes()).isEmpty();
  }

  @Test
  void whatAsksForNothingPasses() {
    Service service =
        world.create(
            ServiceWorld.request(1)
                .setNetworkConfiguration(NetworkConfiguration.getDefaultInstance())
                .setAvailabilityZoneRebalancing(
                    AvailabilityZoneRebalancing.AVAILABILITY_ZONE_REBALANCING_DISABLED)
                .setDeploymentConfiguration(
                    DeploymentConfiguration.newBuilder()
                        .setDeploymentCircuitBreaker(
                            DeploymentCircuitBreaker.newBuilder()
                                .setEnable(false)
                                .setRollback(false))),
            ServiceWorld.plain(1));
    assertThat(service.hasNetworkConfiguration()).as("no empty structure").isFalse();
    assertThat(service.getDeploymentConfiguration().getMaximumPercent()).isEqualTo(200);
    assertThat(service.getDeploymentConfiguration().getMinimumHealthyPercent()).isEqualTo(100);
    assertThat(service.getStatus()).isEqualTo("ACTIVE");
    assertThat(service.getServiceArn())
        .isEqualTo("arn:aws:ecs:us-east-1:000000000000:service/default/web");
  }

  @Test
  void aRevisionThatIsGoneOrUnknownIsRefused() {
    CreateServiceRequest request = ServiceWorld.request(1).build();
    assertThat(world.cluster.refused(world.cluster.call(request)).message())
        .isEqualTo("TaskDefinition not found.");
    assertThat(
            world
                .cluster
                .refused(
                    world.cluster.call(
                        request,
                        TestCluster.definition(
                            "app",
                            definition ->
                                definition.setStatus(
                                    TaskDefinitionStatus.TASK_DEFINITION_STATUS_INACTIVE))))
                .message())
        .isEqualTo("TaskDefinition is inactive");
  }

  @Test
  void theSameTokenMakesOneServiceAndTheSameNameNoSecondOne() {
    CreateServiceRequest.Builder request = ServiceWorld.request(1).setClientToken("t");
    world.create(request, ServiceWorld.plain(1));
    assertThat(world.create(request, ServiceWorld.plain(1)).getServiceName()).isEqualTo("web");
    assertThat(world.made()).isEqualTo(1);
    assertThat(refused(request.clone().setDesiredCount(2)).type())
        .isEqualTo(Rejection.Type.CONFLICT);
    assertThat(refused(ServiceWorld.request(1)).message())
        .isEqualTo("Creation of service was not idempotent.");
  }

  private Rejection refused(CreateServiceRequest.Builder request) {
    return world.cluster.refused(world.cluster.call(request.build(), ServiceWorld.plain(1)));
  }

  @Test
  void anEmptyListClearsAndAnAbsentOneLeaves() {
    world.create(
        ServiceWorld.request(1)
            .addPlacementConstraints(
                PlacementConstraint.newBuilder()
                    .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE))
            .addPlacementStrategy(
                PlacementStrategy.newBuilder()
                    .setType(PlacementStrategyType.PLACEMENT_STRATEGY_TYPE_RANDOM)),
        ServiceWorld.plain(1));

    Service kept = world.update(update -> update.setDesiredCount(2));
    assertThat(kept.getPlacementConstraintsCount()).isEqualTo(1);
    assertThat(kept.getPlacementStrategyCount()).isEqualTo(1);
    Service unconstrained = world.update(update -> update.addEmptyMembers("placementConstraints"));
    assertThat(unconstrained.getPlacementConstraintsCount()).isZero();
    assertThat(unconstrained.getPlacementStrategyCount()).isEqualTo(1);
    Service plain =
        world.update(
            update -> update.addEmptyMembers("placementStrategy").addEmptyMembers("loadBalancers"));
    assertThat(plain.getPlacementStrategyCount()).isZero();
  }

  @Test
  void aServiceIsDeletedWhenItsTasksHaveStoppedAndItsNameIsFreeThen() {
    world.create(ServiceWorld.request(2), ServiceWorld.plain(1));
    world.obey();
    DeleteServiceRequest delete = DeleteServiceRequest.newBuilder().setService("web").build();
    assertThat(world.cluster.refused(world.cluster.call(delete)).message())
        .isEqualTo("The service cannot be stopped while it is scaled above 0.");
    world.cluster.call(delete.toBuilder().setForce(true).build());
    assertThat(world.service().getStatus()).isEqualTo("DRAINING");
    assertThat(refused(ServiceWorld.request(1)).message())
        .isEqualTo("Unable to Start a service that is still Draining.");
    UpdateServiceRequest update = UpdateServiceRequest.newBuilder().setService("web").build();
    assertThat(world.cluster.refused(world.cluster.call(update)).type())
        .isEqualTo(Rejection.Type.SERVICE_NOT_ACTIVE);
    world.obey();
    assertThat(world.service().getStatus()).isEqualTo("INACTIVE");
    assertThat(world.service().getRunningCount()).isZero();
    assertThat(listed(ListServicesRequest.newBuilder()).getServiceArnsList()).isEmpty();

    world.create(ServiceWorld.request(1), ServiceWorld.plain(1));
    world.obey();
    assertThat(world.service().getRunningCount()).isEqualTo(1);
    assertThat(world.service().getEventsList()).hasSize(3);
  }

  @Test
  void aDeletedServiceIsForgottenInTheEnd() {
    world.create(ServiceWorld.request(0), ServiceWorld.plain(1));
    world.cluster.call(DeleteServiceRequest.newBuilder().setService("web").build());
    assertThat(world.service().getStatus()).isEqualTo("INACTIVE");
    world.pass(Due.KEPT);
    DescribeServicesResponse response = world.describe("web");
    assertThat(response.getServicesList()).isEmpty();
    assertThat(response.getFailures(0).getReason()).isEqualTo("MISSING");
    assertThat(response.getFailures(0).getArn())
        .isEqualTo("arn:aws:ecs:us-east-1:000000000000:service/default/web");
  }

  @Test
  void tagsAreShownWhenAskedFor() {
    world.create(
        ServiceWorld.request(1).addTags(Tag.newBuilder().setKey("team").setValue("a")),
        ServiceWorld.plain(1));
    assertThat(world.service().getTagsList()).isEmpty();
    DescribeServicesRequest request =
        DescribeServicesRequest.newBuilder()
            .addServices("arn:aws:ecs:us-east-1:000000000000:service/default/web")
            .addInclude(ServiceField.SERVICE_FIELD_TAGS)
            .build();
    assertThat(
            world
                .cluster
                .done(DescribeServicesResponse.class, world.cluster.call(request))
                .getServices(0)
                .getTagsList())
        .hasSize(1);
  }

  @Test
  void listsInPagesOfTenWithFilters() {
    for (int i = 0; i < 12; i++) {
      world.create(
          ServiceWorld.request(0).setServiceName("s%02d".formatted(i)), ServiceWorld.plain(1));
    }
    world.create(ServiceWorld.daemon().setServiceName("watch"), ServiceWorld.plain(1));
    ListServicesResponse first = listed(ListServicesRequest.newBuilder());
    assertThat(first.getServiceArnsList()).hasSize(10);
    ListServicesResponse second =
        listed(ListServicesRequest.newBuilder().setNextToken(first.getNextToken()));
    assertThat(second.getServiceArnsList()).hasSize(3);
    assertThat(second.hasNextToken()).isFalse();
    assertThat(
            listed(
                    ListServicesRequest.newBuilder()
                        .setSchedulingStrategy(SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON))
                .getServiceArnsList())
        .containsExactly("arn:aws:ecs:us-east-1:000000000000:service/default/watch");
    assertThat(
            listed(ListServicesRequest.newBuilder().setLaunchType(LaunchType.LAUNCH_TYPE_EXTERNAL))
                .getServiceArnsList())
        .isEmpty();
  }

  private ListServicesResponse listed(ListServicesRequest.Builder request) {
    return world.cluster.done(ListServicesResponse.class, world.cluster.call(request.build()));
  }
}
