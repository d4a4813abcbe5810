package io.fairlead.cli;

import io.fairlead.proto.ecs.Cluster;
import io.fairlead.proto.ecs.DescribeClustersRequest;
import io.fairlead.proto.ecs.DescribeClustersResponse;
import io.fairlead.proto.ecs.ListClustersRequest;
import io.fairlead.proto.ecs.ListClustersResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about clusters. */
@Command(
    name = "clusters",
    description = "List clusters.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ClustersCommand {

  @Command(name = "ls", description = "List clusters.", mixinStandardHelpOptions = true)
  int list(@Mixin Target target) {
    try (Client client = target.open()) {
      DescribeClustersResponse answer = describe(client);
      target.show(answer, () -> table(answer.getClustersList()));
    }
    return ExitCode.OK.number();
  }

  private static DescribeClustersResponse describe(Client client) {
    DescribeClustersResponse.Builder all = DescribeClustersResponse.newBuilder();
    String next = "";
    do {
      var request = ListClustersRequest.newBuilder();
      if (!next.isEmpty()) {
        request.setNextToken(next);
      }
      ListClustersResponse page = client.ecs().listClusters(request.build());
      all.mergeFrom(describe(client, page.getClusterArnsList()));
      next = page.getNextToken();
    } while (!next.isEmpty());
    return all.build();
  }

  private static DescribeClustersResponse describe(Client client, List<String> arns) {
    if (arns.isEmpty()) {
      return DescribeClustersResponse.getDefaultInstance();
    }
    return client
        .ecs()
        .describeClusters(DescribeClustersRequest.newBuilder().addAllClusters(arns).build());
  }

  private static Table table(List<Cluster> clusters) {
    Table table = new Table("CLUSTER", "STATUS", "INSTANCES", "SERVICES", "RUNNING", "PENDING");
    for (Cluster cluster : clusters) {
      table.row(
          cluster.getClusterName(),
          cluster.getStatus(),
          Integer.toString(cluster.getRegisteredContainerInstancesCount()),
          Integer.toString(cluster.getActiveServicesCount()),
          Integer.toString(cluster.getRunningTasksCount()),
          Integer.toString(cluster.getPendingTasksCount()));
    }
    return table;
  }
}
