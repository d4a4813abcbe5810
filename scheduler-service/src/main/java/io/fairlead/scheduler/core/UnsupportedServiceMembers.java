package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.LaunchChecks.unsupportedIf;

import com.google.protobuf.Message;
import io.fairlead.proto.ecs.AvailabilityZoneRebalancing;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeploymentAlarms;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DeploymentController;
import io.fairlead.proto.ecs.DeploymentControllerType;
import io.fairlead.proto.ecs.DeploymentStrategy;
import io.fairlead.proto.ecs.NetworkConfiguration;
import io.fairlead.proto.ecs.ServiceConnectConfiguration;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Members of CreateService and UpdateService whose features do not exist yet: each is refused by
 * its name. What asks for nothing (an empty structure, a switch set to off) passes.
 */
final class UnsupportedServiceMembers {
  private static final List<String> WHATEVER_THEY_HOLD =
      List.of(
          "role",
          "loadBalancers",
          "serviceRegistries",
          "volumeConfigurations",
          "vpcLatticeConfigurations",
          "capacityProviderStrategy",
          "platformVersion");

  private UnsupportedServiceMembers() {}

  static Stream<Rejection> of(CreateServiceRequest request) {
    return of(
        request,
        request.getServiceConnectConfiguration(),
        request.getNetworkConfiguration(),
        request.getAvailabilityZoneRebalancing(),
        request.getDeploymentController(),
        request.getDeploymentConfiguration());
  }

  static Stream<Rejection> of(UpdateServiceRequest request) {
    return of(
        request,
        request.getServiceConnectConfiguration(),
        request.getNetworkConfiguration(),
        request.getAvailabilityZoneRebalancing(),
        request.getDeploymentController(),
        request.getDeploymentConfiguration());
  }

  private static Stream<Rejection> of(
      Message request,
      ServiceConnectConfiguration connect,
      NetworkConfiguration network,
      AvailabilityZoneRebalancing zones,
      DeploymentController controller,
      DeploymentConfiguration configuration) {
    return Stream.of(
            WHATEVER_THEY_HOLD.stream()
                .flatMap(member -> unsupportedIf(isSet(request, member), member)),
            unsupportedIf(connect.getEnabled(), "serviceConnectConfiguration"),
            unsupportedIf(network.hasAwsvpcConfiguration(), "networkConfiguration"),
            zones(zones),
            controller(controller),
            configuration(configuration))
        .flatMap(found -> found);
  }

  /** Whether the request has such a member, with anything in it. */
  private static boolean isSet(Message request, String member) {
    return request.getAllFields().keySet().stream()
        .anyMatch(field -> field.getJsonName().equals(member));
  }

  /** ECS rebalances by default; here a service is not rebalanced, and says so. */
  private static Stream<Rejection> zones(AvailabilityZoneRebalancing rebalancing) {
    return unsupportedIf(
        rebalancing == AvailabilityZoneRebalancing.AVAILABILITY_ZONE_REBALANCING_ENABLED,
        "availabilityZoneRebalancing ENABLED");
  }

  private static Stream<Rejection> controller(DeploymentController controller) {
    return unsupportedIf(
        controller.hasType()
            && controller.getType() != DeploymentControllerType.DEPLOYMENT_CONTROLLER_TYPE_ECS,
        "deploymentController other than ECS");
  }

  private static Stream<Rejection> configuration(DeploymentConfiguration configuration) {
    return Stream.of(
            unsupportedIf(
                configuration.hasStrategy()
                    && configuration.getStrategy()
                        != DeploymentStrategy.DEPLOYMENT_STRATEGY_ROLLING,
                "deploymentConfiguration.strategy other than ROLLING"),
            unsupportedIf(
                configuration.getDeploymentCircuitBreaker().getEnable(),
                "deploymentConfiguration.deploymentCircuitBreaker"),
            unsupportedIf(isOn(configuration.getAlarms()), "deploymentConfiguration.alarms"),
            unsupportedIf(
                configuration.getLifecycleHooksCount() > 0,
                "deploymentConfiguration.lifecycleHooks"),
            unsupportedIf(
                configuration.getBakeTimeInMinutes() > 0,
                "deploymentConfiguration.bakeTimeInMinutes"),
            unsupportedIf(
                configuration.hasLinearConfiguration(),
                "deploymentConfiguration.linearConfiguration"),
            unsupportedIf(
                configuration.hasCanaryConfiguration(),
                "deploymentConfiguration.canaryConfiguration"))
        .flatMap(found -> found);
  }

  private static boolean isOn(DeploymentAlarms alarms) {
    return alarms.getEnable() || alarms.getAlarmNamesCount() > 0;
  }
}
