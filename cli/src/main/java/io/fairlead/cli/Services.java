package io.fairlead.cli;

import io.fairlead.proto.ecs.DescribeServicesRequest;
import io.fairlead.proto.ecs.DescribeServicesResponse;
import io.fairlead.proto.ecs.ListServicesRequest;
import io.fairlead.proto.ecs.ListServicesResponse;
import io.fairlead.proto.ecs.Service;
import java.util.ArrayList;
import java.util.List;

/** Finds the services of a cluster. */
record Services(Client client) {
  private static final int PAGE = 10;

  List<Service> list() {
    List<String> arns = arns();
    List<Service> services = new ArrayList<>();
    for (int from = 0; from < arns.size(); from += PAGE) {
      List<String> page = arns.subList(from, Math.min(arns.size(), from + PAGE));
      services.addAll(describe(page).getServicesList());
    }
    return services;
  }

  private List<String> arns() {
    List<String> arns = new ArrayList<>();
    String next = "";
    do {
      var request =
          ListServicesRequest.newBuilder().setCluster(client.cluster()).setMaxResults(100);
      if (!next.isEmpty()) {
        request.setNextToken(next);
      }
      ListServicesResponse page = client.ecs().listServices(request.build());
      arns.addAll(page.getServiceArnsList());
      next = page.getNextToken();
    } while (!next.isEmpty());
    return arns;
  }

  private DescribeServicesResponse describe(List<String> services) {
    return client
        .ecs()
        .describeServices(
            DescribeServicesRequest.newBuilder()
                .setCluster(client.cluster())
                .addAllServices(services)
                .build());
  }

  /** The service of this name or ARN. */
  Service get(String name) {
    DescribeServicesResponse answer = describe(List.of(name));
    Words.refuse(answer.getFailuresList(), "See: fairlead service ls");
    return answer.getServices(0);
  }

  /** Whether there is a service of this name that was not deleted. */
  boolean exists(String name) {
    return describe(List.of(name)).getServicesList().stream()
        .anyMatch(service -> !service.getStatus().equals("INACTIVE"));
  }
}
