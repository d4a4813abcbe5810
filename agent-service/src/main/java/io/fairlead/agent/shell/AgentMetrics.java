package io.fairlead.agent.shell;

import io.fairlead.agent.core.Action;
import io.fairlead.proto.Arn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The agent's meters, named {@code fairlead.agent.*}, each with the instance's id as a tag. */
final class AgentMetrics {
  private final MeterRegistry registry;
  private final String instance;
  private final Tags tags;

  AgentMetrics(MeterRegistry registry, Credentials credentials) {
    this.registry = registry;
    this.instance = Arn.nameOf(credentials.containerInstanceArn());
    this.tags = Tags.of("instance", instance);
  }

  /** The instance's id. */
  String instance() {
    return instance;
  }

  /** How many tasks are remembered. */
  void gauge(Tasks tasks) {
    registry.gauge("fairlead.agent.tasks", tags, tasks, all -> all.all().size());
  }

  /** Times a step of the engine by its kind. */
  <T> T timed(Action.OnContainer action, Supplier<T> step) {
    String kind = action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    long begin = System.nanoTime();
    try {
      return step.get();
    } finally {
      registry
          .timer("fairlead.agent.step", tags.and("step", kind))
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  void observation(boolean delivered) {
    String outcome = delivered ? "delivered" : "failed";
    registry.counter("fairlead.agent.observations", tags.and("outcome", outcome)).increment();
  }

  void parked() {
    registry.counter("fairlead.agent.dead.letters", tags).increment();
  }
}
