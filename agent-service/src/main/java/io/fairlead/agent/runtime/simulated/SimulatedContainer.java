package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.proto.ecs.HealthStatus;
import io.fairlead.proto.ecs.NetworkBinding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A container on paper. Its engine's lock guards it. */
final class SimulatedContainer {
  final String runtimeId;
  final Ownership owner;
  final Blueprint blueprint;
  final Script script;
  // Most have one plan, write nothing, and are remembered by the thousand when they have ended.
  private List<Subscription> plans = List.of();
  private List<String> output = List.of();
  Phase phase = Phase.CREATED;
  HealthStatus health = HealthStatus.HEALTH_STATUS_UNSPECIFIED;
  List<NetworkBinding> bindings = List.of();
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  @Nullable Integer exitCode;
  boolean outOfMemory;

  SimulatedContainer(String runtimeId, Ownership owner, Blueprint blueprint, Script script) {
    this.runtimeId = runtimeId;
    this.owner = owner;
    this.blueprint = blueprint;
    this.script = script;
  }

  String name() {
    return blueprint.container().getName();
  }

  boolean running() {
    return phase == Phase.RUNNING;
  }

  /** Takes note of what is planned for the current run. */
  void plan(Subscription planned) {
    plans = with(plans, planned);
  }

  /** Forgets what was planned for the current run. */
  void dropPlans() {
    plans.forEach(Subscription::close);
    plans = List.of();
  }

  void write(String line) {
    output = with(output, line);
  }

  /** The lines that it has written. */
  List<String> output() {
    return output;
  }

  private static <T> List<T> with(List<T> all, T more) {
    return Stream.concat(all.stream(), Stream.of(more)).toList();
  }

  ContainerChange.Exited exit() {
    Instant at = finishedAt == null ? Instant.EPOCH : finishedAt;
    return new ContainerChange.Exited(exitCode, outOfMemory, at);
  }

  FoundContainer found() {
    return new FoundContainer(runtimeId, blueprint.assignment(), name(), observed());
  }

  private ObservedContainer observed() {
    return new ObservedContainer(
        phase,
        runtimeId,
        "",
        exitCode,
        outOfMemory,
        health,
        null,
        null,
        startedAt,
        finishedAt,
        running() ? bindings : List.of(),
        null,
        null,
        false,
        0);
  }
}
