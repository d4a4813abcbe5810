package io.fairlead.cli;

import io.fairlead.cli.checker.Checker;
import io.fairlead.cli.checker.Finding;
import io.fairlead.cli.checker.Sight;
import io.fairlead.cli.report.Sample;
import io.fairlead.cli.report.Tally;
import io.fairlead.cli.scenario.Scenario;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.events.ClusterEvent;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Watches a cluster while a scenario runs: holds it against the rules, and counts its tasks. */
final class ScenarioWatch {
  private final Lookout lookout;
  private final Checker checker;
  private final Tally tally;
  private final Set<String> services;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> harmed = new HashSet<>();
  private Optional<Sight> last = Optional.empty();

  ScenarioWatch(Client client, Lookout lookout, Scenario scenario, Instant begin) {
    this.lookout = lookout;
    this.checker = new Checker(scenario.expect().recoveredWithin());
    this.services =
        scenario.services().stream().map(Scenario.Service::name).collect(Collectors.toSet());
    for (ContainerInstance instance : new Instances(client).list()) {
      names.put(instance.getContainerInstanceArn(), Lookout.name(instance));
    }
    this.tally = new Tally(begin, List.copyOf(names.values()));
  }

  /** An event of the cluster; they come in order. */
  void event(ClusterEvent event) {
    if (!event.hasTask()) {
      return;
    }
    Task task = event.getTask();
    lookout.told(task);
    String service = Lookout.serviceOf(task);
    if (services.contains(service)) {
      String arn = task.getContainerInstanceArn();
      tally.task(
          ProtoTime.instant(event.getTime()),
          task.getTaskArn(),
          service,
          names.getOrDefault(arn, Words.shortId(arn)),
          task.getLastStatus());
    }
  }

  /**
   * Looks once.
   *
   * @param fresh names of what a fault has begun on since the last look
   * @param found hears what is found to be wrong
   * @return how the services are, in words
   */
  String look(Set<String> fresh, Consumer<String> found) {
    harmed.addAll(fresh);
    try {
      Sight sight = lookout.look(harmed);
      harmed.clear();
      last = Optional.of(sight);
      tally.desired(
          sight.at(),
          sight.services().stream()
              .filter(it -> services.contains(it.name()))
              .collect(Collectors.toMap(Sight.Service::name, Sight.Service::desired)));
      checker.look(sight).forEach(finding -> found.accept(words(finding)));
      return sight.services().stream()
          .map(it -> "%s %d of %d".formatted(it.name(), it.running(), it.desired()))
          .collect(Collectors.joining(", "));
    } catch (StatusRuntimeException away) {
      last = Optional.empty();
      return "the control plane is away: " + away.getStatus().getCode();
    }
  }

  private static String words(Finding finding) {
    return "FOUND %s: %s, %s"
        .formatted(finding.rule().meaning(), finding.subject(), finding.detail());
  }

  /** Whether at the last look all was as it should be. */
  boolean settled() {
    return last.filter(
            sight ->
                sight.troubled().isEmpty()
                    && sight.services().stream().allMatch(Sight.Service::whole))
        .filter(_ -> checker.amiss() == 0)
        .isPresent();
  }

  /** The tasks as the last look found them. */
  List<Task> tasks() {
    return lookout.tasks();
  }

  List<Sample> samples() {
    return tally.samples();
  }

  List<Finding> findings() {
    return checker.findings();
  }
}
