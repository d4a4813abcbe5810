package io.fairlead.cli;

import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.DescribeTasksResponse;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists tasks. */
@Command(name = "ps", description = "List tasks.", mixinStandardHelpOptions = true)
final class PsCommand implements Callable<Integer> {
  @Mixin Target target = new Target();

  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only those of this service.")
  Optional<String> service = Optional.empty();

  @Option(
      names = {"-a", "--all"},
      description = "Also stopped tasks, with why they stopped.")
  boolean all;

  @Override
  public Integer call() {
    try (Client client = target.open()) {
      List<Task> tasks = tasks(new Tasks(client));
      target.show(
          DescribeTasksResponse.newBuilder().addAllTasks(tasks).build(),
          () -> table(tasks, Clock.systemUTC().instant()));
    }
    return ExitCode.OK.number();
  }

  private List<Task> tasks(Tasks finder) {
    List<Task> tasks = new ArrayList<>(finder.list(service, DesiredStatus.DESIRED_STATUS_RUNNING));
    if (all) {
      tasks.addAll(finder.list(service, DesiredStatus.DESIRED_STATUS_STOPPED));
    }
    tasks.sort(Comparator.comparing(task -> ProtoTime.instant(task.getCreatedAt())));
    return tasks;
  }

  private Table table(List<Task> tasks, Instant now) {
    Table table =
        all
            ? new Table("TASK", "DEFINITION", "GROUP", "STATUS", "INSTANCE", "PORTS", "AGE", "WHY")
            : new Table("TASK", "DEFINITION", "GROUP", "STATUS", "INSTANCE", "PORTS", "AGE");
    for (Task task : tasks) {
      List<String> cells = new ArrayList<>(cells(task, now));
      if (all) {
        cells.add(Words.orDash(task.getStoppedReason()));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static List<String> cells(Task task, Instant now) {
    return List.of(
        Words.shortId(task.getTaskArn()),
        Words.name(task.getTaskDefinitionArn()),
        Words.orDash(task.getGroup()),
        status(task),
        Words.shortId(task.getContainerInstanceArn()),
        Words.orDash(ports(task)),
        Words.age(task.getCreatedAt(), now));
  }

  /** Last status, the desired one if it is another, and health if it is checked. */
  static String status(Task task) {
    String desired =
        task.getLastStatus().equals(task.getDesiredStatus()) ? "" : " > " + task.getDesiredStatus();
    return task.getLastStatus()
        + desired
        + switch (task.getHealthStatus()) {
          case HEALTH_STATUS_HEALTHY -> " (healthy)";
          case HEALTH_STATUS_UNHEALTHY -> " (unhealthy)";
          case HEALTH_STATUS_UNKNOWN, HEALTH_STATUS_UNSPECIFIED, UNRECOGNIZED -> "";
        };
  }

  /** Host ports before what they lead to: {@code 32768>web:80}. */
  private static String ports(Task task) {
    return task.getContainersList().stream()
        .flatMap(
            container ->
                container.getNetworkBindingsList().stream()
                    .map(binding -> port(container, binding)))
        .collect(Collectors.joining(" "));
  }

  private static String port(Container container, NetworkBinding binding) {
    return binding.getHostPort() + ">" + container.getName() + ":" + binding.getContainerPort();
  }
}
