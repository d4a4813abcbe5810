package io.fairlead.cli.checker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster of two instances and a service of two tasks, all as it should be, in which a test
 * plants a fault.
 */
final class World {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final Map<String, List<Sight.Container>> engines = new HashMap<>();
  final Map<String, Sight.Task> tasks = new HashMap<>();
  final Map<String, String> told = new HashMap<>();
  final Set<String> away = new HashSet<>();
  final Set<String> troubled = new HashSet<>();
  int desired = 2;
  int deployments = 1;

  World() {
    engines.put("i1", new ArrayList<>());
    engines.put("i2", new ArrayList<>());
    run("t1", "i1");
    run("t2", "i2");
  }

  void run(String task, String instance) {
    put(task, instance, "RUNNING", "RUNNING");
    contain(task, instance);
  }

  void contain(String task, String instance) {
    engines.get(instance).add(new Sight.Container("c-" + task, task, "main"));
  }

  /** The API and the events tell this of a task. */
  void put(String task, String instance, String status, String desiredStatus) {
    tasks.put(
        task,
        new Sight.Task(
            task, "web", "arn-" + instance, status, desiredStatus, 100, 100, Set.of("c-" + task)));
    told.put(task, status);
  }

  void die(String task) {
    engines.values().forEach(containers -> containers.removeIf(it -> it.task().equals(task)));
  }

  Sight after(Duration time) {
    int running = (int) tasks.values().stream().filter(Sight.Task::running).count();
    return new Sight(
        BEGIN.plus(time),
        List.of(instance("i1"), instance("i2")),
        List.of(new Sight.Service("web", desired, running, deployments, 100)),
        List.copyOf(tasks.values()),
        Map.copyOf(told),
        Set.copyOf(troubled));
  }

  private Sight.Instance instance(String name) {
    return new Sight.Instance(
        "arn-" + name,
        name,
        250,
        1000,
        true,
        away.contains(name) ? Optional.empty() : Optional.of(List.copyOf(engines.get(name))));
  }
}
