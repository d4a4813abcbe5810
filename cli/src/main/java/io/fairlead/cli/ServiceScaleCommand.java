package io.fairlead.cli;

import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.UpdateServiceRequest;
import io.fairlead.proto.ecs.UpdateServiceResponse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes how many tasks a service has. */
@Command(
    name = "scale",
    description = "Change how many tasks a service has.",
    mixinStandardHelpOptions = true)
final class ServiceScaleCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Stability stability = new Stability();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name or ARN.")
  String name = "";

  @Parameters(index = "1", paramLabel = "COUNT", description = "How many tasks.")
  int count;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      Service updated =
          client
              .ecs()
              .updateService(
                  UpdateServiceRequest.newBuilder()
                      .setCluster(target.cluster)
                      .setService(name)
                      .setDesiredCount(count)
                      .build())
              .getService();
      Service service = stability.settle(client, updated);
      target.show(
          UpdateServiceResponse.newBuilder().setService(service).build(),
          () -> ServiceTable.of(List.of(service)));
    }
    return ExitCode.OK.number();
  }
}
