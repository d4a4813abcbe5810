package io.fairlead.cli.checker;

import io.fairlead.cli.checker.Sight.Container;
import io.fairlead.cli.checker.Sight.Instance;
import io.fairlead.cli.checker.Sight.Service;
import io.fairlead.cli.checker.Sight.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules, each over one sight: what does not hold in it. */
final class Rules {
  private final Sight sight;
  private final Map<String, Integer> held;
  private final Map<String, Task> tasks = new HashMap<>();
  private final Map<String, Instance> instances = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();

  private Rules(Sight sight, Map<String, Integer> held) {
    this.sight = sight;
    this.held = held;
    sight.tasks().forEach(task -> tasks.put(task.arn(), task));
    sight.instances().forEach(instance -> instances.put(instance.arn(), instance));
  }

  /**
   * @param held how many tasks each service had when it was last whole, unless faults took some
   */
  static List<Breach> broken(Sight sight, Map<String, Integer> held) {
    Rules rules = new Rules(sight, held);
    rules.containers();
    rules.runningTasks();
    rules.events();
    rules.room();
    rules.services();
    rules.stops();
    return rules.breaches;
  }

  private void broken(Rule rule, String subject, String instance, String detail) {
    breaches.add(new Breach(rule, subject, instance, detail));
  }

  private void containers() {
    Map<String, String> places = new LinkedHashMap<>();
    for (Instance instance : sight.instances()) {
      for (Container container : instance.containers().orElse(List.of())) {
        String before = places.put(container.task() + " " + container.name(), instance.name());
        if (before != null) {
          broken(
              Rule.TWICE,
              container.task(),
              instance.arn(),
              container.name() + " runs on " + before + " and on " + instance.name());
        }
        Task task = tasks.get(container.task());
        if (task == null || task.stopped()) {
          broken(
              Rule.ORPHANED,
              container.task(),
              instance.arn(),
              container.name() + " runs on " + instance.name() + (task == null ? ", unknown" : ""));
        }
      }
    }
  }

  private void runningTasks() {
    for (Task task : sight.tasks()) {
      Instance instance = instances.get(task.instance());
      if (!task.running() || instance == null || instance.containers().isEmpty()) {
        continue;
      }
      boolean there =
          instance.containers().get().stream().anyMatch(it -> it.task().equals(task.arn()));
      if (!there) {
        broken(
            Rule.LOST,
            task.arn(),
            task.instance(),
            "no container of it runs on " + instance.name());
      }
    }
  }

  private void events() {
    sight
        .told()
        .forEach(
            (arn, status) -> {
              Task task = tasks.get(arn);
              if (task == null) {
                if (!status.equals("STOPPED")) {
                  broken(Rule.VANISHED, arn, "", "was told as " + status + " and is not listed");
                }
              } else if (!task.status().equals(status)) {
                broken(
                    Rule.MISTOLD,
                    arn,
                    task.instance(),
                    "told as " + status + ", listed as " + task.status());
              }
            });
  }

  private void room() {
    Map<String, Integer> cpu = new HashMap<>();
    Map<String, Integer> memory = new HashMap<>();
    for (Task task : sight.tasks()) {
      if (!task.stopped()) {
        cpu.merge(task.instance(), task.cpu(), Integer::sum);
        memory.merge(task.instance(), task.memory(), Integer::sum);
      }
    }
    for (Instance instance : sight.instances()) {
      int usedCpu = cpu.getOrDefault(instance.arn(), 0);
      int usedMemory = memory.getOrDefault(instance.arn(), 0);
      if (usedCpu > instance.cpu() || usedMemory > instance.memory()) {
        broken(
            Rule.OVER_COMMITTED,
            instance.name(),
            instance.arn(),
            "%d of %d CPU units, %d of %d MiB"
                .formatted(usedCpu, instance.cpu(), usedMemory, instance.memory()));
      }
    }
  }

  private void services() {
    for (Service service : sight.services()) {
      int least = Math.min(service.leastRunning(), held.getOrDefault(service.name(), 0));
      if (service.running() < least) {
        broken(
            Rule.BELOW_MINIMUM,
            service.name(),
            "",
            "%d run, %d at least".formatted(service.running(), least));
      }
    }
  }

  private void stops() {
    for (Task task : sight.tasks()) {
      if (task.desired().equals("STOPPED") && !task.stopped()) {
        broken(
            Rule.UNACKNOWLEDGED,
            task.arn(),
            task.instance(),
            "should stop and is " + task.status());
      }
    }
  }
}
