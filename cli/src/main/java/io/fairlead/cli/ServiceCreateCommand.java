package io.fairlead.cli;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.CreateServiceResponse;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a service. */
@Command(
    name = "create",
    description = "Create a service from a registered task definition or a file of one.",
    footer = {"", "For all that CreateService can: fairlead api CreateService @service.json"},
    mixinStandardHelpOptions = true)
final class ServiceCreateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Stability stability = new Stability();
  @Mixin DeployArguments arguments = new DeployArguments();

  @Option(
      names = {"-n", "--count"},
      defaultValue = "1",
      description = "How many tasks (default: ${DEFAULT-VALUE}).")
  int count = 1;

  @Option(names = "--daemon", description = "One task on every instance instead.")
  boolean daemon;

  @Option(names = "--distinct", description = "No two tasks on one instance.")
  boolean distinct;

  @Option(names = "--exec", description = "Let `fairlead exec` into its tasks.")
  boolean exec;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      Service created = client.ecs().createService(request(client)).getService();
      Service service = stability.settle(client, created);
      target.show(
          CreateServiceResponse.newBuilder().setService(service).build(),
          () -> ServiceTable.of(List.of(service)));
    }
    return ExitCode.OK.number();
  }

  private CreateServiceRequest request(Client client) {
    CreateServiceRequest.Builder request =
        CreateServiceRequest.newBuilder()
            .setCluster(target.cluster)
            .setServiceName(arguments.service)
            .setTaskDefinition(
                arguments
                    .definition(client)
                    .orElseThrow(
                        () ->
                            CommandFailure.usage(
                                "create needs a task definition or --file",
                                "See: fairlead service create --help")))
            .setEnableExecuteCommand(exec);
    if (daemon) {
      request.setSchedulingStrategy(SchedulingStrategy.SCHEDULING_STRATEGY_DAEMON);
    } else {
      request.setDesiredCount(count);
    }
    if (distinct) {
      request.addPlacementConstraints(
          PlacementConstraint.newBuilder()
              .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE));
    }
    return request.build();
  }
}
