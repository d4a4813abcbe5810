package io.fairlead.cli;

import io.fairlead.proto.ecs.DescribeTasksRequest;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.ListTasksRequest;
import io.fairlead.proto.ecs.ListTasksResponse;
import io.fairlead.proto.ecs.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds tasks: those of a cluster or service, or the one that is meant by an id. */
record Tasks(Client client) {
  private static final int PAGE = 100;

  /** All tasks that should run, or all that should not, of a service if one is given. */
  List<Task> list(Optional<String> service, DesiredStatus desired) {
    return describe(arns(service, desired));
  }

  private List<String> arns(Optional<String> service, DesiredStatus desired) {
    List<String> arns = new ArrayList<>();
    String next = "";
    do {
      var request =
          ListTasksRequest.newBuilder().setCluster(client.cluster()).setDesiredStatus(desired);
      service.ifPresent(request::setServiceName);
      if (!next.isEmpty()) {
        request.setNextToken(next);
      }
      ListTasksResponse page = client.ecs().listTasks(request.build());
      arns.addAll(page.getTaskArnsList());
      next = page.getNextToken();
    } while (!next.isEmpty());
    return arns;
  }

  List<Task> describe(List<String> arns) {
    List<Task> tasks = new ArrayList<>();
    for (int from = 0; from < arns.size(); from += PAGE) {
      List<String> page = arns.subList(from, Math.min(arns.size(), from + PAGE));
      tasks.addAll(describePage(page).getTasksList());
    }
    return tasks;
  }

  private DescribeTasksResponse describePage(List<String> arns) {
    return client
        .ecs()
        .describeTasks(
            DescribeTasksRequest.newBuilder()
                .setCluster(client.cluster())
                .addAllTasks(arns)
                .build());
  }

  /** The task with this ARN, id, or beginning of an id; empty where there is none. */
  Optional<Task> find(String text) {
    if (text.startsWith("arn:") || text.length() == 32) {
      return describePage(List.of(text)).getTasksList().stream().findFirst();
    }
    List<String> arns =
        new ArrayList<>(arns(Optional.empty(), DesiredStatus.DESIRED_STATUS_RUNNING));
    arns.addAll(arns(Optional.empty(), DesiredStatus.DESIRED_STATUS_STOPPED));
    List<String> fitting =
        arns.stream().filter(arn -> !text.isEmpty() && Words.name(arn).startsWith(text)).toList();
    if (fitting.size() > 1) {
      throw CommandFailure.usage(
          text + " is the beginning of " + fitting.size() + " tasks' ids", "Give more of it.");
    }
    return fitting.isEmpty() ? Optional.empty() : describe(fitting).stream().findFirst();
  }

  /** The same, for a command that needs one. */
  Task get(String text) {
    return find(text)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "no task " + text + " in cluster " + client.cluster(),
                    "See: fairlead ps --all"));
  }
}
