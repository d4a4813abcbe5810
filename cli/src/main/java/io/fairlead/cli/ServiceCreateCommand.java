package io.fairlead.cli;

import io.fairlead.proto.ecs.CreateServiceRequest;
import io.fairlead.proto.ecs.CreateServiceResponse;
import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.SchedulingStrategy;
import io.fairlead.proto.ecs.Service;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a service. */
@Command(
    name = "create",
    description = "Create a service from a registered task definition or a file of one.",
    footer = {"", "For all that CreateService can: fairlead api CreateService @service.json"},
    mixinStandardHelpOptions = true)
final class ServiceCreateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Stability stability = new Stability();

  @Parameters(index = "0", paramLabel = "NAME", description = "The service's name.")
  String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEFINITION",
      description = "family, family:revision or ARN.")
  Optional<String> definition = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Register this task definition first and use it.")
  Optional<Path> file = Optional.empty();

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
    if (definition.isPresent() == file.isPresent()) {
      throw CommandFailure.usage(
          "give either a task definition or --file", "See: fairlead service create --help");
    }
    try (Client client = target.open()) {
      Service created = client.ecs().createService(request(client)).getService();
      Service service = stability.settle(client, created);
      if (target.json()) {
        ApiJson.print(CreateServiceResponse.newBuilder().setService(service).build());
      } else {
        ServiceTable.of(java.util.List.of(service)).print(System.out);
      }
    }
    return ExitCode.OK.number();
  }

  private CreateServiceRequest request(Client client) {
    CreateServiceRequest.Builder request =
        CreateServiceRequest.newBuilder()
            .setCluster(target.cluster)
            .setServiceName(name)
            .setTaskDefinition(
                file.map(path -> new TaskDefinitions(client).register(path).getTaskDefinitionArn())
                    .or(() -> definition)
                    .orElseThrow())
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
