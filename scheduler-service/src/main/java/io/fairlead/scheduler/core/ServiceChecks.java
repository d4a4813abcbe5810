package io.fairlead.scheduler.core;

import static io.fairlead.scheduler.core.LaunchChecks.invalidIf;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.DeploymentConfiguration;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.PlacementStrategy;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.scheduler.core.placement.Placer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a service's members must be; each check gives its "no", if any. */
final class ServiceChecks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final int LONGEST_TOKEN = 36;

  private ServiceChecks() {}

  static Stream<Rejection> of(CreateServiceRequest request) {
    boolean daemon =
        request.getSchedulingStrategy() == SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON;
    return Stream.of(
            invalidIf(
                !NAME.matcher(request.getServiceName()).matches(),
                "serviceName takes 1 to 255 letters, digits, hyphens and underscores."),
            invalidIf(
                request.getClientToken().length() > LONGEST_TOKEN,
                "clientToken takes up to " + LONGEST_TOKEN + " characters."),
            invalidIf(!request.hasTaskDefinition(), "TaskDefinition can not be blank."),
            invalidIf(
                !daemon && !request.hasDesiredCount(),
                "desiredCount is required with the scheduling strategy REPLICA."),
            count(daemon, request.hasDesiredCount(), request.getDesiredCount()),
            grace(request.getHealthCheckGracePeriodSeconds()),
            configuration(request.getDeploymentConfiguration()),
            placement(
                daemon, request.getPlacementConstraintsList(), request.getPlacementStrategyList()))
        .flatMap(found -> found);
  }

  static Stream<Rejection> of(UpdateServiceRequest request, boolean daemon) {
    return Stream.of(
            count(daemon, request.hasDesiredCount(), request.getDesiredCount()),
            grace(request.getHealthCheckGracePeriodSeconds()),
            placement(
                daemon, request.getPlacementConstraintsList(), request.getPlacementStrategyList()))
        .flatMap(found -> found);
  }

  private static Stream<Rejection> count(boolean daemon, boolean given, int count) {
    return Stream.concat(
        invalidIf(
            daemon && given,
            "The daemon scheduling strategy does not support a desired count for services. Remove"
                + " the desired count value and try again."),
        invalidIf(count < 0, "desiredCount must not be negative."));
  }

  private static Stream<Rejection> grace(int seconds) {
    return invalidIf(seconds < 0, "healthCheckGracePeriodSeconds must not be negative.");
  }

  /** With both at 100 nothing could ever be exchanged: ECS refuses that, too. */
  static Stream<Rejection> configuration(DeploymentConfiguration configuration) {
    int min = configuration.getMinimumHealthyPercent();
    int max = configuration.getMaximumPercent();
    return Stream.of(
            invalidIf(
                configuration.hasMinimumHealthyPercent() && (min < 0 || min > 100),
                "minimumHealthyPercent must be from 0 to 100."),
            invalidIf(
                configuration.hasMaximumPercent() && max < 100,
                "maximumPercent must be 100 or more."),
            invalidIf(
                min == 100 && max == 100,
                "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block"
                    + " deployments."))
        .flatMap(found -> found);
  }

  private static Stream<Rejection> placement(
      boolean daemon, List<PlacementConstraint> constraints, List<PlacementStrategy> strategies) {
    return Stream.of(
            invalidIf(
                daemon && !strategies.isEmpty(),
                "placementStrategy: a service with the scheduling strategy DAEMON takes none."),
            invalidIf(
                daemon && constraints.stream().anyMatch(ServiceChecks::isDistinct),
                "placementConstraints: a service with the scheduling strategy DAEMON takes memberOf"
                    + " only."),
            Placer.complaint(constraints, strategies).map(Rejection::invalid).stream())
        .flatMap(found -> found);
  }

  private static boolean isDistinct(PlacementConstraint constraint) {
    return constraint.getType()
        == PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE;
  }
}
