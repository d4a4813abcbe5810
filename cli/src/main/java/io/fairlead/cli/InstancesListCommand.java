package io.fairlead.cli;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.DescribeContainerInstancesResponse;
import io.fairlead.proto.ecs.Resource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists container instances with what of them is free. */
@Command(
    name = "ls",
    description = "List instances with what of them is free.",
    mixinStandardHelpOptions = true)
final class InstancesListCommand implements Callable<Integer> {
  private static final String ZONE = "ecs.availability-zone";

  @Mixin Target target = new Target();

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      List<ContainerInstance> instances = new Instances(client).list();
      target.show(
          DescribeContainerInstancesResponse.newBuilder()
              .addAllContainerInstances(instances)
              .build(),
          () -> table(instances));
    }
    return ExitCode.OK.number();
  }

  private static Table table(List<ContainerInstance> instances) {
    Table table =
        new Table(
            "INSTANCE", "STATUS", "AGENT", "ZONE", "RUNNING", "PENDING", "CPU FREE", "MIB FREE");
    for (ContainerInstance instance : instances) {
      table.row(
          Words.shortId(instance.getContainerInstanceArn()),
          instance.getStatus(),
          instance.getAgentConnected() ? "connected" : "away",
          zone(instance),
          Integer.toString(instance.getRunningTasksCount()),
          Integer.toString(instance.getPendingTasksCount()),
          free(instance, "CPU"),
          free(instance, "MEMORY"));
    }
    return table;
  }

  private static String zone(ContainerInstance instance) {
    return instance.getAttributesList().stream()
        .filter(attribute -> attribute.getName().equals(ZONE))
        .findFirst()
        .map(attribute -> attribute.getValue())
        .orElse("-");
  }

  private static String free(ContainerInstance instance, String name) {
    return amount(instance.getRemainingResourcesList(), name)
        + "/"
        + amount(instance.getRegisteredResourcesList(), name);
  }

  private static int amount(List<Resource> resources, String name) {
    return resources.stream()
        .filter(resource -> resource.getName().equals(name))
        .mapToInt(Resource::getIntegerValue)
        .sum();
  }
}
