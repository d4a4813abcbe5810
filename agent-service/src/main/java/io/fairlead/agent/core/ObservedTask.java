package io.fairlead.agent.core;

import io.fairlead.proto.agent.Observation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an agent knows of one task: the fold of what it did and what it saw. It is rebuilt from the
 * engine when the agent starts.
 *
 * @param containers by name; who is missing is {@link ObservedContainer#ABSENT}
 * @param stop why the task ends, once that is decided
 * @param reported what the scheduler was last told
 */
public record ObservedTask(
    Map<String, ObservedContainer> containers,
    @Nullable StopCause stop,
    @Nullable Observation reported) {

  /** A task that nothing was done for. */
  public static final ObservedTask NONE = new ObservedTask(Map.of(), null, null);

  public ObservedTask {
    containers = Map.copyOf(containers);
  }

  /** The container of that name. */
  public ObservedContainer container(String name) {
    return containers.getOrDefault(name, ObservedContainer.ABSENT);
  }

  /** The task while the engine carries out the action. */
  public ObservedTask begin(Action.OnContainer action, Instant now) {
    return with(action.container(), container -> container.begin(action, now));
  }

  /** The task after something became of one of its containers. */
  public ObservedTask after(String container, ContainerChange change) {
    return with(container, seen -> seen.after(change));
  }

  /** The task with its end decided; the first cause stays. */
  public ObservedTask halted(StopCause cause) {
    return stop == null ? new ObservedTask(containers, cause, reported) : this;
  }

  /** The task after the scheduler was told; null where the telling came to nothing. */
  public ObservedTask reported(@Nullable Observation observation) {
    return new ObservedTask(containers, stop, observation);
  }

  /** The task after events may have been missed: every container is to be checked. */
  public ObservedTask doubted() {
    Map<String, ObservedContainer> all = new LinkedHashMap<>();
    containers.forEach((name, seen) -> all.put(name, ContainerFold.doubted(seen)));
    return new ObservedTask(all, stop, reported);
  }

  private ObservedTask with(String name, UnaryOperator<ObservedContainer> change) {
    ObservedContainer changed = change.apply(container(name));
    if (containers.isEmpty() || containers.size() == 1 && containers.containsKey(name)) {
      return new ObservedTask(Map.of(name, changed), stop, reported);
    }
    Map<String, ObservedContainer> all = new LinkedHashMap<>(containers);
    all.put(name, changed);
    return new ObservedTask(all, stop, reported);
  }
}
