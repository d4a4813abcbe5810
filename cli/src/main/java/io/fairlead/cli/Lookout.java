package io.fairlead.cli;

import io.fairlead.cli.checker.Sight;
import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.DesiredStatus;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.faults.EngineLook;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Looks at a cluster from outside: at its engines and its faults where it is a lab on this machine,
 * at what the API says, and at what the events have told.
 */
final class Lookout {
  private static final String SERVICE_GROUP = "service:";
  private static final String STOPPED = "STOPPED";

  private final Client client;
  private final LabFaults lab;
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private List<Task> tasks = List.of();

  Lookout(Client client, LabFaults lab) {
    this.client = client;
    this.lab = lab;
  }

  /** An event of a task; they come in order. */
  void told(Task task) {
    told.put(task.getTaskArn(), task.getLastStatus());
  }

  /**
   * All that can be seen now.
   *
   * @param harmed names of what had a fault since the last look that may be over already
   * @throws io.grpc.StatusRuntimeException while the control plane is away
   */
  Sight look(Set<String> harmed) {
    // What the events had told before the API is asked, so that the API is the newer.
    Map<String, String> before = Map.copyOf(told);
    Set<String> troubled = new HashSet<>(harmed);
    lab.list().forEach(fault -> troubled.add(FaultBook.harmed(fault.getTarget())));
    Map<String, List<Sight.Container>> engines = engines();
    tasks = tasks(before, engines);
    Sight sight =
        new Sight(
            Clock.systemUTC().instant(),
            instances(engines),
            new Services(client).list().stream().map(Lookout::service).toList(),
            tasks.stream().map(Lookout::task).toList(),
            before,
            troubled);
    forget(before);
    return sight;
  }

  /** The tasks as the last look found them. */
  List<Task> tasks() {
    return tasks;
  }

  /** By the instance's name; those that cannot be looked at are left out. */
  private Map<String, List<Sight.Container>> engines() {
    Map<String, List<Sight.Container>> engines = new HashMap<>();
    for (EngineLook look : lab.engines()) {
      if (look.getAnswers()) {
        engines.put(
            look.getInstance(),
            look.getContainersList().stream()
                .map(it -> new Sight.Container(it.getRuntimeId(), it.getTaskArn(), it.getName()))
                .toList());
      }
    }
    return engines;
  }

  /** All that should run, and whatever the events or the engines know besides. */
  private List<Task> tasks(Map<String, String> told, Map<String, List<Sight.Container>> engines) {
    Tasks finder = new Tasks(client);
    Set<String> arns = new LinkedHashSet<>(told.keySet());
    engines.values().forEach(all -> all.forEach(container -> arns.add(container.task())));
    List<Task> found =
        new ArrayList<>(finder.list(Optional.empty(), DesiredStatus.DESIRED_STATUS_RUNNING));
    found.forEach(task -> arns.remove(task.getTaskArn()));
    found.addAll(finder.describe(List.copyOf(arns)));
    return found;
  }

  /** Of a task that has stopped nothing more is to be heard. */
  private void forget(Map<String, String> before) {
    for (Task task : tasks) {
      if (task.getLastStatus().equals(STOPPED) && STOPPED.equals(before.get(task.getTaskArn()))) {
        told.remove(task.getTaskArn());
      }
    }
  }

  private List<Sight.Instance> instances(Map<String, List<Sight.Container>> engines) {
    return new Instances(client)
        .list().stream()
            .map(
                it ->
                    new Sight.Instance(
                        it.getContainerInstanceArn(),
                        name(it),
                        resource(it, "CPU"),
                        resource(it, "MEMORY"),
                        it.getAgentConnected(),
                        Optional.ofNullable(engines.get(name(it)))))
            .toList();
  }

  static String name(ContainerInstance instance) {
    return attribute(instance, "name").orElse(Words.shortId(instance.getContainerInstanceArn()));
  }

  static Optional<String> attribute(ContainerInstance instance, String name) {
    return instance.getAttributesList().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .map(it -> it.getValue());
  }

  private static int resource(ContainerInstance instance, String name) {
    return instance.getRegisteredResourcesList().stream()
        .filter(it -> it.getName().equals(name))
        .mapToInt(it -> it.getIntegerValue())
        .sum();
  }

  private static Sight.Service service(Service service) {
    return new Sight.Service(
        service.getServiceName(),
        service.getDesiredCount(),
        service.getRunningCount(),
        service.getDeploymentsCount(),
        service.getDeploymentConfiguration().getMinimumHealthyPercent());
  }

  static String serviceOf(Task task) {
    return task.getGroup().startsWith(SERVICE_GROUP)
        ? task.getGroup().substring(SERVICE_GROUP.length())
        : "";
  }

  private static Sight.Task task(Task task) {
    return new Sight.Task(
        task.getTaskArn(),
        serviceOf(task),
        task.getContainerInstanceArn(),
        task.getLastStatus(),
        task.getDesiredStatus(),
        number(task.getCpu(), task, container -> number(container.getCpu())),
        number(task.getMemory(), task, Lookout::reserved),
        task.getContainersList().stream()
            .map(Container::getRuntimeId)
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet()));
  }

  private static int number(String ofTask, Task task, ToIntFunction<Container> ofContainer) {
    return ofTask.isEmpty()
        ? task.getContainersList().stream().mapToInt(ofContainer).sum()
        : number(ofTask);
  }

  private static int reserved(Container container) {
    return number(
        container.getMemoryReservation().isEmpty()
            ? container.getMemory()
            : container.getMemoryReservation());
  }

  private static int number(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
