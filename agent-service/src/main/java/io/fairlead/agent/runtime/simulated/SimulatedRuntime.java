package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.runtime.Blueprint;
import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.EngineInfo;
import io.fairlead.agent.runtime.Environment;
import io.fairlead.agent.runtime.ExecProcess;
import io.fairlead.agent.runtime.ExecRequest;
import io.fairlead.agent.runtime.FoundContainer;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.Ownership;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.agent.runtime.Usage;
import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One owner's view of a {@link SimulatedEngine}. */
public final class SimulatedRuntime implements ContainerRuntime {
  private static final long MEMORY = 64L << 30;

  private final SimulatedEngine engine;
  private final Ownership owner;
  private final ImageSource images;
  private final Habits habits;

  /** Containers do at once, and without fail, what their scripts leave open. */
  public SimulatedRuntime(SimulatedEngine engine, Ownership owner, ImageSource images) {
    this(engine, owner, images, Habits.PLAIN);
  }

  public SimulatedRuntime(
      SimulatedEngine engine, Ownership owner, ImageSource images, Habits habits) {
    this.engine = engine;
    this.owner = owner;
    this.images = images;
    this.habits = habits;
  }

  @Override
  public EngineInfo info() throws EngineFailure {
    engine.checkReachable();
    return new EngineInfo(
        "simulated", "1", "1.41", "linux", "x86_64", 16, MEMORY, Set.of("json-file", "awslogs"));
  }

  @Override
  public boolean actsAtOnce(Assignment assignment) {
    return images == ImageSource.EVERYTHING
        && engine.plain()
        && !habits.longestStart().isPositive()
        && assignment.getTaskDefinition().getContainerDefinitionsList().stream()
            .noneMatch(container -> Script.takesTime(container.getDockerLabelsMap()));
  }

  @Override
  public ContainerChange.Pulled pull(String image, ImagePullBehavior behavior)
      throws EngineFailure {
    engine.checkReachable();
    engine.pull();
    engine.timeline().pass(images.pull(image));
    return new ContainerChange.Pulled("", engine.timeline().instant());
  }

  @Override
  public ContainerChange.Created create(Assignment assignment, String name) throws EngineFailure {
    engine.checkReachable();
    engine.checkRoom();
    Blueprint blueprint = Blueprint.of(assignment, name);
    images.pull(blueprint.container().getImage());
    Environment.of(blueprint.container());
    Optional<SimulatedContainer> before = engine.find(blueprint);
    if (before.isPresent()) {
      return new ContainerChange.Created(before.get().runtimeId);
    }
    Script script = script(blueprint);
    engine.timeline().pass(script.createTime());
    if (script.createFailure() != null) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, script.createFailure());
    }
    SimulatedContainer container =
        new SimulatedContainer(engine.nextId(), owner, blueprint, script);
    engine.add(container);
    return new ContainerChange.Created(container.runtimeId);
  }

  private Script script(Blueprint blueprint) throws EngineFailure {
    try {
      return Script.of(habits.fill(blueprint.container().getDockerLabelsMap()));
    } catch (IllegalArgumentException e) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public ContainerChange.Started start(Assignment assignment, String name, String runtimeId)
      throws EngineFailure {
    engine.checkReachable();
    SimulatedContainer container = engine.get(runtimeId);
    engine.timeline().pass(container.script.startTime());
    if (container.script.startFailure() != null) {
      throw new EngineFailure(EngineFailure.Kind.REFUSED, container.script.startFailure());
    }
    engine.start(container);
    return new ContainerChange.Started(engine.timeline().instant(), container.bindings);
  }

  @Override
  public ContainerChange.Exited stop(String runtimeId, Duration timeout) throws EngineFailure {
    engine.checkReachable();
    SimulatedContainer container = engine.get(runtimeId);
    if (container.running()) {
      engine.terminate(container);
      Duration wait = container.script.stopTime();
      engine.timeline().pass(wait == null || wait.compareTo(timeout) > 0 ? timeout : wait);
      boolean ended = wait != null && wait.compareTo(timeout) <= 0;
      engine.end(container, ended ? container.script.stopCode() : SimulatedEngine.KILLED, false);
    }
    return container.exit();
  }

  @Override
  public void kill(String runtimeId, String signal) throws EngineFailure {
    engine.checkReachable();
    SimulatedContainer container = running(runtimeId);
    if (signal.equals("SIGKILL") || signal.equals("KILL")) {
      engine.end(container, SimulatedEngine.KILLED, false);
    } else {
      engine.terminate(container);
    }
  }

  private SimulatedContainer running(String runtimeId) throws EngineFailure {
    SimulatedContainer container = engine.get(runtimeId);
    if (!container.running()) {
      throw new EngineFailure(
          EngineFailure.Kind.NOT_RUNNING, "Container " + runtimeId + " is not running");
    }
    return container;
  }

  @Override
  public void remove(String runtimeId) throws EngineFailure {
    engine.checkReachable();
    engine.find(runtimeId).ifPresent(engine::remove);
  }

  @Override
  public Optional<FoundContainer> inspect(String runtimeId) throws EngineFailure {
    engine.checkReachable();
    return engine.find(runtimeId).map(SimulatedContainer::found);
  }

  @Override
  public List<FoundContainer> list() throws EngineFailure {
    engine.checkReachable();
    return engine.all(container -> SimulatedEngine.owns(owner, container)).stream()
        .map(SimulatedContainer::found)
        .toList();
  }

  /** Nothing is kept beside containers. */
  @Override
  public void forget(Assignment assignment) throws EngineFailure {
    engine.checkReachable();
  }

  @Override
  public Subscription events(Consumer<RuntimeEvent> listener) {
    return engine.listen(owner, listener);
  }

  @Override
  public Subscription stats(String runtimeId, Consumer<Usage> listener) throws EngineFailure {
    return SimulatedStats.open(engine.timeline(), running(runtimeId), listener);
  }

  @Override
  public Subscription logs(String runtimeId, LogQuery query, LogSink sink) throws EngineFailure {
    return SimulatedLogs.open(engine, engine.get(runtimeId), query, sink);
  }

  @Override
  public ExecProcess exec(String runtimeId, ExecRequest request, LogSink output)
      throws EngineFailure {
    running(runtimeId);
    return SimulatedExec.start(request, output);
  }

  /** The engine lives on: it is not the runtime's own. */
  @Override
  public void close() {}
}
