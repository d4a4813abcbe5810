package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.Phase;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.proto.ecs.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated containers of one machine have in common; runtimes of several owners can stand
 * before it, as before a real engine. Listeners are called under its lock and must not wait.
 */
public final class SimulatedEngine {
  static final int KILLED = 137;

  private final Timeline timeline;
  private final Object stalled = new Object();
  private final Map<String, SimulatedContainer> containers = new LinkedHashMap<>();
  private final Map<Place, SimulatedContainer> byPlace = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final SimulatedPorts ports = new SimulatedPorts();
  private long created;
  private boolean reachable = true;
  private boolean silent;
  private volatile boolean full;
  private volatile Pulls pulls = Pulls.SUCCEED;

  /** What becomes of pulls. */
  public enum Pulls {
    SUCCEED,
    /** They are refused at once. */
    FAIL,
    /** They wait until this is over. */
    STALL
  }

  /** Of one place of a task there is one container at a time. */
  private record Place(String taskArn, String name) {
    static Place of(Blueprint blueprint) {
      return new Place(blueprint.assignment().getTaskArn(), blueprint.container().getName());
    }
  }

  private record Listener(Ownership owner, Consumer<RuntimeEvent> consumer) {}

  public SimulatedEngine(Timeline timeline) {
    this.timeline = timeline;
  }

  Timeline timeline() {
    return timeline;
  }

  /** Lets the engine disappear, or come back; its containers live on meanwhile. */
  public synchronized void setReachable(boolean nowReachable) {
    boolean back = nowReachable && !reachable;
    reachable = nowReachable;
    if (back) {
      listeners.forEach(listener -> listener.consumer().accept(new RuntimeEvent.Gap()));
    }
  }

  /**
   * Lets the engine tell nobody what becomes of its containers, so that agents say what was so
   * before; or tell again, and that something was missed.
   */
  public synchronized void setSilent(boolean nowSilent) {
    boolean heard = silent && !nowSilent;
    silent = nowSilent;
    if (heard) {
      listeners.forEach(listener -> listener.consumer().accept(new RuntimeEvent.Gap()));
    }
  }

  /** Lets the engine's disk have no room for more containers, or have some again. */
  public void setFull(boolean nowFull) {
    full = nowFull;
  }

  /** Says what becomes of pulls from now on; those that stand still go on. */
  public void setPulls(Pulls now) {
    synchronized (stalled) {
      pulls = now;
      stalled.notifyAll();
    }
  }

  /**
   * Whether all that is asked of the engine is done, and at once. Asked under locks of listeners.
   */
  boolean plain() {
    return pulls == Pulls.SUCCEED && !full;
  }

  /** Returns when an image can be had. */
  void pull() throws EngineFailure {
    if (pulls == Pulls.FAIL) {
      throw new EngineFailure(EngineFailure.Kind.TIMEOUT, "the registry refuses connections");
    }
    try {
      synchronized (stalled) {
        while (pulls == Pulls.STALL) {
          stalled.wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(EngineFailure.Kind.INTERRUPTED, "interrupted", e);
    }
  }

  void checkRoom() throws EngineFailure {
    if (full) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, "no space left on device");
    }
  }

  /** Lets a container die as by somebody else's hand. */
  public synchronized void die(String runtimeId, int exitCode, boolean outOfMemory) {
    SimulatedContainer container = containers.get(runtimeId);
    if (container != null && container.running()) {
      end(container, exitCode, outOfMemory);
    }
  }

  /** All containers, of whatever owner, also while the engine is away for its clients. */
  public List<FoundContainer> containers() {
    return all(container -> true).stream().map(SimulatedContainer::found).toList();
  }

  synchronized void checkReachable() throws EngineFailure {
    if (!reachable) {
      throw new EngineFailure(EngineFailure.Kind.UNREACHABLE, "the simulated engine is away");
    }
  }

