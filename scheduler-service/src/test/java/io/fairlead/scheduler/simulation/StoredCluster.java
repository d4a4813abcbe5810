package io.fairlead.scheduler.simulation;

import io.fairlead.proto.Arn;
import io.fairlead.proto.ecs.Service;
import io.fairlead.proto.state.Change;
import io.fairlead.proto.state.Forget;
import io.fairlead.proto.state.TaskRecord;
import io.fairlead.scheduler.core.ClusterState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one cluster in a {@link MemoryStore}. */
final class StoredCluster {
  private @Nullable Change cluster;
  private final Map<String, Change> definitions = new TreeMap<>();
  private final Map<String, Change> instances = new TreeMap<>();
  private final Map<String, Change> services = new TreeMap<>();
  private final Map<String, List<Change>> events = new TreeMap<>();
  private final Map<String, Change> tasks = new TreeMap<>();
  private final Map<String, TaskRecord> past = new TreeMap<>();
  private final Map<String, Change> tokens = new TreeMap<>();

  boolean exists() {
    return cluster != null;
  }

  void write(long seq, Change change) {
    switch (change.getChangeCase()) {
      case CLUSTER -> cluster = change;
      case DEFINITION ->
          definitions.put(change.getDefinition().getDefinition().getTaskDefinitionArn(), change);
      case INSTANCE ->
          instances.put(change.getInstance().getInstance().getContainerInstanceArn(), change);
      case SERVICE -> services.put(change.getService().getService().getServiceName(), change);
      case SERVICE_EVENT -> addEvent(change);
      case FAULT -> {} // in the log alone
      case TASK -> tasks.put(change.getTask().getTask().getTaskArn(), change);
      case TOKEN -> tokens.put(change.getToken().getKey(), change);
      case FORGET -> forget(change.getForget());
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("empty change at " + seq);
    }
  }

  private void addEvent(Change change) {
    if (change.getServiceEvent().hasEvent()) {
      List<Change> own =
          events.computeIfAbsent(change.getServiceEvent().getService(), _ -> new ArrayList<>());
      own.add(change);
      if (own.size() > 2 * ClusterState.EVENTS_SHOWN) {
        own.subList(0, ClusterState.EVENTS_SHOWN).clear();
      }
    }
  }

  private void forget(Forget forget) {
    if (!forget.getTaskArn().isEmpty()) {
      Change task = tasks.remove(forget.getTaskArn());
      if (task != null) {
        past.put(forget.getTaskArn(), task.getTask());
      }
    } else if (!forget.getServiceArn().isEmpty()) {
      services.remove(Arn.nameOf(forget.getServiceArn()));
      events.remove(Arn.nameOf(forget.getServiceArn()));
    } else if (!forget.getInstanceArn().isEmpty()) {
      instances.remove(forget.getInstanceArn());
    } else {
      tokens.remove(forget.getTokenKey());
    }
  }

  /** As the real journal loads: instances before tasks, and only definitions in use. */
  void load(Consumer<Change> into) {
    if (cluster != null) {
      into.accept(cluster);
    }
    instances.values().forEach(into);
    services.values().forEach(into);
    events
        .values()
        .forEach(
            own ->
                own.subList(Math.max(0, own.size() - ClusterState.EVENTS_SHOWN), own.size())
                    .forEach(into));
    tasks.values().forEach(into);
    tokens.values().forEach(into);
    Set<String> used = definitionsInUse();
    definitions.forEach(
        (arn, definition) -> {
          if (used.contains(arn)) {
            into.accept(definition);
          }
        });
  }

  private Set<String> definitionsInUse() {
    Set<String> used = new HashSet<>();
    for (Change change : services.values()) {
      Service service = change.getService().getService();
      used.add(service.getTaskDefinition());
      service.getDeploymentsList().forEach(each -> used.add(each.getTaskDefinition()));
    }
    tasks.values().forEach(task -> used.add(task.getTask().getTask().getTaskDefinitionArn()));
    return used;
  }

  Optional<TaskRecord> task(String arn) {
    Change live = tasks.get(arn);
    return live == null ? Optional.ofNullable(past.get(arn)) : Optional.of(live.getTask());
  }
}
