package io.fairlead.cli;

import io.fairlead.proto.ecs.Deployment;
import io.fairlead.proto.ecs.DeploymentRolloutState;
import io.fairlead.proto.ecs.Service;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands after which a service has to settle, and the waiting. */
final class Stability {
  @Option(
      names = {"-w", "--wait"},
      description = "Wait until it is stable, with live progress on standard error.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      defaultValue = "5m",
      description = "With --wait: at most so long (default: ${DEFAULT-VALUE}).")
  Ago timeout = new Ago(Duration.ofMinutes(5));

  /** The service as it is at the end; at once where nobody waits. */
  Service settle(Client client, Service service) {
    return wait ? await(client, service.getServiceName(), timeout.duration()) : service;
  }

  /** Waits for one deployment with as many running tasks as desired. */
  static Service await(Client client, String name, Duration patience) {
    LiveLine line = new LiveLine(System.err);
    Service stable =
        new Polling(patience)
            .until(
                () -> shown(line, new Services(client).get(name)),
                service -> stable(service) || failed(service).isPresent(),
                name + " is not stable",
                "See: fairlead explain " + name);
    line.end();
    failed(stable)
        .ifPresent(
            why -> {
              throw CommandFailure.failed(
                  "the deployment of " + name + " failed: " + why, "See: fairlead explain " + name);
            });
    return stable;
  }

  /** As the SDKs' waiter ServicesStable has it. */
  static boolean stable(Service service) {
    return service.getDeploymentsCount() == 1
        && service.getRunningCount() == service.getDesiredCount();
  }

  private static Optional<String> failed(Service service) {
    return service.getDeploymentsList().stream()
        .filter(
            it -> it.getRolloutState() == DeploymentRolloutState.DEPLOYMENT_ROLLOUT_STATE_FAILED)
        .findFirst()
        .map(Deployment::getRolloutStateReason);
  }

  private static Service shown(LiveLine line, Service service) {
    line.show(
        "%s: %d of %d running, %d pending%s"
            .formatted(
                service.getServiceName(),
                service.getRunningCount(),
                service.getDesiredCount(),
                service.getPendingCount(),
                service.getDeploymentsCount() > 1
                    ? ", " + service.getDeploymentsCount() + " deployments"
                    : ""));
    return service;
  }
}