  synchronized Subscription listen(Ownership owner, Consumer<RuntimeEvent> consumer) {
    Listener listener = new Listener(owner, consumer);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  synchronized String nextId() {
    return "%064x".formatted(++created);
  }

  synchronized void add(SimulatedContainer container) {
    containers.put(container.runtimeId, container);
    byPlace.put(Place.of(container.blueprint), container);
  }

  synchronized Optional<SimulatedContainer> find(String runtimeId) {
    return Optional.ofNullable(containers.get(runtimeId));
  }

  /** The container that was built to that plan. */
  synchronized Optional<SimulatedContainer> find(Blueprint blueprint) {
    return Optional.ofNullable(byPlace.get(Place.of(blueprint)));
  }

  synchronized List<SimulatedContainer> all(Predicate<SimulatedContainer> predicate) {
    return new ArrayList<>(containers.values().stream().filter(predicate).toList());
  }

  SimulatedContainer get(String runtimeId) throws EngineFailure {
    return find(runtimeId)
        .orElseThrow(
            () ->
                new EngineFailure(EngineFailure.Kind.NOT_FOUND, "No such container: " + runtimeId));
  }

  /** Brings a container to life and plans what its script says. */
  synchronized void start(SimulatedContainer container) throws EngineFailure {
    if (container.running()) {
      return;
    }
    container.bindings = ports.take(container.blueprint);
    container.phase = Phase.RUNNING;
    container.startedAt = timeline.instant();
    container.finishedAt = null;
    container.exitCode = null;
    if (!container.script.output().isEmpty()) {
      container.write(container.script.output());
    }
    Script script = container.script;
    plan(container, script.runTime(), () -> end(container, script.exitCode(), false));
    if (container.blueprint.container().hasHealthCheck()) {
      container.health = HealthStatus.HEALTH_STATUS_UNKNOWN;
      planHealth(container);
    }
  }

  /** A check that never passes fails for good after its start period and all its tries. */
  private void planHealth(SimulatedContainer container) {
    io.fairlead.proto.ecs.HealthCheck check = container.blueprint.container().getHealthCheck();
    Duration patience =
        Duration.ofSeconds(
            check.getStartPeriod()
                + (long) Math.max(1, check.getRetries()) * Math.max(1, check.getInterval()));
    boolean passes = container.script.healthyAfter() != null;
    plan(
        container,
        passes ? container.script.healthyAfter() : patience,
        () ->
            setHealth(
                container,
                passes
                    ? HealthStatus.HEALTH_STATUS_HEALTHY
                    : HealthStatus.HEALTH_STATUS_UNHEALTHY));
  }

  /** Ends a container some time after it was asked to, unless it ignores that. */
  synchronized void terminate(SimulatedContainer container) {
    Script script = container.script;
    plan(container, script.stopTime(), () -> end(container, script.stopCode(), false));
  }

  private synchronized void plan(
      SimulatedContainer container, @Nullable Duration delay, Runnable what) {
    if (delay != null) {
      container.plan(timeline.after(delay, what));
    }
  }

  private synchronized void setHealth(SimulatedContainer container, HealthStatus health) {
    if (container.running()) {
      container.health = health;
      tell(container, new ContainerChange.HealthChanged(health));
    }
  }

  synchronized void end(SimulatedContainer container, int exitCode, boolean outOfMemory) {
    if (!container.running()) {
      return;
    }
    container.dropPlans();
    ports.free(container.bindings);
    container.phase = Phase.EXITED;
    container.exitCode = exitCode;
    container.outOfMemory = outOfMemory;
    container.finishedAt = timeline.instant();
    tell(container, container.exit());
  }

  synchronized void remove(SimulatedContainer container) {
    end(container, KILLED, false);
    container.phase = Phase.REMOVED;
    if (containers.remove(container.runtimeId) != null) {
      byPlace.remove(Place.of(container.blueprint), container);
      tell(container, new ContainerChange.Removed());
    }
  }

  private void tell(SimulatedContainer container, ContainerChange change) {
    if (!reachable || silent) {
      return;
    }
    RuntimeEvent event =
        new RuntimeEvent.OfContainer(
            container.blueprint.assignment().getTaskArn(),
            container.name(),
            container.runtimeId,
            change);
    for (Listener listener : listeners) {
      if (owns(listener.owner(), container)) {
        listener.consumer().accept(event);
      }
    }
  }

  static boolean owns(Ownership owner, SimulatedContainer container) {
    return container.owner.equals(owner);
  }
}
