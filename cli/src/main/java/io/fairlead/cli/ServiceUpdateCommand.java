package io.fairlead.cli;

import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.ecs.UpdateServiceResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes a service: another task definition, another count, or all tasks anew. */
@Command(
    name = "update",
    description = "Deploy another task definition, change the count, or start all tasks anew.",
    mixinStandardHelpOptions = true)
final class ServiceUpdateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Stability stability = new Stability();
  @Mixin DeployArguments arguments = new DeployArguments();

  @Option(
      names = {"-n", "--count"},
      description = "How many tasks.")
  Optional<Integer> count = Optional.empty();

  @Option(names = "--force", description = "Start all tasks anew, though nothing else changes.")
  boolean force;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      UpdateServiceRequest.Builder request =
          UpdateServiceRequest.newBuilder()
              .setCluster(target.cluster)
              .setService(arguments.service);
      arguments.definition(client).ifPresent(request::setTaskDefinition);
      count.ifPresent(request::setDesiredCount);
      if (force) {
        request.setForceNewDeployment(true);
      }
      Service updated = client.ecs().updateService(request.build()).getService();
      Service service = stability.settle(client, updated);
      target.show(
          UpdateServiceResponse.newBuilder().setService(service).build(),
          () -> ServiceTable.of(List.of(service)));
    }
    return ExitCode.OK.number();
  }
}
