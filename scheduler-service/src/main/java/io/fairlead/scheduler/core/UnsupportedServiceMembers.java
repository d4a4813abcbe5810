package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.LaunchChecks.unsupportedIf;

import io.fairlead.proto.ecs.AvailabilityZoneRebalancing;
import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeploymentAlarms;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.DeploymentController;
import io.fairlead.proto.ecs.DeploymentControllerType;
import io.fairlead.proto.ecs.DeploymentStrategy;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import java.util.stream.Stream;

/**
 * Members of CreateService and UpdateService whose features do not exist yet: each is refused by
 * its name. What asks for nothing (an empty structure, a switch set to off) passes.
 */
final class UnsupportedServiceMembers {
  private UnsupportedServiceMembers() {}

  static Stream<Rejection> of(CreateServiceRequest request) {
    return Stream.of(
            unsupportedIf(request.hasRole(), "role"),
            unsupportedIf(request.getLoadBalancersCount() > 0, "loadBalancers"),
            unsupportedIf(request.getServiceRegistriesCount() > 0, "serviceRegistries"),
            unsupportedIf(
                request.getServiceConnectConfiguration().getEnabled(),
                "serviceConnectConfiguration"),
            unsupportedIf(request.getVolumeConfigurationsCount() > 0, "volumeConfigurations"),
            unsupportedIf(
                request.getVpcLatticeConfigurationsCount() > 0, "vpcLatticeConfigurations"),
            unsupportedIf(
                request.getCapacityProviderStrategyCount() > 0, "capacityProviderStrategy"),
            unsupportedIf(request.hasPlatformVersion(), "platformVersion"),
            unsupportedIf(
                request.getNetworkConfiguration().hasAwsvpcConfiguration(), "networkConfiguration"),
            zones(request.getAvailabilityZoneRebalancing()),
            controller(request.getDeploymentController()),
            configuration(request.getDeploymentConfiguration()))
        .flatMap(found -> found);
  }

  static Stream<Rejection> of(UpdateServiceRequest request) {
    return Stream.of(
            unsupportedIf(request.getLoadBalancersCount() > 0, "loadBalancers"),
            unsupportedIf(request.getServiceRegistriesCount() > 0, "serviceRegistries"),
            unsupportedIf(
                request.getServiceConnectConfiguration().getEnabled(),
                "serviceConnectConfiguration"),
            unsupportedIf(request.getVolumeConfigurationsCount() > 0, "volumeConfigurations"),
            unsupportedIf(
                request.getVpcLatticeConfigurationsCount() > 0, "vpcLatticeConfigurations"),
            unsupportedIf(
                request.getCapacityProviderStrategyCount() > 0, "capacityProviderStrategy"),
            unsupportedIf(request.hasPlatformVersion(), "platformVersion"),
            unsupportedIf(
                request.getNetworkConfiguration().hasAwsvpcConfiguration(), "networkConfiguration"),
            zones(request.getAvailabilityZoneRebalancing()),
            controller(request.getDeploymentController()),
            configuration(request.getDeploymentConfiguration()))
        .flatMap(found -> found);
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
