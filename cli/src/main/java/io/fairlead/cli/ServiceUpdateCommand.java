package io.fairlead.cli;

import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.ecs.UpdateServiceResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a service: another task definition, another count, or all tasks anew. */
@Command(
    name = "update",
    description = "Deploy another task definition, change the count, or start all tasks anew.",
    mixinStandardHelpOptions = true)
final class ServiceUpdateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Stability stability = new Stability();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name or ARN.")
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
      description = "How many tasks.")
  Optional<Integer> count = Optional.empty();

  @Option(names = "--force", description = "Start all tasks anew, though nothing else changes.")
  boolean force;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      UpdateServiceRequest.Builder request =
          UpdateServiceRequest.newBuilder().setCluster(target.cluster).setService(name);
      file.map(path -> new TaskDefinitions(client).register(path).getTaskDefinitionArn())
          .or(() -> definition)
          .ifPresent(request::setTaskDefinition);
      count.ifPresent(request::setDesiredCount);
      if (force) {
        request.setForceNewDeployment(true);
      }
      Service updated = client.ecs().updateService(request.build()).getService();
      Service service = stability.settle(client, updated);
      if (target.json()) {
        ApiJson.print(UpdateServiceResponse.newBuilder().setService(service).build());
      } else {
        ServiceTable.of(List.of(service)).print(System.out);
      }
    }
    return ExitCode.OK.number();
  }
}
