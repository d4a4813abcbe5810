package io.fairlead.agent.shell;

import io.fairlead.agent.core.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of the process' agents, named {@code fairlead.agent.*}. */
final class AgentMetrics {
  private final MeterRegistry registry;
  private final Set<Tasks> tasks = ConcurrentHashMap.newKeySet();
  private final Map<String, Timer> steps = new ConcurrentHashMap<>();
  private final Counter delivered;
  private final Counter failed;
  private final Counter deadLetters;

  AgentMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.delivered = registry.counter("fairlead.agent.observations", "outcome", "delivered");
    this.failed = registry.counter("fairlead.agent.observations", "outcome", "failed");
    this.deadLetters = registry.counter("fairlead.agent.dead.letters");
    registry.gauge("fairlead.agent.instances", tasks, Set::size);
    registry.gauge(
        "fairlead.agent.tasks",
        tasks,
        all -> all.stream().mapToInt(instance -> instance.all().size()).sum());
  }

  /** Counts an instance and how many tasks it remembers, until {@link #forget}. */
  void count(Tasks instance) {
    tasks.add(instance);
  }

  void forget(Tasks instance) {
    tasks.remove(instance);
  }

  /** Times a step of the engine by its kind. */
  <T> T timed(Action.OnContainer action, Supplier<T> step) {
    long begin = System.nanoTime();
    try {
      return step.get();
    } finally {
      steps
          .computeIfAbsent(action.getClass().getSimpleName(), this::timer)
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  private Timer timer(String kind) {
    return registry.timer("fairlead.agent.step", "step", kind.toLowerCase(Locale.ROOT));
  }

  void observation(boolean arrived) {
    (arrived ? delivered : failed).increment();
  }

  void parked() {
    deadLetters.increment();
  }
}
