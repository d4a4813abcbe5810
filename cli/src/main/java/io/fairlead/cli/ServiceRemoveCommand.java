package io.fairlead.cli;

import io.fairlead.proto.ecs.DeleteServiceRequest;
import io.fairlead.proto.ecs.DeleteServiceResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a service. */
@Command(
    name = "rm",
    description = "Delete a service; its tasks are stopped.",
    mixinStandardHelpOptions = true)
final class ServiceRemoveCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(paramLabel = "SERVICE", description = "Name or ARN.")
  String name = "";

  @Option(names = "--force", description = "Also when its count is not 0.")
  boolean force;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      DeleteServiceResponse answer =
          client
              .ecs()
              .deleteService(
                  DeleteServiceRequest.newBuilder()
                      .setCluster(target.cluster)
                      .setService(name)
                      .setForce(force)
                      .build());
      if (target.json()) {
        ApiJson.print(answer);
      } else {
        System.out.println(name + " is " + answer.getService().getStatus());
      }
    }
    return ExitCode.OK.number();
  }
}
