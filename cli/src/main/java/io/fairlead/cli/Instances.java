package io.fairlead.cli;

import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.DescribeContainerInstancesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesRequest;
import io.fairlead.proto.ecs.ListContainerInstancesResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the container instances of a cluster. */
record Instances(Client client) {
  private static final int PAGE = 100;

  List<ContainerInstance> list() {
    List<String> arns = arns();
    List<ContainerInstance> instances = new ArrayList<>();
    for (int from = 0; from < arns.size(); from += PAGE) {
      var request =
          DescribeContainerInstancesRequest.newBuilder()
              .setCluster(client.cluster())
              .addAllContainerInstances(arns.subList(from, Math.min(arns.size(), from + PAGE)));
      instances.addAll(
          client.ecs().describeContainerInstances(request.build()).getContainerInstancesList());
    }
    return instances;
  }

  /**
   * Waits until so many are connected.
   *
   * @throws CommandFailure when the time is up
   */
  void awaitConnected(int count, Duration within) {
    new Polling(within)
        .until(
            () -> list().stream().filter(ContainerInstance::getAgentConnected).count(),
            there -> there >= count,
            "not all of " + count + " instances are connected",
            "They go on trying. See: fairlead instances ls");
  }

  private List<String> arns() {
    List<String> arns = new ArrayList<>();
    String next = "";
    do {
      var request = ListContainerInstancesRequest.newBuilder().setCluster(client.cluster());
      if (!next.isEmpty()) {
        request.setNextToken(next);
      }
      ListContainerInstancesResponse page = client.ecs().listContainerInstances(request.build());
      arns.addAll(page.getContainerInstanceArnsList());
      next = page.getNextToken();
    } while (!next.isEmpty());
    return arns;
  }

  /** The ARN of the instance with this ARN, id, or beginning of an id. */
  String arn(String text) {
    List<String> fitting =
        arns().stream()
            .filter(
                arn -> arn.equals(text) || (!text.isEmpty() && Words.name(arn).startsWith(text)))
            .toList();
    if (fitting.size() != 1) {
      throw CommandFailure.failed(
          fitting.size() + " instances of cluster " + client.cluster() + " go by " + text,
          "See: fairlead instances ls");
    }
    return fitting.getFirst();
  }
}
