package io.fairlead.cli;

import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.Service;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists services. */
@Command(name = "ls", description = "List services.", mixinStandardHelpOptions = true)
final class ServiceListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      List<Service> services = new Services(client).list();
      target.show(
          DescribeServicesResponse.newBuilder().addAllServices(services).build(),
          () -> ServiceTable.of(services));
    }
    return ExitCode.OK.number();
  }
}
