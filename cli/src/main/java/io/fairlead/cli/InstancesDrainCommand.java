package io.fairlead.cli;

import io.fairlead.proto.ecs.ContainerInstanceStatus;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateRequest;
import io.fairlead.proto.ecs.UpdateContainerInstancesStateResponse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the services' tasks off instances, or lets them come back. */
@Command(
    name = "drain",
    description = "Move services' tasks off instances; --undo lets tasks be placed there again.",
    mixinStandardHelpOptions = true)
final class InstancesDrainCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(
      arity = "1..*",
      paramLabel = "INSTANCE",
      description = "Id (or its beginning) or ARN.")
  List<String> instances = List.of();

  @Option(names = "--undo", description = "Make them ACTIVE again.")
  boolean undo;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      Instances finder = new Instances(client);
      UpdateContainerInstancesStateResponse answer =
          client
              .ecs()
              .updateContainerInstancesState(
                  UpdateContainerInstancesStateRequest.newBuilder()
                      .setCluster(target.cluster)
                      .addAllContainerInstances(instances.stream().map(finder::arn).toList())
                      .setStatus(status())
                      .build());
      Words.refuse(answer.getFailuresList(), "See: fairlead instances ls");
      if (target.json()) {
        ApiJson.print(answer);
      } else {
        answer
            .getContainerInstancesList()
            .forEach(
                it ->
                    System.out.println(
                        Words.shortId(it.getContainerInstanceArn()) + " is " + it.getStatus()));
      }
    }
    return ExitCode.OK.number();
  }

  private ContainerInstanceStatus status() {
    return undo
        ? ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_ACTIVE
        : ContainerInstanceStatus.CONTAINER_INSTANCE_STATUS_DRAINING;
  }
}
